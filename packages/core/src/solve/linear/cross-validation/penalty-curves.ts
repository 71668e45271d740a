import { penaltyForm } from "../penalty-form.ts"
import type { LinearSystem } from "../system.ts"
import { foldCount, foldedForms, propertiesOf } from "./folded-forms.ts"
import { heldOutErrors } from "./held-out.ts"

/** One strength of a penalty. */
export interface PenaltyPoint {
  /** On the strength given: 1 is that itself. */
  readonly factor: number
  /** Root mean square errors by property on folds that were left out, in the units of σ; null for one that no fold holds out. */
  readonly heldOut: Readonly<Record<string, number | null>>
}

/** What becomes of errors when one penalty is stronger or weaker. */
export interface PenaltyErrors {
  readonly name: string
  /** Rising factors; those at which data and penalties leave unknowns undetermined are missing. */
  readonly points: readonly PenaltyPoint[]
}

/** Powers of ten that strengths are multiplied with. */
const POWERS = [-4, -2, -1, 0, 1, 2, 4]

/** The same beyond this number of unknowns, where every point takes a second. */
const FEWER = [-2, 0, 2]
const MANY = 800

/**
 * Errors on data held out against the strength of each penalty, everything else as given: one penalty that could as well be weaker, or
 * stronger, is seen at a glance. A point costs a Cholesky factorisation a fold.
 *
 * @param sigmas by σ of the system; @param alphas by penalty; @param origin a solution nearby, `[n]`
 * @returns a curve for each penalty whose strength is to be estimated and above zero; none for a system of one fold
 */
export function penaltyCurves(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array, origin: Float64Array): PenaltyErrors[] {
  if (foldCount(system) < 2) return []
  const properties = propertiesOf(system)
  const forms = foldedForms(system, sigmas, origin)
  const penalties = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const ones = new Float64Array(properties.length).fill(1)
  const errorsAt = (strengths: Float64Array): PenaltyPoint["heldOut"] | null => {
    const { value, errors } = heldOutErrors(forms, penalties, Array.from(ones), ones, strengths, { slopes: false })
    if (value === Infinity) return null
    return Object.fromEntries(properties.map((property, p) => [property, Number.isNaN(errors[p]) ? null : errors[p]]))
  }
  const chosen = errorsAt(alphas)
  return system.penalties.flatMap(({ name, alpha }, q) => {
    if (alpha.origin === "given" || !(alphas[q] > 0)) return []
    const points = (system.columns.length > MANY ? FEWER : POWERS).flatMap((power): PenaltyPoint[] => {
      const heldOut = power === 0 ? chosen : errorsAt(alphas.with(q, alphas[q] * 10 ** power))
      return heldOut ? [{ factor: Number(`1e${power}`), heldOut }] : []
    })
    return [{ name, points }]
  })
}
