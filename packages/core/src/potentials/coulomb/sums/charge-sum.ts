import type { Graph } from "../../../graph/graph.ts"
import type { ChargeResponse } from "./charge-response.ts"

/** A way of summing the electrostatic energy of the charges q `[n]` of structure s. */
export interface ChargeSum {
  /** How far its sum over pairs goes [Å]. */
  readonly cutoff: number
  /** Adds to all responses. @throws Failure for a structure that this way of summing is not made for. */
  add(graph: Graph, s: number, q: Float64Array, responses: readonly ChargeResponse[]): void
}
