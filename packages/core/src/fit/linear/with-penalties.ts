import { copyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { addPenalty } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"

/** A triangle of weighted data with the rows of all penalties; they weigh, but they are not data. `data` is left as it was. */
export function withPenalties(data: Triangle, { penalties }: LinearSystem, alphas: ArrayLike<number>): Triangle {
  return penalties.reduce((triangle, penalty, p) => addPenalty(triangle, penalty, alphas[p]), copyTriangle(data))
}
