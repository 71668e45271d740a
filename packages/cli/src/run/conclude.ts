import {
  covarianceFactor,
  fisher,
  gaugesOf,
  identify,
  symbolOf,
  targetResults,
  type CovarianceFactor,
  type ErrorTable,
  type Fisher,
  type FitResult,
  type FitState,
  type Identifiability,
  type LinearFit,
  type LinearReport,
  type NoiseFinding,
  type TargetResult,
  type TradeOffPoint,
} from "@luthier/core"
import { readFile } from "node:fs/promises"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { version } from "../version.ts"
import type { Artefacts } from "./artefacts.ts"
import { errorsMarkdown } from "./errors-table.ts"
import type { Measured } from "./measure.ts"
import { baselineFields, type FittedParameter, type PotentialFile } from "./potential-file.ts"
import type { PreparedRun } from "./prepare.ts"
import { targetsMarkdown } from "./targets-table.ts"
import { type PlainErrors, plainErrors } from "./trade-off.ts"
import { fitWarnings, targetWarnings } from "./warnings.ts"

/** Seconds that reading, solving and everything took; of a resumed run, its last part. */
export interface Timing {
  readonly assemble_s: number
  readonly solve_s: number
  readonly total_s: number
}

/** `metrics.json`. */
interface Metrics {
  readonly schema: 1
  readonly sets: Readonly<Record<string, ErrorTable>>
  /** ½‖r‖² of the training data, with what stands beside them, at the σ of the end: what has been made as small as it gets. */
  readonly cost: number
  /** Fitted ones. */
  readonly parameters: number
  readonly timing: Timing
  /** Properties of crystals that were targets. */
  readonly targets?: readonly TargetResult[]
  /** Root-mean-square errors on the training data of a fit without targets. */
  readonly withoutTargets?: PlainErrors
  /** Of a fit that iterates: how its noise differs from datum to datum, where it does. */
  readonly noise?: Omit<NoiseFinding, "sentences">
  /** Of a linear fit: σ and α with their intervals, evidence, errors on data held out. */
  readonly linear?: LinearReport
}

/** What `metrics.json` says a finished run took; `undefined` when there is none. */
export async function recordedTiming({ metrics }: Artefacts): Promise<Timing | undefined> {
  const text = await readFile(metrics, "utf8").catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text).timing
}

/** A run that has reached its minimum. */
export interface ConcludedRun {
  readonly prepared: PreparedRun
  readonly state: FitState
  readonly result: FitResult
  readonly covariance: CovarianceFactor
  readonly fisher: Fisher
  readonly identifiability: Identifiability
  readonly measured: Readonly<Record<string, Measured>>
  readonly metrics: Metrics
  /** Fits of other σ of the targets. */
  readonly tradeOff: readonly TradeOffPoint[]
  /** Of a linear fit. */
  readonly linear?: LinearFit
  /** What must be known before the potential is used. */
  readonly warnings: readonly string[]
}

/** The errors of every set, and those on data that were held out: the honest estimate where there is no test set. */
export function allErrors({ sets, linear }: Pick<Metrics, "sets" | "linear">): Readonly<Record<string, ErrorTable>> {
  return { ...sets, ...(linear?.crossValidation && { "held out": linear.crossValidation }) }
}

/** Puts together what a finished fit says; writes nothing. */
export function concludeRun(
  prepared: PreparedRun,
  state: FitState,
  result: FitResult,
  measured: Readonly<Record<string, Measured>>,
  timing: Timing,
  tradeOff: readonly TradeOffPoint[],
  linear?: LinearFit,
): ConcludedRun {
  const sets = Object.fromEntries(Object.entries(measured).map(([name, { errors }]) => [name, errors]))
  const identifiability = identify(result, gaugesOf(prepared.potential))
  const covariance = covarianceFactor(result.information, identifiability.tolerance)
  const targets = targetResults(prepared.fit.objective, result, covariance, state.sigmas)
  const without = tradeOff.find(({ factor }) => factor === null)
  const metrics: Metrics = {
    schema: 1,
    sets,
    cost: state.cost,
    parameters: result.columns.length,
    timing,
    ...(targets.length > 0 && { targets }),
    ...(without && { withoutTargets: plainErrors(without) }),
    ...(result.noise && { noise: noiseMetrics(result.noise) }),
    ...(linear && { linear: linear.report }),
  }
  const warnings = [...fitWarnings(prepared, result, measured, identifiability), ...targetWarnings(targets)]
  return {
    prepared,
    state,
    result,
    covariance,
    fisher: fisher(result.information, result.names, { covariance }),
    identifiability,
    measured,
    metrics,
    tradeOff,
    ...(linear && { linear }),
    warnings,
  }
}

