import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import {
  createFitProblem,
  evaluatorOf,
  Failure,
  posteriorProblem,
  posteriorSpace,
  type Executor,
  type Fit,
  type FitState,
  type LeastSquaresProblem,
  type ParameterLayout,
} from "@luthier/core"
import { growingExecutor } from "../../executors/growing.ts"
import { demandWritable } from "../../files/demand-writable.ts"
import { readCheckpoint } from "../checkpoint.ts"
import { type FinishedRun, openRun } from "../finished-run.ts"
import { prepareRun } from "../prepare.ts"

/** The fit of a finished run as a problem that can be solved again. */
export interface RunProblem {
  readonly run: FinishedRun
  readonly problem: LeastSquaresProblem
  /** Its minimum. */
  readonly x: Float64Array
  /** The parameters behind x, at their fitted values. */
  readonly free: ParameterLayout
  /** The fit and where it ended, with its data at hand; undefined where the problem is quadratic and its triangles say all. */
  readonly iterated?: { readonly fit: Fit; readonly state: FitState; readonly executor: Executor }
  /** Digest of what results depend on. */
  readonly identity: string
  /** What readers of results must know. */
  readonly remarks: readonly string[]
  close(): Promise<void>
}

export interface OpenOptions {
  readonly threads?: number | undefined
  /** Reads the data of linear fits too, unless they were solved from statistics. */
  readonly data?: boolean
}

/** Opens the problem of a run whose folder results go to; reads its data where predictions are not linear. @throws Failure. */
export async function openProblem(folder: string, { threads, data = false }: OpenOptions = {}): Promise<RunProblem> {
  const run = await openRun(folder)
  await demandWritable(folder)
  const { posterior, fitted, artefacts, loaded } = run
  const { potential } = fitted
  const space = posteriorSpace(posterior, potential.parameters)
  const free = Array.from(space.free, (k) => space.layout[k])
  if (free.length === 0) throw new Failure("nothing was fitted in this run but what was profiled out", { place: { file: folder } })
  const { objective, targets, kernels } = loaded.config
  const identity = createHash("sha256")
    .update(await readFile(artefacts.posterior))
    .digest("hex")
  const known = { run, free, identity }
  const remarks = [...posterior.remarks, ...(posterior.classes.some(({ degrees }) => degrees !== null) ? [heavyTails] : [])]
  const bent = Object.keys(objective.penalties ?? {}).length > 0 || targets.length > 0
  const streamed = existsSync(artefacts.linear)
  if (space.linear.every(Boolean) && (streamed || (!bent && !data))) {
    return {
      ...known,
      problem: posteriorProblem(posterior, potential.parameters),
      x: posterior.x,
      remarks,
      close: async () => undefined,
    }
  }
  const prepared = await prepareRun(loaded, threads)
  const state = await readCheckpoint(artefacts, prepared.inputs)
  const executor = growingExecutor({ threads: prepared.threads, build: kernels })
  return {
    ...known,
    problem: createFitProblem(await evaluatorOf(prepared.fit, executor, state), state.sigmas),
    x: Float64Array.from(state.x),
    iterated: { fit: prepared.fit, state, executor },
    remarks,
    close: () => executor.close(),
  }
}

const heavyTails =
  "the noise has heavy tails: outliers weigh here as little as they do at the fitted parameters, wherever the parameters go"
