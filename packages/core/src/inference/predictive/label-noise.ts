import { classKey } from "../../objective/data-class.ts"
import type { Property } from "../../observables/property.ts"
import type { Posterior } from "../posterior/posterior.ts"

/** The distribution of one label about the truth: normal, or Student's t of ν = `degrees`, of scale σ. */
export interface LabelDistribution {
  readonly sigma: number
  /** ∞ for normal noise. */
  readonly degrees: number
}

/** The noise of labels to come, as a fit found that of its own. Plain data. */
export interface LabelNoise {
  /** By class key. */
  readonly classes: ReadonlyMap<string, LabelDistribution>
  /** By property, of groups that were not fitted: the mean of its classes; null without data. */
  readonly properties: Readonly<Record<Property, LabelDistribution | null>>
  /** Whether what printed digits leave open counts beside it. */
  readonly rounding: boolean
}

/**
 * The noise that a fit ended with. σ that were chosen by how well data held out are predicted, and which for that have no interval, say how
 * data were weighed and not how far off they are: what data held out say of them counts in their place.
 *
 * @param heldOut σ by class key, from errors on data held out
 */
export function labelNoise(
  { classes, rounding }: Pick<Posterior, "classes" | "rounding">,
  heldOut: Readonly<Record<string, number>> = {},
): LabelNoise {
  const of = ({ group, property, sigma, degrees, origin, interval }: Posterior["classes"][number]): LabelDistribution => {
    const found = origin === "estimated" && interval === null ? heldOut[classKey(group, property)] : undefined
    return { sigma: found ?? sigma, degrees: degrees ?? Infinity }
  }
  const pooled = (property: Property): LabelDistribution | null => {
    const own = classes.filter((one) => one.property === property)
    const count = own.reduce((sum, one) => sum + one.count, 0)
    if (count === 0) return null
    const mean = (value: (one: LabelDistribution) => number): number =>
      own.reduce((sum, one) => sum + one.count * value(of(one)), 0) / count
    return { sigma: Math.sqrt(mean(({ sigma }) => sigma ** 2)), degrees: 1 / mean(({ degrees }) => 1 / degrees) }
  }
  return {
    classes: new Map(classes.map((one) => [classKey(one.group, one.property), of(one)])),
    properties: { energy: pooled("energy"), forces: pooled("forces"), stress: pooled("stress") },
    rounding,
  }
}

/** The noise of a label of a structure; null for a property without data. @param weight of its configuration: a label of weight w has the noise σ/√w */
export function labelDistribution(noise: LabelNoise, group: string, property: Property, weight: number): LabelDistribution | null {
  const own = noise.classes.get(classKey(group, property)) ?? noise.properties[property]
  return own && { sigma: own.sigma / Math.sqrt(weight > 0 ? weight : 1), degrees: own.degrees }
}
