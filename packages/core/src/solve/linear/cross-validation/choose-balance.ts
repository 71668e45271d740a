import { minimiseSmooth } from "../minimise-smooth.ts"
import { penaltyForm } from "../penalty-form.ts"
import type { LinearSystem } from "../system.ts"
import { type BalanceSettings, evenMultipliers, noiseLevel } from "./expected-weights.ts"
import { foldCount, foldedForms, propertiesOf } from "./folded-forms.ts"
import { type HeldOutPoint, heldOutErrors } from "./held-out.ts"

/** One balance that was tried. */
export interface BalanceTrial {
  /** By property: factor on its σ. */
  readonly multipliers: readonly number[]
  /** By penalty. */
  readonly alphas: readonly number[]
  /** By property: root mean square error on held-out folds, in the units of σ; null for one that no fold holds out. */
  readonly errors: readonly (number | null)[]
  /** Σ_p e_p ln error_p */
  readonly value: number
  /** What is minimised: the value, and how far weights and strengths are from those that are expected. */
  readonly criterion: number
}

/** The balance whose held-out errors have the smallest product. */
export interface Balance extends BalanceTrial {
  readonly properties: readonly string[]
  /** All that were evaluated on all folds, in order. */
  readonly trials: readonly BalanceTrial[]
  readonly converged: boolean
  /** Newton steps. */
  readonly steps: number
}

export interface BalanceOptions {
  /** Exponent of a property's error in the product; default 1, 0 to leave it out. */
  readonly emphasis?: Readonly<Record<string, number>>
  /** Newton steps at most; default 60. */
  readonly iterations?: number
  /** Ends when the sum of logarithms would fall by less; default 5e-5. */
  readonly tolerance?: number
}

/** What is known of ln(factor on σ) before the data: every property weighs alike in the whole, to this standard deviation. */
const RATIO_SPREAD = 0.5

/** As many structures tell as much as one independent one: their errors differ by orders of size. */
const ALIKE = 4

/** Powers of ten tried for the factor of each property's σ, and for a common factor of all α, before Newton's method takes over. */
const SIGMA_SCAN = [-2, -1, 1, 2]
const ALPHA_SCAN = [-4, -2, 2, 4]
/** From declared strengths, which are for few data; many data ask for weaker ones. */
const DECLARED_SCAN = [-1, -2, -3]

/** Rounds in which the level of noise is found that held-out errors show. */
const NOISE_ROUNDS = 3

/** Unknowns beyond which the scan looks at some folds only: it is to find the valley, not its floor. */
const MANY = 300
const SCANNED = 2

/** Decades that factors may go from where they start. */
const SIGMA_RANGE = 5
const ALPHA_RANGE = 12

/**
 * Chooses the weights of properties against each other, and the strengths of all estimated penalties, by k-fold cross-validation: a model
 * that cannot represent its data exactly makes the evidence trade few energies for many forces; here each property counts by the
 * logarithm of its error on data it was not trained on. With N structures (rows of the smallest property)
 *
 *     minimise Σ_p e_p ln error_p + (2/N) Σ_v ((v − v₀)/s_v)² − (1/N) Σ ln α
 *
 * over v = ln σ ratios and ln α. Few data are thus held to what is known before them: that each property contributes to χ² in proportion
 * to its exponent (s = ½), and α as its penalty declares it (`spread`), beside noise as large as the held-out errors; for N/4 independent
 * structures this is the posterior of a log-normal hyper-prior. The last sum is over strengths of which nothing is known: of models that
 * predict alike, the stiffest is taken. From there, or without declared strengths from those given after a scan over decades, by Newton's
 * method.
 *
 * Only properties whose σ are all estimated are free, and the first of them stays where none is given: only ratios matter.
 *
 * @param sigmas by σ of the system, such as the evidence finds; ratios within a property stay; @param alphas by penalty
 * @param origin a solution nearby, `[n]`
 * @throws RangeError for a system of one fold, or an emphasis on no property
 */
