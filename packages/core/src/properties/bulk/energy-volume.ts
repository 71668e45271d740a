import { elementsOf } from "../../atoms/elements.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Observable } from "../observable.ts"
import type { Point } from "../point.ts"
import { placed } from "../relax/body.ts"
import { stencil } from "../relax/differences.ts"
import { addChain, addEnergyDerivative, addFreeAtomDerivative, energyPerAtom, freeAtomsEnergy } from "./energies.ts"
import {
  coordinatesOf,
  crystalOfVolume,
  type Equilibrium,
  equilibriumOf,
  equilibriumRows,
  nudged,
  type Shape,
  stepOf,
} from "./equilibrium.ts"

/**
 * A point of the curve E(V): energy per atom [eV/atom] of a crystal of a volume per atom [Å³], its ions relaxed.
 *
 * @param above what it is counted from: the relaxed crystal, or free atoms
 * @param shape whether the cell keeps the shape in which it was given
 */
export function energyAtVolume(
  crystal: Crystal,
  volume: number,
  above: "minimum" | "free atoms" = "minimum",
  shape: Shape = "kept",
): Observable {
  const { numbers } = crystal.primitive
  return Object.freeze({
    name: `${crystal.name}: energy at ${volume} Å³/atom${told(shape)}`,
    kind: "energy at volume",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "energy per atom",
    unit: "eV/atom",
    tolerance: 0.02,
    read(point) {
      const here = crystalOfVolume(point, crystal, volume, shape)
      if (above === "free atoms")
        return { value: energyPerAtom(here) - freeAtomsEnergy(point, numbers) / numbers.length, trouble: here.trouble }
      const minimum = equilibriumOf(point, crystal)
      return { value: energyPerAtom(here) - energyPerAtom(minimum), trouble: here.trouble ?? minimum.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addEnergyDerivative(point, crystalOfVolume(point, crystal, volume, shape), 1, out)
      if (above === "minimum") addEnergyDerivative(point, equilibriumOf(point, crystal), -1, out)
      else for (const number of numbers) addFreeAtomDerivative(point, number, -1 / numbers.length, out)
      return out
    },
  } satisfies Observable)
}

/** Pressure [eV/Å³] of a crystal of a volume per atom [Å³], `(W_xx + W_yy + W_zz)/3V`, its ions relaxed, its shape as given or relaxed too. */
export function pressureAtVolume(crystal: Crystal, volume: number, shape: Shape = "kept"): Observable {
  return Object.freeze({
    name: `${crystal.name}: pressure at ${volume} Å³/atom${told(shape)}`,
    kind: "pressure at volume",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "stress",
    unit: "GPa",
    tolerance: 0.02,
    read(point) {
      const here = crystalOfVolume(point, crystal, volume, shape)
      return { value: pressureOf(here.answer.virial, here.volume), trouble: here.trouble }
    },
    derivative(point) {
      const here = crystalOfVolume(point, crystal, volume, shape)
      const { virial } = equilibriumRows(point, here)
      const count = point.theta.length
      const out = Float64Array.from(
        { length: count },
        (_, k) => (virial[k] + virial[count + k] + virial[2 * count + k]) / (3 * here.volume),
      )
      addChain(point, here, pressureSlopes(point, here), 1, out)
      return out
    },
  } satisfies Observable)
}

function told(shape: Shape): string {
  return shape === "kept" ? "" : ", shape relaxed"
}

/** Changes of the pressure with the internal coordinates of a crystal of given volume. */
function pressureSlopes(point: Point, { body, volume }: Equilibrium): readonly number[] {
  return Array.from({ length: coordinatesOf(body) }, (_, k) => {
    const h = stepOf(body, k)
    const answers = evaluateAll(
      point,
      stencil.map(([place]) => placed(body.reference, nudged(body, k, place * h))),
    )
    return stencil.reduce((sum, [, weight], s) => sum + (weight / h) * pressureOf(answers[s].virial, volume), 0)
  })
}

function pressureOf(virial: Float64Array, volume: number): number {
  return (virial[0] + virial[1] + virial[2]) / (3 * volume)
}
