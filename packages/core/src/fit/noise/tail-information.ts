import type { Executor } from "../../kernels/executor.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import type { Statistics } from "../../objective/statistics.ts"
import type { NoiseState } from "./noise-state.ts"
import { studentRows } from "./student-noise.ts"

/**
 * The triangle of rows √w [J | r] of Student's t noise as it counts for error bars: they say c times as much of parameters as Σ w JᵀJ, which
 * only makes steps downhill. R turns into √c R and q into q/√c, so that the gradient Rᵀq, and with it the minimum beside other rows, stays.
 *
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 * @param part c, of `tailPart`
 */
export function tailInformation({ n, data, rows }: Triangle, part: number): Triangle {
  const root = Math.sqrt(part)
  return { n, data: data.map((value, k) => (k % (n + 1) === n ? value / root : value * root)), rows }
}

/** By pool: c of the rows as they were weighed; null where noise is not Student's t. */
export async function tailParts(
  objective: Objective,
  executor: Executor,
  noise: NoiseState | null,
  sigmas: readonly number[],
): Promise<readonly number[] | null> {
  if (noise?.kind !== "student-t") return null
  return (await studentRows(objective, executor, noise.theta, sigmas.slice(0, objective.pools.length), noise.degrees)).parts
}

/** Statistics whose classes count for error bars as their noise has it. @param parts `tailParts` */
export function withTailInformation(
  { pools }: Pick<Objective, "pools">,
  parts: readonly number[] | null,
  statistics: Statistics,
): Statistics {
  if (parts === null) return statistics
  const own = new Map(pools.flatMap(({ classes }, p) => classes.map((key): [string, number] => [key, parts[p]])))
  const classes = new Map([...statistics.classes].map(([key, triangle]) => [key, tailInformation(triangle, own.get(key)!)] as const))
  return { ...statistics, classes }
}
