/** How a solver ended: `converged`, or stopped for another reason; the sentence gives that reason with its numbers. */
export interface SolverStatus {
  readonly outcome: "converged" | "limit" | "stalled" | "aborted"
  readonly sentence: string
  /** What else the reader should know: parameters on a bound, parameters without effect. */
  readonly notes: readonly string[]
}

/** What every numerical routine returns. */
export interface SolverResult<Value, Stats> {
  readonly value: Value
  readonly status: SolverStatus
  readonly stats: Stats
}

/** A number as sentences show it. */
export function show(value: number): string {
  return String(Number(value.toPrecision(4)))
}
