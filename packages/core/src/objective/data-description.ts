import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { Failure } from "../failure/failure.ts"
import type { Baseline } from "../observables/baseline.ts"
import type { Potential } from "../potentials/potential.ts"
import { createBaseline } from "./baseline/create-baseline.ts"
import { lowestEnergies, type LowestEnergy } from "./baseline/lowest-energies.ts"
import { findRedundancies, type Redundancy } from "./baseline/redundancy.ts"
import type { BaselineSettings } from "./baseline/settings.ts"
import { checkElements } from "./check-elements.ts"
import { classifyData, classKey, type DataClass, type PropertyChoice } from "./data-class.ts"

/** What an objective must know of its data beside the data themselves. Plain data, so that it can be kept with their statistics. */
export interface DataDescription {
  readonly classes: readonly DataClass[]
  /** Parameters that these data cannot determine are fixed. */
  readonly baseline: Baseline
  /** What the baseline was made from. */
  readonly settings: BaselineSettings
  /** Keys of parameters of the baseline that are eliminated exactly. */
  readonly profiled: readonly string[]
  /** Lowest energies of the data, for each element where it is purest. */
  readonly lowest?: readonly LowestEnergy[]
  /** Parameters of the baseline that are held, because no data of this kind can determine them. */
  readonly held?: readonly Redundancy[]
  /** What a reader of the result must know: parameters that no data of this kind can determine. */
  readonly notices: readonly string[]
}

/**
 * Describes the data that `potential` is fitted to.
 * @throws Failure for data without labels, or with elements that the potential does not know; SpecFailure for a baseline they do not allow.
 */
export function describeData(
  potential: Potential,
  configurations: ConfigurationList,
  settings: { readonly use: PropertyChoice; readonly baseline: BaselineSettings },
): DataDescription {
  checkElements(configurations, potential.elements)
  const { use } = settings
  const classes = classifyData(configurations, use)
  if (classes.length === 0) {
    throw new Failure("there is nothing to fit to: no configuration has a label that is used", {
      advice: "check which keys of the data file hold energies and forces (data.keys)",
    })
  }
  const choice = createBaseline(settings.baseline, { configurations, elements: potential.elements, cutoff: potential.cutoff, use })
  const redundancies = findRedundancies(choice.baseline, configurations, use.energy)
  const held = new Set(redundancies.map(({ key }) => key))
  const baseline: Baseline = {
    ...choice.baseline,
    parameters: choice.baseline.parameters.map((parameter) => (held.has(parameter.key) ? { ...parameter, fixed: true } : parameter)),
  }
  return {
    classes,
    baseline,
    settings: settings.baseline,
    profiled: choice.profiled.filter((key) => !held.has(key)),
    lowest: lowestEnergies(configurations, potential.elements, potential.cutoff),
    ...(redundancies.length > 0 && { held: redundancies }),
    notices: redundancies.map(({ key, reason }) => `${reason}; ${key} is held at its start value`),
  }
}

/**
 * The description of data with more of them added: their classes are counted, baseline and what is held stay as they are.
 * @throws Failure for configurations with an element that the potential does not know, or with stresses that the baseline has no column for.
 */
export function extendDescription(
  description: DataDescription,
  potential: Potential,
  configurations: ConfigurationList,
  { use, baseline }: { readonly use: PropertyChoice; readonly baseline: BaselineSettings },
): DataDescription {
  checkElements(configurations, potential.elements)
  const classes = new Map(description.classes.map((entry) => [classKey(entry.group, entry.property), entry]))
  for (const entry of classifyData(configurations, use)) {
    const { group, property } = entry
    if (property === "stress" && hasOffsets(description, baseline) && !Object.hasOwn(description.baseline.stress, group)) {
      throw new Failure(`group ${group} has stresses, and the earlier fit has no stress offset for it`, {
        advice: "name the groups that have one (objective.stressOffset.groups), or fit anew from all data",
      })
    }
    const key = classKey(group, property)
    const before = classes.get(key)
    classes.set(key, before ? { ...before, count: before.count + entry.count, atoms: before.atoms + entry.atoms } : entry)
  }
  const lowest = lowestEnergies(configurations, potential.elements, potential.cutoff, description.lowest)
  return { ...description, classes: [...classes.values()], lowest }
}

function hasOffsets({ baseline: { stress } }: DataDescription, { stressOffset }: BaselineSettings): boolean {
  return stressOffset.groups === undefined && Object.keys(stress).length > 0
}
