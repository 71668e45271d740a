import type { Certificate, CertificateCheck } from "../certificate/certificate.ts"
import type { StabilityReport } from "../stability/stability.ts"
import type { TrialResult } from "../stability/trial.ts"

/** A certificate without structures, which lie in files of their own. */
export interface CertificateRecord extends Omit<Certificate, "checks"> {
  readonly checks: readonly (Omit<CertificateCheck, "name" | "structures"> & { readonly name: string })[]
}

/** A trial of matter in motion, with the file of what can be seen of a failure. */
export interface TrialRecord extends Omit<TrialResult, "kind" | "structures" | "depth" | "shortest"> {
  readonly kind: string
  /** Null where no look was had. */
  readonly depth: number | null
  readonly shortest: number | null
  readonly file?: string
}

/** What became of matter that was set in motion. */
export interface StabilityRecord extends Omit<StabilityReport, "trials"> {
  readonly trials: readonly TrialRecord[]
}
