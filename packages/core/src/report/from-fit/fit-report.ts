import type { Configuration } from "../../atoms/structure.ts"
import type { LinearFit } from "../../fit/linear/fit-linear.ts"
import type { FitResult } from "../../fit/result.ts"
import type { SolverSettings } from "../../fit/schema.ts"
import type { TargetResult } from "../../fit/targets/target-results.ts"
import type { TradeOffPoint } from "../../fit/targets/trade-off.ts"
import { type CovarianceFactor, covarianceFactor } from "../../inference/covariance.ts"
import { type Fisher, fisher } from "../../inference/fisher.ts"
import { analysePosterior } from "../../inference/identifiability/analyse-posterior.ts"
import { identifyRecord } from "../../inference/identifiability/identify-record.ts"
import { FEW_PARAMETERS } from "../../inference/identifiability/parts/part-spectrum.ts"
import { diagnoseNoise } from "../../inference/noise/diagnose-noise.ts"
import type { NoiseClass } from "../../inference/noise/residual-classes.ts"
import type { Posterior } from "../../inference/posterior/posterior.ts"
import type { ErrorTable } from "../../observables/errors.ts"
import { properties } from "../../observables/property.ts"
import type { Potential } from "../../potentials/potential.ts"
import type { ConvergenceRecord, ReportData } from "../report-data.ts"
import { classRecords } from "./class-records.ts"
import { coefficientRecords } from "./coefficient-records.ts"
import { functionCurves } from "./function-curves.ts"
import { linearRecord } from "./linear-record.ts"
import { mergeNotices } from "./merge-notices.ts"
import { parameterRecords } from "./parameter-records.ts"
import { parityData } from "./parity-data.ts"
import { targetsRecord } from "./targets-record.ts"

/** A data set with what was predicted for it. */
export interface PredictedSet {
  readonly name: string
  /** All, or of a large set a sample; `errors` are of all. */
  readonly configurations: Iterable<Configuration>
  /** Observations of each configuration, as `predictData` gives them. */
  readonly predicted: readonly Float64Array[]
  readonly errors: ErrorTable
}

/** What a report on a finished fit is made of. */
export interface FitReportInput {
  readonly title: string
  readonly summary: readonly string[]
  readonly warnings: readonly string[]
  readonly facts?: ReportData["facts"]
  readonly gauges?: readonly string[]
  readonly potential: Potential
  readonly result: FitResult
  /** Of the result's information, where they are at hand. */
  readonly covariance?: CovarianceFactor
  readonly fisher?: Fisher
  /** The fit, where it was solved from streamed statistics. */
  readonly linear?: LinearFit
  /** Properties of crystals that were targets, and what they cost. */
  readonly targets?: readonly TargetResult[]
  readonly tradeOff?: readonly TradeOffPoint[]
  /** Error bars beside errors, by set of data that were not fitted. */
  readonly calibration?: ReportData["calibration"]
  /** What the fit knows of its parameters. */
  readonly posterior?: Posterior
  /** Configurations that were fitted to, those of runs that this one went on from included. */
  readonly configurations: number
  readonly solver: Pick<SolverSettings, "kind" | "criterion">
  /** The training set first. */
  readonly sets: readonly PredictedSet[]
  readonly convergence: readonly ConvergenceRecord[]
  readonly certificate?: ReportData["certificate"]
  readonly stability?: ReportData["stability"]
  readonly properties?: ReportData["properties"]
  readonly exports: ReportData["exports"]
  readonly provenance: Readonly<Record<string, string>>
  readonly config?: string
}

/** Gathers all that a report shows of a fit. */
export function fitReport(input: FitReportInput): ReportData {
  const { result, sets, potential, linear } = input
  const covariance = input.covariance ?? covarianceFactor(result.information)
  const information = input.fisher ?? fisher(result.information, result.names, { covariance })
  const parameters = parameterRecords(result, information.standardErrors)
  return {
    title: input.title,
    summary: input.summary,
    warnings: [...input.warnings, ...mergeNotices(result.notices, potential.parameters)],
    sets: Object.fromEntries(sets.map(({ name, errors }) => [name, errors])),
    parity: sets.flatMap(({ name, configurations, predicted, errors }) =>
      parityData(name, configurations, predicted).map((entry) => {
        const { count, rmse } = errors.all[entry.property]
        return { ...entry, total: count, rmse }
      }),
    ),
    convergence: input.convergence,
    functions: functionCurves(potential, result, sets[0].configurations, covariance),
    parameters,
    coefficients: coefficientRecords(result.potential, parameters),
    classes: classRecords(result.classes),
    ...sourcesOf(input),
    noise: diagnoseNoise(assumedNoise(result, linear), sets[0].configurations, sets[0].predicted, result.columns.length),
    ...(result.noise && { noiseFinding: result.noise }),
    ...(input.targets && { targets: targetsRecord(input.targets, input.tradeOff ?? []) }),
    ...(input.calibration && { calibration: input.calibration }),
    ...(input.facts && { facts: input.facts }),
    ...(input.gauges && { gauges: input.gauges }),
    ...(input.certificate && { certificate: input.certificate }),
    ...(input.stability && { stability: input.stability }),
    ...(input.properties && { properties: input.properties }),
    ...(linear && { linear: linearRecord(linear, input.configurations, input.solver) }),
    spectrum: information.spectrum.map(({ eigenvalue, direction, kind }) => ({
      value: kind === "undetermined" ? 0 : eigenvalue,
      direction,
    })),
    exports: input.exports,
    provenance: input.provenance,
    ...(input.config !== undefined && { config: input.config }),
  }
}

/** What each class of data says; of many parameters only `luthier identify` tells, as it takes seconds. */
function sourcesOf({ posterior, potential }: FitReportInput): Pick<ReportData, "information"> {
  if (!posterior || posterior.columns.length > FEW_PARAMETERS) return {}
  return { information: identifyRecord(analysePosterior(posterior, potential), posterior, potential) }
}

/** The noise by class; degrees of freedom are told by the name of the σ, which is that of a property or of one of its groups. */
function assumedNoise({ classes, noise }: FitResult, linear: LinearFit | undefined): readonly NoiseClass[] {
  const pools = noise?.pools ?? linear?.report.degrees?.map(({ name, value }) => ({ name, degrees: value, deviation: undefined })) ?? []
  const found = new Map(pools.map((pool) => [pool.name, pool]))
  return classes.flatMap(({ property: name, group, sigma }) => {
    const property = properties.find((one) => one === name)
    if (property === undefined) return []
    const own = found.get(`${property} of ${group}`) ?? found.get(property)
    const varies = noise?.kind === "rounding"
    return [{ property, group, sigma: varies ? (own?.deviation ?? sigma) : sigma, degrees: own?.degrees ?? null, varies }]
  })
}