export function chooseBalance(
  system: LinearSystem,
  sigmas: Float64Array,
  alphas: Float64Array,
  origin: Float64Array,
  options: BalanceOptions = {},
): Balance {
  const { emphasis = {}, iterations = 60, tolerance = 5e-5 } = options
  if (foldCount(system) < 2) throw new RangeError("cross-validation needs at least two folds")
  const properties = propertiesOf(system)
  const unknown = Object.keys(emphasis).find((property) => !properties.includes(property))
  if (unknown !== undefined) throw new RangeError(`there is no property ${unknown} to put emphasis on; there are ${properties.join(", ")}`)
  const forms = foldedForms(system, sigmas, origin)
  const penalties = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const exponents = properties.map((property) => emphasis[property] ?? 1)
  const open = properties.map((property) =>
    system.components.every((one) => one.property !== property || one.factor === 0 || system.sigmas[one.pool].origin === "estimated"),
  )
  const freeProperties = [...open.keys()].filter((p) => open[p]).slice(open.every(Boolean) ? 1 : 0)
  const freePenalties = system.penalties.flatMap(({ alpha }, q) => (alpha.origin === "estimated" && alphas[q] > 0 ? [q] : []))
  const variables = [...freeProperties, ...freePenalties.map((q) => properties.length + q)]
  const declared = freePenalties.length > 0 && open.every(Boolean) && freePenalties.every((q) => system.penalties[q].alpha.spread)
  const initial = alphas.slice()
  if (declared) for (const q of freePenalties) initial[q] = system.penalties[q].alpha.start
  const even = evenMultipliers(forms, open)
  const reference = Math.max(0, open.indexOf(false))
  const shareOf = (p: number): number => exponents[p] || 1
  const expected = [
    ...freeProperties.map((p) => Math.log(even[p] * Math.sqrt(shareOf(reference) / shareOf(p)))),
    ...freePenalties.map((q) => Math.log(initial[q])),
  ]
  const spreads = [
    ...freeProperties.map(() => RATIO_SPREAD),
    ...freePenalties.map((q) => (declared ? (system.penalties[q].alpha.spread ?? Infinity) : Infinity)),
  ]
  const structures = Math.min(...forms.filter((_, p) => exponents[p] > 0).map(({ total }) => total.rows))
  const stiffness = spreads.map((spread) => ALIKE / (structures * spread ** 2))
  const start = declared
    ? Float64Array.from(expected)
    : Float64Array.from([...freeProperties.map(() => 0), ...freePenalties.map((q) => Math.log(initial[q]))])
  const width = properties.length + penalties.length
  const trials: BalanceTrial[] = []

  // Strengths of which nothing is known are beside the noise, whatever it is, so that only those that are known feel its level.
  const settingsFor = (u: Float64Array, level: number): BalanceSettings => {
    const multipliers = new Float64Array(properties.length).fill(level)
    const strengths = initial.slice()
    freeProperties.forEach((p, i) => (multipliers[p] = level * Math.exp(u[i])))
    freePenalties.forEach((q, i) => (strengths[q] = Math.exp(u[freeProperties.length + i]) / (declared ? 1 : level * level)))
    return { multipliers, strengths }
  }
  const all = Array.from({ length: foldCount(system) }, (_, fold) => fold)
  const scanned = system.columns.length > MANY ? all.slice(0, SCANNED) : all
  const known = declared || initial.some((alpha, q) => alpha > 0 && !freePenalties.includes(q))
  let level = 1
  const renewLevel = (u: Float64Array, rounds: number): void => {
    if (!known || !open.every(Boolean)) return
    level = noiseLevel(forms, penalties, (own) => settingsFor(u, own), { start: level, rounds, folds: declared ? all : scanned })
  }
  renewLevel(start, NOISE_ROUNDS)
  const settingsAt = (u: Float64Array): BalanceSettings => settingsFor(u, level)
  const tilt = variables.map((_, i) => (stiffness[i] === 0 ? -1 / structures : 0))
  const distance = (u: Float64Array): number =>
    expected.reduce((sum, value, i) => sum + 0.5 * stiffness[i] * (u[i] - value) ** 2 + tilt[i] * (u[i] - value), 0)
  const evaluate = (u: Float64Array): HeldOutPoint & { readonly trial: BalanceTrial } => {
    const { multipliers, strengths } = settingsAt(u)
    const point = heldOutErrors(forms, penalties, exponents, multipliers, strengths, { variables })
    const errors = Array.from(point.errors, (error) => (Number.isFinite(error) ? error : null))
    const criterion = point.value + distance(u)
    const trial = { multipliers: Array.from(multipliers), alphas: Array.from(strengths), errors, value: point.value, criterion }
    trials.push(trial)
    return {
      ...point,
      value: criterion,
      gradient: Float64Array.from(variables, (variable, i) => point.gradient[variable] + stiffness[i] * (u[i] - expected[i]) + tilt[i]),
      hessian: Float64Array.from({ length: variables.length ** 2 }, (_, at) => {
        const [i, j] = [Math.floor(at / variables.length), at % variables.length]
        return point.hessian[variables[i] * width + variables[j]] + (i === j ? stiffness[i] : 0)
      }),
      trial,
    }
  }

  const glance = (u: Float64Array): number => {
    const { multipliers, strengths } = settingsAt(u)
    return heldOutErrors(forms, penalties, exponents, multipliers, strengths, { slopes: false, folds: scanned }).value + distance(u)
  }
  let best: Float64Array = start
  let lowest = glance(start)
  const scan = (candidates: readonly Float64Array[]): void => {
    for (const u of candidates) {
      const value = glance(u)
      if (value >= lowest || Number.isNaN(value)) continue
      lowest = value
      best = u
    }
  }
  const moved = (tens: readonly number[], touched: (i: number) => boolean): Float64Array[] =>
    tens.map((ten) => Float64Array.from(best, (value, i) => (touched(i) ? value + ten * Math.LN10 : value)))
  if (!declared) {
    scan([Float64Array.from(start, (value, i) => (i < freeProperties.length ? expected[i] : value))])
    freeProperties.forEach((_, variable) => scan(moved(SIGMA_SCAN, (i) => i === variable)))
  }
  if (freePenalties.length > 0) scan(moved(declared ? DECLARED_SCAN : ALPHA_SCAN, (i) => i >= freeProperties.length))
  if (!declared) renewLevel(best, 1)
  const range = start.map((_, i) => Math.LN10 * (i < freeProperties.length ? SIGMA_RANGE : ALPHA_RANGE))
  const found = minimiseSmooth(evaluate, best, {
    lower: start.map((value, i) => value - range[i]),
    upper: start.map((value, i) => value + range[i]),
    iterations,
    tolerance,
  })
  return { ...found.point.trial, properties, trials, converged: found.converged, steps: found.iterations }
}
