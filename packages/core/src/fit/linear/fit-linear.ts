import type { Executor } from "../../kernels/executor.ts"
import { columnNorms, isFiniteTriangle, residualSquared, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { classKey } from "../../objective/data-class.ts"
import type { Objective } from "../../objective/objective.ts"
import { freeVector, fullVector, withValues } from "../../objective/parameter-space.ts"
import { freeTriangle } from "../../objective/statistics.ts"
import {
  type CollectionOptions,
  collectStatistics,
  columnNames,
  type LinearStatistics,
} from "../../objective/streaming/linear-statistics.ts"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import type { Posterior } from "../../inference/posterior/posterior.ts"
import type { ErrorTable } from "../../observables/errors.ts"
import { propertyUnits } from "../../observables/property.ts"
import { Failure, SpecFailure } from "../../failure/failure.ts"
import type { Balance } from "../../solve/linear/cross-validation/choose-balance.ts"
import { type LearningPoint, learningCurve } from "../../solve/linear/cross-validation/learning-curve.ts"
import { penaltyCurves, type PenaltyErrors } from "../../solve/linear/cross-validation/penalty-curves.ts"
import { paretoFront, type ParetoPoint } from "../../solve/linear/cross-validation/pareto-front.ts"
import { solutionsWithoutFold } from "../../solve/linear/cross-validation/solutions-without-fold.ts"
import { addOneSided, oneSidedRows } from "../../solve/linear/one-sided/add-one-sided.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { stackSystem } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import type { Fit } from "../fit.ts"
import type { ClassResult, FitResult } from "../result.ts"
import type { FitState } from "../state.ts"
import { errorsOfStatistics } from "./class-errors.ts"
import { solvedPosterior } from "../posterior/solved-posterior.ts"
import { constrainedStep } from "./constrained-step.ts"
import { createLinearSystem } from "./linear-system.ts"
import { linearMethod } from "./method.ts"
import { type Expectations, expectationsOf, withSearchedRows } from "./search-rows.ts"
import { type PassReading, type RobustSystem, robustSystem, underHeavyTails } from "./robust.ts"
import {
  type EstimatedStrength,
  type LinearSolution,
  type PathPoint,
  solveByBayes,
  solveByRelevance,
  solveByRidge,
  solveBySelection,
  solveByTruncation,
  solveLeastSquares,
} from "./solve-system.ts"

/** What a linear fit says beyond what every fit does. */
export interface LinearReport {
  readonly sigmas: readonly EstimatedStrength[]
  readonly alphas: readonly EstimatedStrength[]
  readonly logEvidence: number | null
  /** ν of the noise by σ, where it has heavy tails. */
  readonly degrees?: readonly { readonly name: string; readonly value: number }[]
  /** Unknowns that the data decide, `n − Σ leverage of the penalties`. */
  readonly effectiveParameters: number | null
  /** What the potential expects of energies whatever the data, where it expects something and the solver looks at it. */
  readonly expectations?: Expectations
  readonly folds: number
  /** Errors on data that were held out: each fold predicted by a fit to the others, at the same σ and α. Null without folds, and where the model is a selection. */
  readonly crossValidation: ErrorTable | null
}

/** A linear fit at its minimum. */
export interface LinearFit {
  readonly state: FitState
  readonly result: FitResult
  readonly posterior: Posterior
  readonly report: LinearReport
  /** What cross-validation tried, for figures. */
  readonly balance: Balance | null
  /** Models that the solver tried. */
  readonly path: readonly PathPoint[]
  /** Energy errors against force errors, and errors against the amount of data; empty without folds. */
  readonly pareto: readonly ParetoPoint[]
  readonly learning: readonly LearningPoint[]
  /** Errors on data held out against the strength of each estimated penalty; empty without folds, and of more than a few penalties. */
  readonly strengths: readonly PenaltyErrors[]
  /** Errors on all data, from the statistics alone. */
  readonly training: ErrorTable
}

/** The state of a linear fit while its data are read. */
export function assemblingState(fit: Fit): FitState {
  const { space, pools } = fit.objective
  const theta = Float64Array.from(space.layout, ({ value }) => value)
  const x = Array.from(freeVector(space, theta))
  return {
    format: 1,
    stage: "assembling",
    iteration: 0,
    round: 0,
    sigmas: pools.map(({ start }) => start),
    unheld: null,
    noise: null,
    settled: false,
    search: null,
    solver: { iteration: 0, x, cost: 0, status: null },
    x,
    theta: Array.from(theta),
    cost: 0,
    gradient: null,
    rmse: {},
    outcome: null,
  }
}

/** Where statistics of a fit are kept; `folds`, the solver's by default, are those of statistics that these are joined to. */
export interface AssemblyOptions extends Omit<CollectionOptions, "folds"> {
  readonly folds?: number
}

/** Reads the data of a linear fit once and keeps their statistics in the store. */
export async function assembleFit(fit: Fit, executor: Executor, options: AssemblyOptions): Promise<LinearStatistics> {
  const { folds, foldsBy } = fit.solver
  const choice = { count: options.folds ?? folds, seed: fit.seed, contiguous: foldsBy === "contiguous" }
  return collectStatistics(fit.objective, executor, { ...options, folds: choice })
}

/**
 * Solves a linear fit from statistics of its data; no data are read, but for noise of heavy tails, which takes some passes over them.
 * @throws Failure where the statistics are not finite, or where data are to be read and there is no `reading`.
 */
export async function solveFit(fit: Fit, statistics: LinearStatistics, store: StatisticsStore, reading?: PassReading): Promise<LinearFit> {
  const { objective } = fit
  const robust = await robustOf(fit, statistics, store, reading)
  const listed = robust?.system ?? (await createLinearSystem(objective, statistics, store))
  const plain = solveSystem(fit, listed, statistics.theta)
  const solution = robust ? underHeavyTails(plain, robust) : plain
  const sigmas = Float64Array.from(solution.sigmas, ({ value }) => value)
  const alphas = Float64Array.from(solution.alphas, ({ value }) => value)
  const bare = stackSystem(listed, sigmas, alphas)
  if (!isFiniteTriangle(bare)) throw new Failure("the statistics of the data are not finite numbers")
  const start = Float64Array.from(statistics.theta)
  const own = (from: Float64Array): Float64Array => thetaAfter(objective, statistics, from).theta.slice(0, objective.potentialParameters)
  // A solver that chooses among the unknowns looks at no expectations.
  const searched = solution.step ? { system: listed, rounds: 0 } : withSearchedRows(objective, listed, bare, start, own)
  const { system } = searched
  const total = addOneSided(bare, oneSidedRows(system))
  const step = constrainedStep(objective, start, total, solution.step ?? solveLinear(total).value)
  const solved = shiftTriangle(total, step)
  const { classes } = objective
  const errors = (steps: readonly Float64Array[]): Promise<ErrorTable> => errorsOfStatistics(statistics, store, classes, steps)
  const everywhere = Array.from({ length: statistics.folds }, () => step)
  const posterior = solvedPosterior(objective, {
    ...thetaAfter(objective, statistics, step),
    ...{ system, solution, step, solved, tails: robust },
  })
  return {
    state: finishedState(objective, statistics, system, solution, step, solved),
    result: resultOf(objective, statistics, solution, step, posterior.joint),
    posterior,
    report: {
      sigmas: solution.sigmas,
      alphas: solution.alphas,
      ...(robust && { degrees: solution.sigmas.map(({ name }, p) => ({ name, value: robust.degrees[p] })) }),
      logEvidence: solution.logEvidence,
      effectiveParameters: solution.effectiveParameters,
      ...(system.oneSided?.length && !solution.step && { expectations: expectationsOf(listed, searched, bare, step) }),
      folds: statistics.folds,
      crossValidation: statistics.folds > 1 && !solution.step ? await errors(solutionsWithoutFold(system, sigmas, alphas, step)) : null,
    },
    balance: solution.balance,
    path: solution.path,
    ...(solution.step ? NO_CURVES : curvesOf(system, sigmas, alphas, step)),
    training: await errors(everywhere),
  }
}

/** The system under noise of heavy tails, where the settings ask for it. */
async function robustOf(
  { objective, solver, seed }: Fit,
  statistics: LinearStatistics,
  store: StatisticsStore,
  reading: PassReading | undefined,
): Promise<RobustSystem | undefined> {
  const { noise } = objective
  if (noise === undefined) return undefined
  if (!reading) throw new Error("noise of heavy tails asks for a reading of the data")
  const folds = { count: statistics.folds, seed, contiguous: solver.foldsBy === "contiguous" }
  return robustSystem(objective, statistics, store, { ...reading, folds }, noise)
}

function solveSystem(fit: Fit, system: LinearSystem, theta: readonly number[]): LinearSolution {
  const method = linearMethod(fit)
  if (method === undefined) throw new Error("this fit is iterated, not solved")
  if (method === "least-squares") return solveLeastSquares(system)
  const { criterion, emphasis } = fit.solver
  const held = system.components.some(({ folds }) => folds.length > 1)
  if (!held && criterion === "cross-validation" && method !== "bayesian-linear") {
    throw new SpecFailure("there is only one fold: nothing can be held out", {
      path: ["solver", "folds"],
      advice: "take 2 or more, such as 5",
    })
  }
  const present = new Set(system.components.map(({ property }) => property))
  const exponents = Object.fromEntries(Object.entries(emphasis).filter(([property]) => present.has(property)))
  const chosen = held && criterion === "cross-validation"
  const found = solveByBayes(system, chosen ? { criterion, emphasis: exponents } : { criterion: "evidence" })
  if (method === "bayesian-linear") return found
  const { columns, profiled } = { columns: fit.objective.space.columns, profiled: fit.objective.space.profiled.length }
  const own = fit.objective.potentialParameters
  const baseline = [...Array(profiled).keys(), ...columns.slice(own)].filter((column) => column >= 0)
  const always = [...new Set(baseline)]
  if (method === "relevance") return solveByRelevance(system, found, { always, centres: centresOf(fit.objective, theta), renew: !chosen })
  if (method === "ridge" && criterion !== "aicc" && criterion !== "bic") return solveByRidge(system, found, criterion)
  if (method === "truncated" && (criterion === "gcv" || criterion === "cross-validation"))
    return solveByTruncation(system, found, criterion)
  if (
    (method === "matching-pursuit" || method === "lasso") &&
    (criterion === "cross-validation" || criterion === "aicc" || criterion === "bic")
  ) {
    return solveBySelection(system, found, { method, criterion, always })
  }
  throw new Error(`${method} does not choose by ${criterion}`)
}

/** By column: the value of its parameter that the step counts from. */
function centresOf({ space }: Objective, theta: readonly number[]): Float64Array {
  return Float64Array.from([...space.profiled, ...space.free], (k) => theta[k])
}

type Curves = Pick<LinearFit, "pareto" | "learning" | "strengths">

const NO_CURVES: Curves = { pareto: [], learning: [], strengths: [] }

/** Penalties up to which each has a curve: beyond, curves cost more than the fit and say less. */
const FEW_PENALTIES = 8

/** Curves for figures: what energies cost in forces, what more data would bring, and other strengths of penalties. */
function curvesOf(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array, step: Float64Array): Curves {
  const several = system.components.some(({ folds }) => folds.length > 1)
  if (!several) return NO_CURVES
  const properties = new Set(system.components.map(({ property }) => property))
  const both = properties.has("energy") && properties.has("forces")
  const few = system.penalties.filter(({ alpha }, q) => alpha.origin === "estimated" && alphas[q] > 0).length <= FEW_PENALTIES
  try {
    return {
      pareto: both ? paretoFront(system, sigmas, alphas, step, { ratios: system.columns.length > MANY ? FEWER_RATIOS : RATIOS }) : [],
      learning: learningCurve(system, sigmas, alphas, step),
      strengths: few ? penaltyCurves(system, sigmas, alphas, step) : [],
    }
  } catch (error) {
    // Data that leave unknowns undetermined have no such curves.
    if (error instanceof RangeError) return NO_CURVES
    throw error
  }
}

/** Weights of energies beside those chosen. */
const RATIOS = [1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 100, 1000]

/** The same beyond this number of unknowns, where every point takes a second. */
const FEWER_RATIOS = [0.01, 0.1, 1, 10, 100]
const MANY = 800

function thetaAfter({ space }: Objective, statistics: LinearStatistics, step: Float64Array): { x: Float64Array; theta: Float64Array } {
  const start = Float64Array.from(statistics.theta)
  const profiled = Float64Array.from(space.profiled, (k, i) => start[k] + step[i])
  // + 0, because −0 does not survive JSON.
  const x = freeVector(space, start).map((value, i) => value + step[space.profiled.length + i] + 0)
  return { x, theta: fullVector(space, x, profiled) }
}

function finishedState(
  objective: Objective,
  statistics: LinearStatistics,
  system: LinearSystem,
  { sigmas, status }: LinearSolution,
  step: Float64Array,
  solved: Triangle,
): FitState {
  const { x, theta } = thetaAfter(objective, statistics, step)
  const cost = residualSquared(solved) / 2
  const squares: Record<string, number> = {}
  for (const { property, folds } of system.components) {
    squares[property] = folds.reduce((sum, fold) => sum + residualSquaredAfter(fold, step), squares[property] ?? 0)
  }
  const counts: Record<string, number> = {}
  for (const { property, count, atoms } of objective.classes) {
    counts[property] = (counts[property] ?? 0) + (statistics.byAtoms ? atoms : count)
  }
  return {
    format: 1,
    stage: "finished",
    iteration: 1,
    round: 0,
    sigmas: sigmas.map(({ value }) => value),
    unheld: null,
    noise: null,
    settled: true,
    search: null,
    solver: { iteration: 1, x: Array.from(x), cost, status },
    x: Array.from(x),
    theta: Array.from(theta),
    cost,
    gradient: null,
    rmse: Object.fromEntries(Object.entries(squares).map(([property, sum]) => [property, Math.sqrt(sum / counts[property])])),
    outcome: status,
  }
}

function resultOf(
  objective: Objective,
  statistics: LinearStatistics,
  { sigmas, status }: LinearSolution,
  step: Float64Array,
  solved: Triangle,
): FitResult {
  const { space, pools, potentialParameters } = objective
  const { x, theta } = thetaAfter(objective, statistics, step)
  const layout = withValues(space.layout, theta)
  return {
    theta,
    potential: layout.slice(0, potentialParameters),
    baseline: layout.slice(potentialParameters),
    columns: columnNames(objective),
    classes: objective.classes.map(({ property, group, count }): ClassResult => {
      const pool = pools.findIndex(({ classes }) => classes.includes(classKey(group, property)))
      const { value, interval, origin } = sigmas[pool]
      return { property, group, count, sigma: value, unit: propertyUnits[property], origin, interval, triangle: null }
    }),
    names: space.names,
    x,
    scales: Float64Array.from(space.free, () => 1),
    information: freeTriangle(objective, solved),
    notices: [...objective.notices, ...status.notes, ...unfelt(solved, columnNames(objective))],
  }
}

/** Columns that neither data nor penalties know. */
function unfelt(solved: Triangle, names: readonly string[]): readonly string[] {
  return [...columnNorms(solved)].flatMap((size, k) =>
    size === 0 ? [`${names[k]} has no effect on any residual and keeps its value`] : [],
  )
}
