import { SpecFailure } from "../../failure/failure.ts"
import type { Parameter, ParameterLayout } from "../parameters.ts"
import { suggest } from "./nearest-name.ts"
import { swapped } from "./pair-entries.ts"
import { tiePath } from "./tie-path.ts"

/**
 * The layout with every tie leading to an untied parameter of it, and every tied value following from that parameter's.
 *
 * @param spec of the potential, where the ties are written
 * @throws SpecFailure for a tie to no parameter, to itself, or round in a circle.
 */
export function resolveTies(layout: ParameterLayout, spec: unknown): ParameterLayout {
  if (!layout.some((parameter) => parameter.tie)) return layout
  const byKey = new Map(layout.map((parameter) => [parameter.key, parameter]))
  const find = (from: Parameter, key: string): Parameter => {
    const found = byKey.get(key) ?? byKey.get(pairSwapped(key))
    if (found) return found
    const path = tiePath(spec, from.key)
    throw new SpecFailure(`a tie leads to "${key}", which is no parameter`, { path, advice: suggest(key, [...byKey.keys()]) })
  }
  return Object.freeze(
    layout.map((parameter) => {
      let target = parameter
      let factor = 1
      for (let steps = 0; target.tie; steps++) {
        if (steps > layout.length) {
          throw new SpecFailure(`the tie of "${parameter.key}" leads round in a circle`, {
            path: tiePath(spec, parameter.key),
            advice: "leave one of its parameters untied",
          })
        }
        factor *= target.tie.factor
        target = find(target, target.tie.key)
      }
      if (target === parameter) return parameter
      return Object.freeze({ ...parameter, value: factor * target.value, tie: Object.freeze({ key: target.key, factor }) })
    }),
  )
}

/** `pair.Ne-Xe.epsilon` for `pair.Xe-Ne.epsilon`. */
function pairSwapped(key: string): string {
  return key
    .split(".")
    .map((part) => (part.includes("-") ? swapped(part) : part))
    .join(".")
}
