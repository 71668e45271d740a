import type { Algebra } from "./algebra.ts"
import { derivative } from "./differentiate.ts"
import { bitOf, type Expression } from "./expression.ts"

/**
 * Which parameters the expression is jointly affine in: taken greedily in their order, each joins when its second derivatives with
 * itself and with all that joined before vanish. `first[k]` is the derivative with respect to parameter k.
 */
export function affineParameters(algebra: Algebra, first: readonly Expression[]): readonly boolean[] {
  const joined: number[] = []
  return first.map((slope, k) => {
    const candidates = [...joined, k].filter((other) => (slope.uses & bitOf(other)) !== 0n)
    const affine = candidates.every((other) => derivative(algebra, other)(slope) === algebra.zero)
    if (affine) joined.push(k)
    return affine
  })
}
