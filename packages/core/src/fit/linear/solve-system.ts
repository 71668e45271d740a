import { type BayesianOptions, type LinearPosterior, solveBayesian } from "../../inference/bayesian/solve-bayesian.ts"
import { solveRelevance } from "../../inference/bayesian/solve-relevance.ts"
import { estimateSigmas } from "../../inference/variance-components.ts"
import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle } from "../../linalg/triangle/triangle.ts"
import type { Balance } from "../../solve/linear/cross-validation/choose-balance.ts"
import { type RidgeCriterion, solveRidge } from "../../solve/linear/ridge/solve-ridge.ts"
import { solveTruncated } from "../../solve/linear/solve-truncated.ts"
import { solveSparse, type SparseOptions } from "../../solve/linear/sparse/solve-sparse.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import type { SolverStatus } from "../../solve/status.ts"
import { withPenalties } from "./with-penalties.ts"

/** A strength that was found or given, with the ends of its 95 % interval where it was estimated. */
export interface EstimatedStrength {
  readonly name: string
  readonly origin: "given" | "estimated"
  readonly value: number
  readonly interval: readonly [number, number] | null
}

/** What a solver finds of a linear system. */
export interface LinearSolution {
  /** By σ of the system. */
  readonly sigmas: readonly EstimatedStrength[]
  /** α by penalty of the system. */
  readonly alphas: readonly EstimatedStrength[]
  readonly status: SolverStatus
  /** Logarithm of the evidence, where the solver has it. */
  readonly logEvidence: number | null
  /** Unknowns that the data determine, where the solver has it. */
  readonly effectiveParameters: number | null
  /** What cross-validation tried and chose; null without it. */
  readonly balance: Balance | null
  /** The unknowns, where they are not simply the most probable at these σ and α. */
  readonly step: Float64Array | null
  /** What the solver tried: λ, ranks or numbers of terms with their criterion. */
  readonly path: readonly PathPoint[]
}

/** One model that a solver tried. */
export interface PathPoint {
  /** λ of a ridge, directions kept, or terms of a sparse model. */
  readonly at: number
  readonly criterion: number
}

/** σ and α by evidence, or by cross-validation after it. */
export function solveByBayes(system: LinearSystem, options: BayesianOptions): LinearSolution {
  const { value, status, stats } = solveBayesian(system, options)
  const scale = stats.balance ? heldOutScale(system, value.sigmas, stats.balance) : 1
  return {
    sigmas: value.sigmas.map(({ name, sigma, interval }, p) => {
      return { name, origin: system.sigmas[p].origin, value: sigma * scale, interval }
    }),
    alphas: value.alphas.map(({ name, alpha, interval }, p) => {
      const { origin } = system.penalties[p].alpha
      return { name, origin, value: origin === "given" ? alpha : alpha / scale ** 2, interval }
    }),
    status,
    logEvidence: value.logEvidence,
    effectiveParameters: stats.effectiveParameters,
    balance: stats.balance,
    step: null,
    path: [],
  }
}

/**
 * The factor on all σ that makes them as large as errors on what was held out: cross-validation chooses ratios alone, and penalties of given
 * strength are to be held against how far the model can be off, which residuals of few data do not show. 1 where a σ is given, and where
 * no penalty is.
 */
function heldOutScale({ sigmas, components, penalties }: LinearSystem, found: LinearPosterior["sigmas"], balance: Balance): number {
  const against = penalties.some(({ alpha }) => alpha.origin === "given" && alpha.start > 0)
  if (!against || sigmas.some(({ origin }) => origin === "given")) return 1
  let [square, rows] = [0, 0]
  for (const { property, factor, pool, folds } of components) {
    const error = balance.errors[balance.properties.indexOf(property)]
    if (factor === 0 || error === null || !(error > 0)) continue
    const count = folds.reduce((sum, fold) => sum + fold.rows, 0)
    square += count * ((factor * error) / found[pool].sigma) ** 2
    rows += count
  }
  return square > 0 ? Math.sqrt(square / rows) : 1
}

