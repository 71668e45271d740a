import type { Algebra } from "./algebra.ts"
import { childrenOf, varies, type Expression } from "./expression.ts"

/** The expression with another one in place of the variable. */
export function substitute(algebra: Algebra, expression: Expression, replacement: Expression): Expression {
  const known = new Map<Expression, Expression>()
  const go = (node: Expression): Expression => {
    if (!varies(node)) return node
    const before = known.get(node)
    if (before) return before
    const made = rebuild(node)
    known.set(node, made)
    return made
  }
  const rebuild = (node: Expression): Expression => {
    switch (node.kind) {
      case "variable":
        return replacement
      case "sum": {
        const terms = node.terms.map(({ coefficient, factor }) => ({ coefficient, factor: go(factor) }))
        return algebra.combine([{ coefficient: node.constant, factor: algebra.one }, ...terms])
      }
      case "product":
        return algebra.multiply(...node.factors.map(({ base, exponent }) => algebra.power(go(base), exponent)))
      case "call":
        return algebra.call(node.name, ...node.operands.map(go))
      case "select":
        return algebra.select(node.operator, go(node.left), go(node.right), go(node.met), go(node.unmet))
      default:
        return node
    }
  }
  return go(expression)
}

/** Whether `part` stands anywhere in the expression. */
export function contains(expression: Expression, part: Expression): boolean {
  const seen = new Set<Expression>()
  const go = (node: Expression): boolean => {
    if (node === part) return true
    if (seen.has(node)) return false
    seen.add(node)
    return childrenOf(node).some(go)
  }
  return go(expression)
}
