import { residualSquaredAfter } from "../../../linalg/triangle/measures.ts"
import { penaltyForm } from "../penalty-form.ts"
import type { LinearSystem } from "../system.ts"
import { foldCount, foldedForms, propertiesOf } from "./folded-forms.ts"
import { heldOutErrors } from "./held-out.ts"
import { solveWithout } from "./solve-without.ts"

/** One balance of two properties. */
export interface ParetoPoint {
  /** Factor on the weight of the first property beside the second, over that of the σ given: 1 is the balance of those. */
  readonly ratio: number
  /** Root mean square errors of all properties, in the units of σ. */
  readonly training: Readonly<Record<string, number>>
  /** The same on folds that were left out; null for a system of one fold. */
  readonly heldOut: Readonly<Record<string, number>> | null
  /** `[n]` */
  readonly x: Float64Array
}

export interface ParetoOptions {
  /** The two properties traded against each other; default `energy` (or `energies`) and `force` (or `forces`), else the first two. */
  readonly properties?: readonly [string, string]
  /** Factors on the weight of the first; default 10⁻³ to 10³ in steps of a third of a decade. */
  readonly ratios?: readonly number[]
}

const DECADES = 3
const STEPS = 3

/**
 * What one property costs the other: the errors of all properties for a range of weights of one against another, everything else as given.
 * A point costs one Cholesky factorisation, and one more for each fold.
 *
 * @param sigmas by σ of the system; @param alphas by penalty; @param origin a solution nearby, `[n]`
 * @returns rising ratios; those at which data and penalties leave unknowns undetermined are missing
 * @throws RangeError for properties that the system does not have
 */
export function paretoFront(
  system: LinearSystem,
  sigmas: Float64Array,
  alphas: Float64Array,
  origin: Float64Array,
  options: ParetoOptions = {},
): ParetoPoint[] {
  const names = propertiesOf(system)
  const [first, second] = options.properties ?? usualPair(names)
  const ratios = options.ratios ?? Array.from({ length: 2 * DECADES * STEPS + 1 }, (_, i) => 10 ** (i / STEPS - DECADES))
  for (const property of [first, second]) {
    if (!names.includes(property)) throw new RangeError(`there is no property ${property} to trade; there are ${names.join(", ")}`)
  }
  const properties = foldedForms(system, sigmas, origin)
  const forms = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const validated = foldCount(system) > 1
  return ratios.flatMap((ratio): ParetoPoint[] => {
    // √ratio on either side of the geometric mean would move the penalties' strength beside both; the second property keeps its σ.
    const multipliers = Float64Array.from(names, (property) => (property === first ? 1 / Math.sqrt(ratio) : 1))
    const solved = solveWithout(properties, forms, multipliers, alphas, [])
    if (!solved?.determined) return []
    const x = solved.x.map((step, k) => origin[k] + step)
    const training = Object.fromEntries(names.map((property) => [property, trainingError(system, property, x)]))
    const errors = validated
      ? heldOutErrors(
          properties,
          forms,
          names.map(() => 1),
          multipliers,
          alphas,
          { slopes: false },
        ).errors
      : null
    return [{ ratio, training, heldOut: errors && Object.fromEntries(names.map((property, p) => [property, errors[p]])), x }]
  })
}

/** Root mean square error of a property on all its data, each row as for σ = 1 and factor 1. */
export function trainingError({ components }: LinearSystem, property: string, x: Float64Array): number {
  let square = 0
  let rows = 0
  for (const component of components) {
    if (component.property !== property || component.factor === 0) continue
    for (const triangle of component.folds) {
      square += residualSquaredAfter(triangle, x)
      rows += triangle.rows
    }
  }
  return rows > 0 ? Math.sqrt(square / rows) : NaN
}

function usualPair(names: readonly string[]): readonly [string, string] {
  const find = (start: string, other: number): string => names.find((name) => name.startsWith(start)) ?? names[other] ?? "(a second one)"
  return [find("energ", 0), find("force", 1)]
}
