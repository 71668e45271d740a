import type { CalibrationRecord } from "../inference/predictive/calibration-record.ts"
import type { ErrorTable } from "../observables/errors.ts"
import type { IdentifyRecord } from "../inference/identifiability/identify-record.ts"
import type { NoiseDiagnosis } from "../inference/noise/diagnose-noise.ts"
import type { NoiseFinding } from "../fit/noise/noise-finding.ts"
import type { LinearRecord } from "./linear-data.ts"
import type { CertificateRecord, StabilityRecord } from "./proof-data.ts"
import type { PropertiesRecord } from "../properties/suite/record.ts"
import type { TargetsRecord } from "./target-data.ts"

/** Reference and prediction of one property, with the group each point belongs to. */
export interface ParityData {
  readonly set: string
  readonly property: "energy" | "force" | "stress"
  readonly unit: string
  /** Unit of errors, and the factor from `unit` to it. */
  readonly error: { readonly unit: string; readonly factor: number }
  /** Root mean square error of all, in the unit of errors. */
  readonly rmse?: number
  readonly points: readonly { readonly group: string; readonly reference: number; readonly prediction: number }[]
  /** How many there are in all; `points` may be a thinned sample of them. */
  readonly total: number
}

/** A fitted function of one variable, its uncertainty, and the data that support it. */
export interface FunctionCurve {
  readonly name: string
  readonly xLabel: string
  readonly yLabel: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Standard error of y at each x; absent when the fit gives none. */
  readonly sigma?: readonly number[]
  /** Values of y worth showing, where a repulsive wall would hide the rest; all when absent. */
  readonly range?: readonly [low: number, high: number]
  /** Histogram of the arguments that occur in the training data. */
  readonly support: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

/** One iteration of the solver. */
export interface ConvergenceRecord {
  readonly iteration: number
  readonly cost: number
  readonly stage: string
}

/** One fitted parameter. */
export interface ParameterRecord {
  readonly key: string
  readonly value: number
  readonly unit: string
  readonly standardError?: number
  /** `fixed`, `tied`, `at its lower bound`, `not determined by the data`, …; empty for an ordinary one. */
  readonly remark: string
}

/** One class of data (property × group) with the σ that weighed it. */
export interface ClassRecord {
  readonly property: string
  readonly group: string
  readonly count: number
  readonly sigma: number
  readonly unit: string
  readonly origin: "given" | "estimated"
  /** Ends of the 95 % interval, where there is one. */
  readonly interval?: readonly [low: number, high: number]
}

/** A coefficient of an ordered basis. */
export interface CoefficientRecord {
  /** Sums over neighbours that its function multiplies. */
  readonly order: number
  readonly degree: number
  readonly value: number
  readonly unit: string
  readonly standardError?: number
}

/** All that a report shows; it computes nothing of its own. */
export interface ReportData {
  readonly title: string
  /** Plain sentences: what was fitted to what, how it ended. */
  readonly summary: readonly string[]
  /** What was fitted, to what, with what, and how it came out: the facts of a supplement, by name. */
  readonly facts?: Readonly<Record<string, string>>
  /** What a reader must know before trusting the numbers. */
  readonly warnings: readonly string[]
  readonly sets: Readonly<Record<string, ErrorTable>>
  readonly parity: readonly ParityData[]
  readonly convergence: readonly ConvergenceRecord[]
  readonly functions: readonly FunctionCurve[]
  readonly parameters: readonly ParameterRecord[]
  /** Those of the parameters that belong to an ordered basis, such as that of a cluster expansion. */
  readonly coefficients: readonly CoefficientRecord[]
  readonly classes: readonly ClassRecord[]
  /** What each class of data says of the parameters. */
  readonly information?: IdentifyRecord
  /** Of a fit that iterates: how its noise differs from datum to datum, where it does. */
  readonly noiseFinding?: NoiseFinding
  /** What the residuals of the training data say of the noise that was assumed. */
  readonly noise?: readonly NoiseDiagnosis[]
  /** Of a fit to properties of crystals beside its data. */
  readonly targets?: TargetsRecord
  /** Error bars beside errors, by set of data that were not fitted. */
  readonly calibration?: readonly { readonly set: string; readonly records: readonly CalibrationRecord[] }[]
  /** Of a fit that is linear in its parameters. */
  readonly linear?: LinearRecord
  /**
   * Eigenvalues of the Fisher information of the fitted parameters, priors included, descending, with the dominant parameters of each
   * direction; 0 where nothing is known.
   */
  readonly spectrum: readonly { readonly value: number; readonly direction: string }[]
  /** Transformations that change no energy, and how they were fixed: a sentence each. */
  readonly gauges?: readonly string[]
  /** Whether the potential obeys the laws, where that was tried. */
  readonly certificate?: CertificateRecord
  /** What became of matter that was set in motion. */
  readonly stability?: readonly StabilityRecord[]
  /** What the potential says of materials, by suite. */
  readonly properties?: readonly PropertiesRecord[]
  /** Outcome of running the exported files elsewhere, one row a check. */
  readonly exports: readonly { readonly engine: string; readonly quantity: string; readonly difference: number; readonly unit: string }[]
  readonly provenance: Readonly<Record<string, string>>
  /** The config of the run, every default filled in, as text. */
  readonly config?: string
}
