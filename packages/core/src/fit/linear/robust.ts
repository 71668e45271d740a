import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { type RobustOptions, solveRobust, type StudentNoise } from "../../inference/bayesian/solve-robust.ts"
import type { Executor } from "../../kernels/executor.ts"
import type { Objective } from "../../objective/objective.ts"
import type { AssemblyProgress } from "../../objective/streaming/assemble.ts"
import type { FoldChoice } from "../../objective/streaming/folds.ts"
import type { LinearStatistics } from "../../objective/streaming/linear-statistics.ts"
import { reweighStatistics } from "../../objective/streaming/reweigh.ts"
import type { RowNoise } from "../../objective/streaming/shard-setup.ts"
import { bytesOfJson, jsonOfBytes, type StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { show } from "../../solve/status.ts"
import { createLinearSystem } from "./linear-system.ts"
import type { EstimatedStrength, LinearSolution } from "./solve-system.ts"

/** Reads the data of a fit again, in the threads of a run. */
export interface PassReading {
  readonly executor: Executor
  readonly onPass?: (pass: number, progress: AssemblyProgress) => void
}

/** A system whose rows are weighted by the noise that was found. */
export interface RobustSystem {
  readonly system: LinearSystem
  /** ν by σ. */
  readonly degrees: Float64Array
  /** σ of the distributions that rows were weighed at. */
  readonly sigmas: Float64Array
  /** What was found. */
  readonly sentence: string
  readonly converged: boolean
}

/** Piece of the store that says at which pass a run is. */
const NOISE = "noise.json"

const numbers = z.array(z.number()).transform((values) => Float64Array.from(values))
const noiseSchema: z.ZodType<StudentNoise> = z.strictObject({
  x: numbers,
  sigmas: numbers,
  degrees: numbers,
  alphas: numbers,
  pass: z.int(),
})

/**
 * The system of a linear fit under noise of heavy tails: rows are weighted by Student's t distribution at σ and ν that the evidence and
 * the likelihood find, which takes some passes over the data. The last two passes are kept in the store; a run that was stopped goes on
 * at the pass it was at, to the same bits.
 * @throws SpecFailure where the data are not at hand
 */
export async function robustSystem(
  objective: Objective,
  statistics: LinearStatistics,
  store: StatisticsStore,
  { executor, folds, onPass }: PassReading & { readonly folds: FoldChoice },
  degrees: number | "estimate",
): Promise<RobustSystem> {
  const start = await createLinearSystem(objective, statistics, store)
  if (objective.setup.configurations.length === 0) throw notAtHand()
  const written = await store.read(NOISE)
  let last = start
  let pieces: readonly string[] = []
  let sigmas: Float64Array = Float64Array.from(start.sigmas, (sigma) => sigma.start)
  const reweigh = async (noise: StudentNoise): ReturnType<Parameters<typeof solveRobust>[1]> => {
    await store.write(NOISE, bytesOfJson(plainNoise(noise)))
    sigmas = noise.sigmas
    const prefix = `pass-${noise.pass}-`
    const onProgress = (progress: AssemblyProgress): void => onPass?.(noise.pass + 1, progress)
    const weighed = await reweighStatistics(objective, executor, statistics, rowNoise(objective, start, noise), {
      store,
      folds,
      prefix,
      onProgress,
    })
    last = startedAt(await createLinearSystem(objective, weighed, store), noise)
    for (const piece of pieces) await store.remove(piece)
    pieces = weighed.pieces.map(({ piece }) => piece)
    return { system: last, spread: spreadOf(objective, weighed) }
  }
  const options: RobustOptions = { degrees, ...(written && { from: noiseSchema.parse(jsonOfBytes(written)) }) }
  const { status, stats } = await solveRobust(start, reweigh, options)
  for (const piece of pieces) await store.remove(piece)
  const degreesOf = start.sigmas.map(({ name }, p) => `${name} ${show(stats.degrees[p])}`).join(", ")
  const converged = status.outcome === "converged"
  return { system: last, degrees: stats.degrees, sigmas, sentence: `noise with ν of ${degreesOf} after ${stats.passes} passes`, converged }
}

/** A solution of the system that was found: a row of t noise tells ν/(ν + 3) as much of σ as a normal one, so intervals are wider. */
export function underHeavyTails(solution: LinearSolution, { degrees, sentence, converged }: RobustSystem): LinearSolution {
  const { status } = solution
  const sigmas = solution.sigmas.map((sigma, p): EstimatedStrength => {
    const { value, interval } = sigma
    const wider = (end: number): number => value * (end / value) ** Math.sqrt((degrees[p] + 3) / degrees[p])
    return interval ? { ...sigma, interval: [wider(interval[0]), wider(interval[1])] } : sigma
  })
  const outcome = converged ? status.outcome : "limit"
  return { ...solution, sigmas, status: { ...status, outcome, sentence: `${sentence}; then ${status.sentence}` } }
}

function notAtHand(): SpecFailure {
  return new SpecFailure("noise of heavy tails is found by reading the data again, and they are not at hand", {
    path: ["objective", "noise"],
    advice: "fit from the data, without --from, or leave noise: gaussian",
  })
}

function plainNoise({ x, sigmas, degrees, alphas, pass }: StudentNoise): unknown {
  return { x: Array.from(x), sigmas: Array.from(sigmas), degrees: Array.from(degrees), alphas: Array.from(alphas), pass }
}

/** The noise as threads take it. */
function rowNoise({ pools }: Objective, { components }: LinearSystem, { x, sigmas, degrees }: StudentNoise): RowNoise {
  const classes = components.flatMap(({ pool, factor }) =>
    pools[pool].classes.map((key) => [key, { scale: factor / sigmas[pool], degrees: degrees[pool] }] as const),
  )
  return { x, classes: new Map(classes) }
}

/** By σ: the mean of ln w − w over its rows. */
function spreadOf({ pools }: Objective, { pieces }: LinearStatistics): Float64Array {
  return Float64Array.from(pools, ({ classes }) => {
    const own = pieces.filter(({ key }) => classes.includes(key))
    const rows = own.reduce((sum, piece) => sum + piece.rows, 0)
    return rows > 0 ? own.reduce((sum, { spread = 0 }) => sum + spread, 0) / rows : -1
  })
}

/** The system with σ and α where the last round ended. */
function startedAt(system: LinearSystem, { sigmas, alphas }: StudentNoise): LinearSystem {
  return {
    ...system,
    sigmas: system.sigmas.map((sigma, p) => (sigma.origin === "given" ? sigma : { ...sigma, start: sigmas[p] })),
    penalties: system.penalties.map((penalty, q) =>
      penalty.alpha.origin === "given" || !(alphas[q] > 0) ? penalty : { ...penalty, alpha: { ...penalty.alpha, start: alphas[q] } },
    ),
  }
}
