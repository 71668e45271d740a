import {
  concludeFit,
  dense,
  expectationSentences,
  gaugeSentences,
  iteratedPosterior,
  linearMethod,
  startFit,
  type FitState,
} from "@luthier/core"
import { stringify } from "yaml"
import type { LoadedConfig } from "../config/load.ts"
import { growingExecutor } from "../executors/growing.ts"
import { demandWritable } from "../files/demand-writable.ts"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { readCheckpoint } from "./checkpoint.ts"
import { clearRun, inspectFolder, type FolderChoice } from "./claim-folder.ts"
import { concludeRun, recordedTiming, writeConclusion, type ConcludedRun } from "./conclude.ts"
import { checkApart } from "./earlier-run.ts"
import { describeEnvironment } from "./environment.ts"
import { watchSignals } from "./interruption.ts"
import { iterate } from "./iterate.ts"
import type { Log } from "./log.ts"
import { measure, type Measured } from "./measure.ts"
import { prepareRun, resolvedConfig } from "./prepare.ts"
import { beginProgress } from "./progress.ts"
import { writeExports } from "./exports.ts"
import { passGates } from "./gates.ts"
import { writeReport } from "./report.ts"
import { beginAssembly, solveRun } from "./solve-run.ts"
import { calibrateRun } from "./uncertainty/calibrate-run.ts"
import { writePosterior } from "./write-posterior.ts"
import { compareTargets, recordedTradeOff, withoutTargetsLine } from "./trade-off.ts"

/** What a user asks of a fit beside its config. */
export interface FitRequest extends FolderChoice {
  readonly out: string
  readonly threads?: number | undefined
  /** Folder of a linear run whose statistics this one goes on from. */
  readonly from?: string | undefined
}

/** A run that has written everything. */
export interface FittedRun extends ConcludedRun {
  /** Gates that the potential failed, a sentence each; then nothing was exported. */
  readonly refused: readonly string[]
}

/**
 * A run from its config to its last artefact, as the list of what its folder holds. Nothing is written before config and data have
 * proved good and the start values have been tried; `metrics.json` comes last, so a folder that has one is complete.
 */
export async function runFit(loaded: LoadedConfig, request: FitRequest, log: Log): Promise<FittedRun> {
  const began = performance.now()
  if (request.from !== undefined) checkApart(request.from, request.out)
  const artefacts = await inspectFolder(request.out, request)
  await demandWritable(request.out)
  const prepared = await prepareRun(loaded, request.threads, request.from)
  const { fit, sets, threads, config, potential, inputs } = prepared
  const from = request.resume ? await readCheckpoint(artefacts, inputs) : undefined

  const executor = growingExecutor({ threads, build: config.kernels })
  const interruption = watchSignals()
  try {
    const streamed = linearMethod(fit) !== undefined
    const first = streamed ? undefined : (from ?? (await interruption.during(startFit(fit, executor))))
    if (!from) await clearRun(artefacts)
    await writeWhole(artefacts.environment, jsonText(describeEnvironment(config.seed, threads, sets)))
    await writeWhole(artefacts.config, stringify(resolvedConfig(prepared, artefacts.config)))
    await beginProgress(artefacts.progress, from)
    log.keepIn(artefacts.log)
    for (const sentence of [...sets.train.choices, ...(sets.test?.choices ?? []), ...fit.objective.notices, ...prepared.remarks])
      log.line(sentence)
    log.line(`${beginning(from)}seed ${config.seed}, ${threads} ${threads === 1 ? "thread" : "threads"}, matrices by ${dense().name}`)

    const prepareEnds = performance.now()
    if (streamed && !from) await beginAssembly(prepared, artefacts)
    const work = { executor, interruption, log }
    const solved = first ? undefined : await solveRun(prepared, work, artefacts, from)
    const state = first ? await iterate(fit, work, artefacts, inputs, first) : solved!.linear.state
    const solveEnds = performance.now()
    log.line(state.outcome?.sentence ?? "finished")
    const expectations = solved?.linear.report.expectations
    if (expectations) for (const sentence of expectationSentences(expectations)) log.line(sentence)

    const result = solved?.linear.result ?? (await interruption.during(concludeFit(fit, state, executor)))
    for (const sentence of result.noise?.sentences ?? []) log.line(sentence)
    const fitted = { potential, baseline: fit.objective.setup.baseline, theta: result.theta }
    const measured: Record<string, Measured> = {}
    for (const [name, { configurations }] of Object.entries(sets)) {
      const file = artefacts.predictions(name)
      measured[name] = await interruption.during(measure(fitted, configurations, executor, file, interruption.signal))
    }
    // Data of an earlier run are not read again: their errors follow from its statistics.
    if (prepared.earlier && solved) measured.train = { ...measured.train, errors: solved.linear.training }
    const tradeOff =
      (from?.stage === "finished" ? await recordedTradeOff(artefacts) : undefined) ?? (await compareTargets(prepared, state, work))
    const recorded = from?.stage === "finished" ? await recordedTiming(artefacts) : undefined
    const timing = recorded ?? {
      assemble_s: seconds(began, solved?.assembled ?? prepareEnds),
      solve_s: seconds(solved?.assembled ?? prepareEnds, solveEnds),
      total_s: seconds(began, performance.now()),
    }
    const run = concludeRun(prepared, state, result, measured, timing, tradeOff, solved?.linear)
    const compared = withoutTargetsLine(tradeOff)
    if (compared !== undefined) log.line(compared)
    for (const sentence of gaugeSentences(run.identifiability)) log.line(sentence)
    for (const warning of run.warnings) log.line(`warning: ${warning}`)
    await writeConclusion(artefacts, run)
    const knowledge = solved
      ? { posterior: solved.linear.posterior, statistics: solved.statistics }
      : await interruption.during(iteratedPosterior(fit, state, executor, result))
    await writePosterior(artefacts, knowledge)
    const known = { posterior: knowledge.posterior, tolerance: run.identifiability.tolerance }
    const calibration = await interruption.during(calibrateRun(prepared, known, artefacts, executor, log))
    const refused = await interruption.during(passGates(artefacts, run, log, interruption.signal))
    const check = refused.length === 0 ? await interruption.during(writeExports(artefacts, run, log)) : undefined
    await writeReport(artefacts, { ...run, refused }, knowledge.posterior, check, calibration)
    await writeWhole(artefacts.metrics, jsonText(run.metrics))
    return { ...run, refused }
  } finally {
    interruption.release()
    await executor.close()
  }
}

function beginning(from: FitState | undefined): string {
  if (!from) return ""
  if (from.stage === "assembling") return "resumed; parts of the data that are done are kept; "
  return from.stage === "finished" ? "the fit is finished and its report is written anew; " : `resumed after iteration ${from.iteration}; `
}

function seconds(from: number, to: number): number {
  return Math.round(to - from) / 1000
}
