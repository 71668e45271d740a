import { checkSystem } from "../../solve/linear/check-system.ts"
import { partsOfPool } from "../../solve/linear/evidence.ts"
import { type NormalEquations, normalEquations, steadied } from "../../solve/linear/normal-equations.ts"
import { addPenaltyGradient, addPenaltyMatrix, penaltyForm, penaltySquare } from "../../solve/linear/penalty-form.ts"
import { restrictSystem } from "../../solve/linear/independent-system.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { stackSystem } from "../../solve/linear/stack-system.ts"
import type { LinearPenalty, LinearSystem } from "../../solve/linear/system.ts"
import { type SolverResult, show } from "../../solve/status.ts"
import { relevanceRound, type RelevanceRound } from "./relevance-round.ts"

export interface RelevanceOptions {
  /** c of the prior Σ α_k (x_k + c_k)²: the values that x counts from, `[n]`; default zero. */
  readonly centres?: Float64Array
  /** Columns without a prior of their own, such as energies of atoms. */
  readonly always?: readonly number[]
  /** Rounds at most; default 300. */
  readonly iterations?: number
  /** Ends when no ln α of a column that stays, and no ln σ, changes by more; default 1e-3. */
  readonly tolerance?: number
}

export interface RelevanceStats {
  /** Columns that are left, rising. */
  readonly columns: readonly number[]
  /** α by column; `Infinity` for those that were pruned, 0 for those without. */
  readonly alphas: Float64Array
  /** By σ of the system. */
  readonly sigmas: Float64Array
  readonly effectiveParameters: number
  readonly iterations: number
}

/** Factor that an α changes by in a round at most. */
const STRIDE = 30

/** A column whose prior is so many times stronger than its data is pruned. */
const PRUNED = 1e7

/**
 * Automatic relevance determination: each column has a prior α_k (x_k + c_k)² of its own, and the evidence decides α_k; columns whose α
 * grows without end leave the model, with x_k = −c_k. σ that are to be estimated are estimated alongside; penalties of the system count as
 * data, at the strengths they start from. With μ and C mean and covariance and γ_k = 1 − α_k C_kk, each round takes α_k to its own maximum
 *
 *     α_k ← α_k γ_k² / (α_k μ_k² − γ_k(1 − γ_k)), without end where the denominator is not positive
 *
 * Source: MacKay, DOI 10.1162/neco.1992.4.3.415; Tipping, J. Mach. Learn. Res. 1, 211 (2001); Tipping & Faul, AISTATS 2003.
 * @throws RangeError where nothing determines the columns without a prior
 */
export function solveRelevance(system: LinearSystem, options: RelevanceOptions = {}): SolverResult<Float64Array, RelevanceStats> {
  checkSystem(system)
  const n = system.columns.length
  const { centres = new Float64Array(n), always = [], iterations = 300, tolerance = 1e-3 } = options
  const alphas = new Float64Array(n)
  const sigmas = Float64Array.from(system.sigmas, ({ start, floor }) => Math.max(start, floor))
  let columns = Array.from({ length: n }, (_, k) => k)
  let forms = formsOf(system)
  const information = informationOf(forms.pools, sigmas)
  const open = columns.filter((k) => !always.includes(k))
  const dead = open.filter((k) => !(information[k] > 0))
  for (const k of open) alphas[k] = START * information[k]
  const prune = (gone: ReadonlySet<number>): void => {
    if (gone.size === 0) return
    for (const k of gone) alphas[k] = Infinity
    const kept = columns.flatMap((k, at) => (gone.has(k) ? [] : [at]))
    // A column that leaves stays at −c: what it explains moves into the residuals.
    forms = restrictForms(forms, kept, (at) => -centres[columns[at]])
    columns = kept.map((at) => columns[at])
  }
  prune(new Set(dead))
  let iteration = 0
  let converged = false
  let round: RelevanceRound | null = null
  for (; iteration < iterations && !converged; iteration++) {
    const own = Float64Array.from(columns, (k) => alphas[k])
    round = relevanceRound(
      forms.pools,
      forms.fixed,
      sigmas,
      own,
      Float64Array.from(columns, (k) => centres[k]),
    )
    if (!round) throw new RangeError("data, penalties and priors leave unknowns undetermined")
    let change = 0
    const gone = new Set<number>()
    const current = informationOf(forms.pools, sigmas)
    columns.forEach((k, at) => {
      if (alphas[k] === 0) return
      const gamma = Math.max(0, 1 - alphas[k] * round!.variances[at])
      const mean = round!.x[at] + centres[k]
      const room = alphas[k] * mean * mean - gamma * (1 - gamma)
      const target = room > 0 ? (alphas[k] * gamma * gamma) / room : Infinity
      const next = Math.min(alphas[k] * STRIDE, Math.max(alphas[k] / STRIDE, target))
      change = Math.max(change, Math.abs(Math.log(next / alphas[k])))
      alphas[k] = next
      if (next > PRUNED * current[at]) gone.add(k)
    })
    system.sigmas.forEach(({ origin, floor }, p) => {
      const free = forms.pools[p].rows - round!.used[p]
      if (origin === "given" || !(free > 1e-9 * forms.pools[p].rows) || !(round!.squares[p] > 0)) return
      const next = Math.max(floor, Math.sqrt(round!.squares[p] / free))
      change = Math.max(change, Math.abs(Math.log(next / sigmas[p])))
      sigmas[p] = next
    })
    prune(gone)
    converged = gone.size === 0 && change <= tolerance
  }
  const value = finalOf(system, columns, alphas, sigmas, centres)
  const effectiveParameters = round ? round.used.reduce((sum, part) => sum + part, 0) : 0
  const sentence = `${converged ? "converged" : "stopped"} after ${iteration} rounds: ${columns.length} of ${n} columns stay, ${show(effectiveParameters)} determined by the data`
  return {
    value,
    status: { outcome: converged ? "converged" : "limit", sentence, notes: [] },
    stats: { columns, alphas, sigmas, effectiveParameters, iterations: iteration },
  }
}

