import { energyPerAtom } from "../bulk/energies.ts"
import { crystalOfVolume, type Equilibrium, equilibriumOf } from "../bulk/equilibrium.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Point } from "../point.ts"
import { type ForceConstants, forceConstants } from "./force-constants.ts"
import type { VibratingCrystal } from "./quasi-harmonic.ts"
import { type Spectrum, spectrumOn } from "./spectrum.ts"
import { vibrationsOf } from "./vibrations.ts"
import { divisionsOf, waveMesh } from "./wave-mesh.ts"

/** Force constants of the relaxed crystal, worked out once at a point. */
export function forceConstantsAtRest(point: Point, crystal: Crystal): ForceConstants {
  return point.once(`${crystal.name} force constants`, () => {
    const { structure, operations } = equilibriumOf(point, crystal)
    return forceConstants(point, structure, operations)
  })
}

/** Frequencies of force constants on a mesh with steps of about `step` [1/Å, without 2π]. */
export function spectrumOf(constants: ForceConstants, { operations }: Pick<Equilibrium, "operations">, step: number): Spectrum {
  const { cell } = constants
  return spectrumOn(vibrationsOf(constants), waveMesh(cell, operations, divisionsOf(cell, step)))
}

/** A neighbour that is out of reach at rest is not let in by the expansion or compression of a few per cent. */
const MARGIN = 1.05

/**
 * A crystal held at a volume per atom [Å³], its cell of the shape of least energy at rest there.
 *
 * @param reach of the force constants at rest [Å]: what is nothing there is not looked for here; 0 where nothing is known
 */
export function vibratingCrystal(point: Point, crystal: Crystal, volume: number, reach: number, step: number): VibratingCrystal {
  const there = crystalOfVolume(point, crystal, volume, "relaxed")
  const constants = forceConstants(
    point,
    there.structure,
    there.operations,
    Math.min(MARGIN * (reach || Infinity), 2 * point.potential.cutoff),
  )
  return { volume, energy: energyPerAtom(there), spectrum: spectrumOf(constants, there, step) }
}
