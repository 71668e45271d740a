import type { Algebra } from "./algebra.ts"
import { derivative } from "./differentiate.ts"
import { bitOf, childrenOf, type Expression } from "./expression.ts"

/**
 * Which parameters the expression is jointly affine in: taken greedily in their order, each joins when its second derivatives with
 * itself and with all that joined before vanish, and when it moves no kink. `first[k]` is the derivative with respect to
 * parameter k.
 */
export function affineParameters(algebra: Algebra, expression: Expression, first: readonly Expression[]): readonly boolean[] {
  const kinks = kinksOf(expression)
  const joined: number[] = []
  return first.map((slope, k) => {
    const candidates = [...joined, k].filter((other) => (slope.uses & bitOf(other)) !== 0n)
    const affine = (kinks & bitOf(k)) === 0n && candidates.every((other) => derivative(algebra, other)(slope) === algebra.zero)
    if (affine) joined.push(k)
    return affine
  })
}

/** What decides between branches: where a parameter does, second derivatives vanish on both sides, and yet it is not affine. */
function kinksOf(expression: Expression): bigint {
  const seen = new Set<Expression>()
  const go = (node: Expression): bigint => {
    if (seen.has(node)) return 0n
    seen.add(node)
    const inner = childrenOf(node).reduce((bits, child) => bits | go(child), 0n)
    if (node.kind === "select") return inner | node.left.uses | node.right.uses
    if (node.kind === "call" && (node.name === "abs" || node.name === "min" || node.name === "max")) return inner | node.uses
    return inner
  }
  return go(expression)
}
