import {
  createDraws,
  createEvaluator,
  createFitProblem,
  evaluatorOf,
  Failure,
  mergeTriangles,
  minimiseLeastSquares,
  parseSamplerState,
  readTriangle,
  resampledWeights,
  reweightedObjective,
  reweightedSolution,
  scaleTriangle,
  shiftTriangle,
  type Resampling,
  type SamplerState,
  type Triangle,
} from "@luthier/core"
import type { RunProblem } from "../inference/open-problem.ts"
import { independentSource } from "./chain-source.ts"
import type { DrawSource } from "./draw-source.ts"

/** What is drawn anew: whole structures, groups of them, or the parts that cross-validation leaves out. */
export type ResampledUnit = "structure" | "group" | "fold"

/** Relative fall of the cost at which a refit ends. */
const TOLERANCE = 1e-7

/** Refits to data that are drawn anew; σ and penalties stay as they are. @throws Failure for units that the run cannot draw, or too few of them. */
export async function bootstrapSource(
  opened: RunProblem,
  unit: ResampledUnit,
  resampling: Resampling,
  seed: number,
): Promise<DrawSource<SamplerState>> {
  const units = opened.iterated ? dataUnits(opened, unit) : await triangleUnits(opened, unit)
  const place = { file: opened.run.artefacts.folder }
  if (units.count < 2)
    throw new Failure(`there is one ${unit} only: nothing to draw anew`, { place, advice: "draw other units with --resample" })
  const draw = (index: number): Promise<Float64Array> => units.fit(resampledWeights(units.count, resampling, createDraws(seed, index)))
  return independentSource(`refits to ${units.count} ${unit}s drawn anew`, opened.problem, draw, parseSamplerState, {
    ahead: opened.iterated?.executor.threads ?? 1,
  })
}

interface Units {
  readonly count: number
  /** The minimum with these weights. */
  fit(weights: Float64Array): Promise<Float64Array>
}

/** Structures or groups of a fit whose data are at hand. */
function dataUnits({ iterated, run, x }: RunProblem, unit: ResampledUnit): Units {
  if (unit === "fold" || !iterated) throw noSuchUnits(run.artefacts.folder, unit, "structure or group")
  const { fit, state, executor } = iterated
  const groups = Array.from(fit.objective.setup.configurations, ({ group }) => group)
  const names = [...new Set(groups)]
  const unitOf = unit === "group" ? groups.map((group) => names.indexOf(group)) : groups.map((_, i) => i)
  return {
    count: unit === "group" ? names.length : groups.length,
    fit: async (weights) => {
      const objective = reweightedObjective(
        fit.objective,
        unitOf.map((own) => weights[own]),
      )
      const { noise } = await evaluatorOf(fit, executor, state)
      const problem = createFitProblem(createEvaluator(objective, executor, noise), state.sigmas)
      return (await minimiseLeastSquares(problem, x, { costTolerance: TOLERANCE })).value
    },
  }
}

/** Groups or folds of a linear fit, from triangles. */
async function triangleUnits({ run, x }: RunProblem, unit: ResampledUnit): Promise<Units> {
  const { posterior } = run
  if (unit === "structure") throw noSuchUnits(run.artefacts.folder, unit, "fold or group")
  const units = unit === "group" ? await groupTriangles(run) : await foldTriangles(run)
  const beside = mergeTriangles(posterior.priors, posterior.targets)
  return {
    count: units.length,
    fit: async (weights) => {
      const step = reweightedSolution(units, beside, weights)
      return x.map((value, k) => value + step[posterior.profiled + k])
    },
  }
}

async function groupTriangles({ classTriangles }: RunProblem["run"]): Promise<readonly Triangle[]> {
  const byGroup = new Map<string, Triangle>()
  for await (const [{ group, factor }, triangle] of classTriangles()) {
    const own = scaleTriangle(triangle, factor)
    const before = byGroup.get(group)
    byGroup.set(group, before ? mergeTriangles(before, own) : own)
  }
  return [...byGroup.values()]
}

async function foldTriangles({ saved, statistics, posterior }: RunProblem["run"]): Promise<readonly Triangle[]> {
  const { pieces, step } = saved.classes
  const factors = new Map(posterior.classes.map(({ property, group, factor }) => [`${property}/${group}`, factor]))
  const byFold = new Map<number, Triangle>()
  for (const piece of pieces) {
    const read = await readTriangle(statistics, piece)
    const own = scaleTriangle(step.length > 0 ? shiftTriangle(read, Float64Array.from(step)) : read, factors.get(piece.key)!)
    const before = byFold.get(piece.fold)
    byFold.set(piece.fold, before ? mergeTriangles(before, own) : own)
  }
  return [...byFold.values()]
}

function noSuchUnits(file: string, unit: ResampledUnit, others: string): Failure {
  return new Failure(`the data of this run cannot be drawn by ${unit}`, { place: { file }, advice: `take --resample ${others}` })
}
