import { symbolOf } from "../../atoms/elements.ts"
import { cohesiveEnergy } from "../../atoms/cohesive-energy.ts"
import type { Baseline } from "../../observables/baseline.ts"
import type { ParameterSpace } from "../parameter-space.ts"
import type { PriorRow } from "../prior.ts"

/**
 * Standard deviation of the energy of a free atom, beside the cohesive energy. Methods differ by more from experiment; but data that do not
 * tell must not be asked, or priors of smoothness, which are content with less binding, answer for them.
 */
const UNSURE = 0.01

/**
 * What is known of the fitted reference energy of a single element without any data of free atoms: it lies above the lowest energy of the
 * data, where it starts, by the measured cohesive energy, to a hundredth of it. Data of one density cannot tell the energy of a free atom from
 * that of bonds, and a model that has to find both from few structures knows nothing of surfaces.
 *
 * Nothing for several elements, whose mean energy says little of each, for one without cohesive energy, and for a reference energy that
 * is held, eliminated, or has a prior in the settings.
 */
export function freeAtomPrior(
  { elements, parameters }: Baseline,
  space: ParameterSpace,
  potentialParameters: number,
  priors: Readonly<Record<string, unknown>>,
): readonly PriorRow[] {
  const energy = elements.length === 1 ? cohesiveEnergy(symbolOf(elements[0])) : undefined
  if (energy === undefined) return []
  const k = potentialParameters
  const free = space.columns[k] >= 0 && !space.profiled.includes(k)
  if (!free || Object.hasOwn(priors, parameters[0].key)) return []
  return [{ parameters: [k], coefficients: [1], mean: parameters[0].value + energy, sigma: UNSURE * energy }]
}
