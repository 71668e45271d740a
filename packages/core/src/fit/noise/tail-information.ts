import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import type { Statistics } from "../../objective/statistics.ts"
import type { NoiseState } from "./noise-state.ts"

/**
 * The triangle of rows √w [J | r] of Student's t noise as it counts for error bars. A row says (ν + 1)/(ν + 3) as much of parameters as a
 * normal one of the same σ: that is its expected Fisher information, while Σ w JᵀJ, whose expectation is ΣJᵀJ, only makes steps downhill.
 * R turns into √c R and q into q/√c, so that the gradient Rᵀq, and with it the minimum beside other rows, stays.
 *
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 */
export function tailInformation({ n, data, rows }: Triangle, degrees: number): Triangle {
  const root = Math.sqrt(tailPart(degrees))
  return { n, data: data.map((value, k) => (k % (n + 1) === n ? value / root : value * root)), rows }
}

/** Part of what a normal row of the same σ says that one of Student's t noise does, (ν + 1)/(ν + 3). */
export function tailPart(degrees: number): number {
  return (degrees + 1) / (degrees + 3)
}

/** Statistics whose classes count for error bars as their noise has it. */
export function withTailInformation({ pools }: Pick<Objective, "pools">, noise: NoiseState | null, statistics: Statistics): Statistics {
  if (noise?.kind !== "student-t") return statistics
  const degrees = new Map(pools.flatMap(({ classes }, p) => classes.map((key): [string, number] => [key, noise.degrees[p]])))
  const classes = new Map([...statistics.classes].map(([key, triangle]) => [key, tailInformation(triangle, degrees.get(key)!)] as const))
  return { ...statistics, classes }
}
