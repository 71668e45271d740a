import { elementsOf, symbolOf } from "../../atoms/elements.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { addEnergyDerivative, addFreeAtomDerivative, energyPerAtom, freeAtomsEnergy } from "./energies.ts"
import { equilibriumOf } from "./equilibrium.ts"

/** Energy per atom that it takes to part a crystal into free atoms [eV/atom]: positive when it is bound. */
export function cohesiveEnergy(crystal: Crystal): Observable {
  const { numbers } = crystal.primitive
  return Object.freeze({
    name: `${crystal.name}: cohesive energy`,
    kind: "cohesive energy",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "energy per atom",
    unit: "eV/atom",
    tolerance: 0.01,
    read(point) {
      const equilibrium = equilibriumOf(point, crystal)
      return { value: freeAtomsEnergy(point, numbers) / numbers.length - energyPerAtom(equilibrium), trouble: equilibrium.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      for (const number of numbers) addFreeAtomDerivative(point, number, 1 / numbers.length, out)
      addEnergyDerivative(point, equilibriumOf(point, crystal), -1, out)
      return out
    },
  } satisfies Observable)
}

/**
 * Energy per atom that a compound has above its elements in crystals of their own [eV/atom]: negative when it is the stabler.
 *
 * @param own crystals of its elements by atomic number
 */
export function formationFromElements(crystal: Crystal, own: ReadonlyMap<number, Crystal>): Observable {
  const { numbers } = crystal.primitive
  const parts = elementsOf(numbers).map((number) => {
    const reference = own.get(number)
    if (!reference) throw new RangeError(`no crystal of ${symbolOf(number)} is given`)
    return { reference, share: numbers.reduce((sum, one) => sum + (one === number ? 1 : 0), 0) / numbers.length }
  })
  return Object.freeze({
    name: `${crystal.name}: energy above ${parts.map(({ reference }) => reference.name).join(", ")}`,
    kind: "formation energy",
    elements: elementsOf(numbers),
    dimension: "energy per atom",
    unit: "eV/atom",
    tolerance: 0.02,
    read(point) {
      const all = [crystal, ...parts.map(({ reference }) => reference)].map((one) => equilibriumOf(point, one))
      return {
        value: parts.reduce((sum, { share }, k) => sum - share * energyPerAtom(all[k + 1]), energyPerAtom(all[0])),
        trouble: all.find(({ trouble }) => trouble !== null)?.trouble ?? null,
      }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addEnergyDerivative(point, equilibriumOf(point, crystal), 1, out)
      for (const { reference, share } of parts) addEnergyDerivative(point, equilibriumOf(point, reference), -share, out)
      return out
    },
  } satisfies Observable)
}

/** Energy per atom of a crystal above that of another one, both relaxed [eV/atom]: positive when `reference` is the stabler. */
export function phaseDifference(crystal: Crystal, reference: Crystal): Observable {
  return Object.freeze({
    name: `${crystal.name}: energy above ${reference.name}`,
    kind: "phase difference",
    elements: elementsOf([...crystal.primitive.numbers, ...reference.primitive.numbers]),
    dimension: "energy per atom",
    unit: "meV/atom",
    tolerance: 0.05,
    read(point) {
      const [one, other] = [equilibriumOf(point, crystal), equilibriumOf(point, reference)]
      return { value: energyPerAtom(one) - energyPerAtom(other), trouble: one.trouble ?? other.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addEnergyDerivative(point, equilibriumOf(point, crystal), 1, out)
      addEnergyDerivative(point, equilibriumOf(point, reference), -1, out)
      return out
    },
  } satisfies Observable)
}