/** σ by variance components, at the penalties as they start. */
export function solveLeastSquares(system: LinearSystem): LinearSolution {
  const { sigmas, penalties, components, columns } = system
  const alphas = penalties.map(({ name, alpha }): EstimatedStrength => ({ name, origin: "given", value: alpha.start, interval: null }))
  const status = (sentence: string, notes: readonly string[] = []): SolverStatus => ({ outcome: "converged", sentence, notes })
  if (sigmas.every(({ origin }) => origin === "given")) {
    const given = sigmas.map(({ name, start }): EstimatedStrength => ({ name, origin: "given", value: start, interval: null }))
    return {
      sigmas: given,
      alphas,
      logEvidence: null,
      effectiveParameters: null,
      balance: null,
      step: null,
      path: [],
      status: status(`solved for ${columns.length} unknowns at the σ given`),
    }
  }
  const data = sigmas.map(({ name, origin, start, floor }, pool) => {
    const own = components.filter((component) => component.pool === pool)
    const parts = own.flatMap(({ factor, folds }) => folds.map((fold) => scaleTriangle(fold, factor)))
    return { name, triangle: mergeTriangles(emptyTriangle(columns.length), ...parts), sigma: start, fixed: origin === "given", floor }
  })
  const prior = withPenalties(
    emptyTriangle(columns.length),
    system,
    alphas.map(({ value }) => value),
  )
  const estimates = estimateSigmas(data, { ...(penalties.length > 0 ? { prior } : {}), tolerance: 1e-4, iterations: 100 })
  const found = estimates.value.map(({ name, sigma, interval }, pool): EstimatedStrength => {
    return { name, origin: sigmas[pool].origin, value: sigma, interval }
  })
  return {
    sigmas: found,
    alphas,
    logEvidence: null,
    effectiveParameters: null,
    balance: null,
    step: null,
    path: [],
    status: estimates.status,
  }
}

/** The system with σ and α that were found in the place of where they start. */
function startedAt(system: LinearSystem, { sigmas, alphas }: LinearSolution): LinearSystem {
  return {
    ...system,
    sigmas: system.sigmas.map((sigma, p) => ({ ...sigma, start: sigmas[p].value })),
    penalties: system.penalties.map((penalty, q) => ({ ...penalty, alpha: { ...penalty.alpha, start: alphas[q].value } })),
  }
}

/** One strength for all penalties, at the σ and the ratios of α that were found before. */
export function solveByRidge(system: LinearSystem, found: LinearSolution, criterion: RidgeCriterion): LinearSolution {
  const { status, stats } = solveRidge(startedAt(system, found), { criterion })
  return {
    ...found,
    alphas: found.alphas.map((alpha, q) => ({ ...alpha, value: stats.alphas[q], interval: null })),
    status,
    effectiveParameters: stats.effectiveParameters,
    path: finite(stats.curve.map(({ lambda, criterion: mark }) => ({ at: lambda, criterion: mark }))),
  }
}

/** Only the directions that the data see best, at the σ and α that were found before. */
export function solveByTruncation(system: LinearSystem, found: LinearSolution, criterion: "gcv" | "cross-validation"): LinearSolution {
  const { value, status, stats } = solveTruncated(startedAt(system, found), { keep: { criterion } })
  const marks = Array.from(stats.criterion ?? [], (mark, rank) => ({ at: rank, criterion: mark }))
  return { ...found, status, effectiveParameters: stats.rank, step: value, path: finite(marks) }
}

/** Few coefficients, at the σ and α that were found before; `always` are columns that every model has. */
export function solveBySelection(
  system: LinearSystem,
  found: LinearSolution,
  options: Pick<SparseOptions, "always" | "criterion"> & { readonly method: "matching-pursuit" | "lasso" },
): LinearSolution {
  const { value, status, stats } = solveSparse(startedAt(system, found), options)
  const marks = stats.path.flatMap(({ columns, criterion }) => (criterion === null ? [] : [{ at: columns.length, criterion }]))
  return { ...found, status, effectiveParameters: stats.columns.length, step: value, path: finite(marks) }
}

/**
 * A prior of its own for each coefficient, found by the evidence: those that the data do not ask for end at zero. α of the other penalties
 * stay as they were found before, and σ too unless they are to be renewed. `centres` are the values that the unknowns count from.
 */
export function solveByRelevance(
  system: LinearSystem,
  found: LinearSolution,
  { always, centres, renew }: { readonly always: readonly number[]; readonly centres: Float64Array; readonly renew: boolean },
): LinearSolution {
  const started = startedAt(system, found)
  const held = { ...started, sigmas: started.sigmas.map((sigma) => ({ ...sigma, origin: "given" as const })) }
  const { value, status, stats } = solveRelevance(renew ? started : held, { always, centres })
  const sigmas = found.sigmas.map((sigma, p) => ({ ...sigma, value: stats.sigmas[p], interval: renew ? null : sigma.interval }))
  return { ...found, sigmas, status, effectiveParameters: stats.effectiveParameters, step: value, path: [] }
}

/** Without models that could not be judged. */
function finite(path: readonly PathPoint[]): readonly PathPoint[] {
  return path.filter(({ criterion }) => Number.isFinite(criterion))
}
