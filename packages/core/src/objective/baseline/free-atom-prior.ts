import { symbolOf } from "../../atoms/elements.ts"
import { cohesiveEnergy } from "../../atoms/cohesive-energy.ts"
import { isDiatomic } from "../../atoms/diatomic.ts"
import type { DataDescription } from "../data-description.ts"
import type { ParameterSpace } from "../parameter-space.ts"
import type { PriorRow } from "../prior.ts"

/**
 * Standard deviation of the energy of free atoms beside the cohesive energy, of an element by itself. Methods differ by more from
 * experiment; but data that do not tell must not be asked, or priors of smoothness, which are content with less binding, answer for them.
 */
const UNSURE = 0.01
/** That of free atoms of a compound, which is bound by its formation too. */
const UNSURE_OF_COMPOUNDS = 0.1

/**
 * What is known of fitted reference energies without any data of free atoms: of an element by itself they lie above the lowest energy of the
 * data by the measured cohesive energy, to a hundredth of it; where an element is not by itself in the data, those of the composition in
 * which it is purest, by the mean of the cohesive energies, to a tenth:
 *
 *     Σ_k x_k E_k = E_lowest + Σ_k x_k E_coh,k
 *
 * Data of one density cannot tell the energy of free atoms from that of bonds, and a model that has to find both from few structures knows nothing
 * of surfaces.
 *
 * Nothing for elements without cohesive energy; for compounds of those that are molecules by themselves, as oxides and halides, whose
 * formation binds as much; and for reference energies that are all held, or one of which is eliminated or has a prior in the settings.
 */
export function freeAtomPrior(
  { baseline: { elements, parameters }, lowest = [] }: Pick<DataDescription, "baseline" | "lowest">,
  space: ParameterSpace,
  potentialParameters: number,
  priors: Readonly<Record<string, unknown>>,
): readonly PriorRow[] {
  return lowest.flatMap(({ shares, energy }): PriorRow[] => {
    const of = elements.flatMap((element, k) => (shares[k] > 0 ? [{ element, share: shares[k], at: k }] : []))
    const binding = of.reduce((sum, { element, share }) => sum + share * (cohesiveEnergy(symbolOf(element)) ?? NaN), 0)
    const compound = of.length > 1
    if (of.length === 0 || Number.isNaN(binding) || (compound && of.some(({ element }) => isDiatomic(element)))) return []
    const columns = of.map(({ at }) => potentialParameters + at)
    const spoken = of.some(({ at }, j) => space.profiled.includes(columns[j]) || Object.hasOwn(priors, parameters[at].key))
    if (spoken || columns.every((k) => space.columns[k] < 0)) return []
    const sigma = (compound ? UNSURE_OF_COMPOUNDS : UNSURE) * binding
    return [{ parameters: columns, coefficients: of.map(({ share }) => share), mean: energy + binding, sigma }]
  })
}