function noiseMetrics({ kind, minusLogLikelihood, pools, light, lightCount }: NoiseFinding): Omit<NoiseFinding, "sentences"> {
  return { kind, minusLogLikelihood, pools, light, lightCount }
}

/** Writes the artefacts of a finished fit; `metrics.json`, which marks a run as finished, is written by the caller when all else is done. */
export async function writeConclusion(artefacts: Artefacts, run: ConcludedRun): Promise<void> {
  const { metrics } = run
  await writeWhole(artefacts.potential, jsonText(potentialFile(run)))
  await writeWhole(artefacts.errors, `${errorsMarkdown(allErrors(metrics))}${targetsMarkdown(metrics.targets ?? [], run.tradeOff)}`)
  if (metrics.targets) await writeWhole(artefacts.targets, jsonText({ targets: metrics.targets, tradeOff: run.tradeOff }))
  if (run.linear) {
    const { report, balance, path, pareto, learning, strengths } = run.linear
    const points = pareto.map(({ ratio, training, heldOut }) => ({ ratio, training, heldOut }))
    // Of what a solver tried, some could not be evaluated: JSON writes it as null.
    await writeWhole(artefacts.linear, `${JSON.stringify({ ...report, balance, path, pareto: points, learning, strengths }, null, 1)}\n`)
  }
  await writeWhole(artefacts.fisher, jsonText({ ...fisherFile(run.fisher), identifiability: run.identifiability }))
}

/** Parameters up to which `fisher.json` holds every correlation and every component of every direction. */
const FEW = 200

/** Directions at either end of a long spectrum that are written out. */
const ENDS = 10

/** The contents of `fisher.json`: of many parameters only the stiffest and the sloppiest directions in full, and no correlations. */
function fisherFile(full: Fisher): object {
  const { names, correlation: _, spectrum, ...rest } = full
  if (names.length <= FEW) return full
  const shortened = spectrum.map(({ vector, ...direction }, l) =>
    l < ENDS || l >= spectrum.length - ENDS ? { ...direction, vector } : direction,
  )
  return { names, ...rest, spectrum: shortened }
}

/** The contents of `potential.json`. */
function potentialFile({ prepared, result, fisher }: ConcludedRun): PotentialFile {
  const { potential, sets, config, fit } = prepared
  const errors = new Map(result.names.map((name, k) => [name, scaled(fisher.standardErrors[k], result.scales[k])]))
  const parameters = result.potential.map(({ key, value, unit, fixed }): FittedParameter => {
    const standardError = errors.get(key)
    return { key, value, unit, ...(standardError !== undefined && { standardError }), fixed }
  })
  const values = result.theta.slice(potential.parameters.length)
  return {
    format: "luthier-potential",
    version: 1,
    spec: potential.spec,
    elements: potential.elements.map(symbolOf),
    cutoff: potential.cutoff,
    parameters,
    ...baselineFields(fit.objective.setup.baseline, values),
    provenance: {
      luthier: version,
      seed: config.seed,
      data: Object.fromEntries(Object.entries(sets).map(([name, { hashes }]) => [name, Object.values(hashes)])),
    },
  }
}

function scaled(standardError: number | null, scale: number): number | undefined {
  return standardError === null ? undefined : standardError * Math.abs(scale)
}