/** α at the start, beside what the data say of a column. */
const START = 1e-4

interface RelevanceForms {
  readonly pools: readonly NormalEquations[]
  readonly fixed: NormalEquations
}

function formsOf(system: LinearSystem): RelevanceForms {
  const n = system.columns.length
  const pools = system.sigmas.map((_, p) => steadied(normalEquations(n, partsOfPool(system, p))))
  const matrix = new Float64Array(n * n)
  const vector = new Float64Array(n)
  const zero = new Float64Array(n)
  let square = 0
  for (const penalty of system.penalties) {
    const form = penaltyForm(penalty)
    addPenaltyMatrix(form, penalty.alpha.start, matrix, n)
    addPenaltyGradient(form, zero, penalty.alpha.start, vector)
    square += penalty.alpha.start * penaltySquare(form, zero)
  }
  return { pools, fixed: { n, matrix, vector, square, rows: 0 } }
}

function restrictForms({ pools, fixed }: RelevanceForms, kept: readonly number[], valueOf: (at: number) => number): RelevanceForms {
  return { pools: pools.map((one) => restrictForm(one, kept, valueOf)), fixed: restrictForm(fixed, kept, valueOf) }
}

/** The form of some of its unknowns, the others held at given values. */
function restrictForm(
  { n, matrix, vector, square, rows }: NormalEquations,
  kept: readonly number[],
  valueOf: (at: number) => number,
): NormalEquations {
  const held = new Float64Array(n)
  const isKept = new Uint8Array(n)
  for (const at of kept) isKept[at] = 1
  for (let at = 0; at < n; at++) if (isKept[at] === 0) held[at] = valueOf(at)
  const moved = vector.slice()
  if (held.some((value) => value !== 0)) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) moved[i] += matrix[i * n + j] * held[j]
  }
  const m = kept.length
  const own = new Float64Array(m * m)
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) own[i * m + j] = matrix[kept[i] * n + kept[j]]
  const cross = held.reduce((sum, value, at) => sum + value * (vector[at] + moved[at]), 0)
  return { n: m, matrix: own, vector: Float64Array.from(kept, (at) => moved[at]), square: square + cross, rows }
}

function informationOf(pools: readonly NormalEquations[], sigmas: Float64Array): Float64Array {
  const information = new Float64Array(pools[0]?.n ?? 0)
  pools.forEach(({ n, matrix }, p) => {
    for (let k = 0; k < n; k++) information[k] += matrix[k * n + k] * sigmas[p] ** -2
  })
  return information
}

/** Coefficients by QR of the columns that stay. */
function finalOf(
  system: LinearSystem,
  columns: readonly number[],
  alphas: Float64Array,
  sigmas: Float64Array,
  centres: Float64Array,
): Float64Array {
  const held = centres.map((centre, k) => (alphas[k] === Infinity ? -centre : 0))
  const ridge: LinearPenalty = {
    name: "relevance",
    rows: columns
      .filter((k) => alphas[k] > 0)
      .map((k) => ({ columns: [k], coefficients: [Math.sqrt(alphas[k])], offset: Math.sqrt(alphas[k]) * centres[k] })),
    alpha: { origin: "given", start: 1 },
  }
  const own = restrictSystem({ ...system, penalties: [...system.penalties, ridge] }, columns, held)
  const fitted = solveLinear(
    stackSystem(
      own,
      sigmas,
      Float64Array.from(own.penalties, ({ alpha }) => alpha.start),
    ),
  ).value
  const value = held
  columns.forEach((k, at) => (value[k] = fitted[at]))
  return value
}
