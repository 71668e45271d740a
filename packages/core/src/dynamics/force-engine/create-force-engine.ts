import type { ForceEngine } from "./force-engine.ts"
import type { ForceTerm } from "./force-term.ts"
import { listShare } from "./list-share.ts"
import { soloEngine } from "./solo-engine.ts"

/**
 * An engine that adds up terms on one neighbour list, in this thread.
 *
 * @param elements atomic numbers in the order of the species that the terms mean
 * @param skin how far the list reaches beyond the cutoff [Å]; larger lists are made less often
 */
export function createForceEngine(options: {
  readonly elements: readonly number[]
  readonly terms: readonly ForceTerm[]
  readonly skin?: number
}): ForceEngine {
  return soloEngine(listShare({ skin: 1, ...options }))
}
