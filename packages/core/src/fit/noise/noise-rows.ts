import type { Executor } from "../../kernels/executor.ts"
import type { Objective } from "../../objective/objective.ts"
import type { RowNoise } from "../../objective/statistics.ts"
import type { NoiseState } from "./noise-state.ts"
import { type RoundingCovariances, roundedRows, roundingCovariances } from "./rounding-noise.ts"
import { studentRows } from "./student-noise.ts"

const known = new WeakMap<object, { readonly key: string; readonly covariances: Promise<RoundingCovariances> }>()

/** Covariances at the θ of a noise; those found last are kept, as every round asks for them. */
export function covariancesAt(objective: Objective, executor: Executor, theta: readonly number[]): Promise<RoundingCovariances> {
  const key = theta.join()
  const before = known.get(objective.setup)
  if (before?.key === key) return before.covariances
  const covariances = roundingCovariances(objective, executor, theta)
  known.set(objective.setup, { key, covariances })
  return covariances
}

/** What rows of the data are weighed by, at σ by pool; `undefined` where all data of a σ are alike. It depends on nothing else. */
export async function noiseRows(
  objective: Objective,
  executor: Executor,
  noise: NoiseState | null,
  sigmas: readonly number[],
): Promise<RowNoise | undefined> {
  if (noise?.kind === "student-t") return (await studentRows(objective, executor, noise.theta, sigmas, noise.degrees)).rows
  if (noise?.kind !== "rounding") return undefined
  const covariances = await covariancesAt(objective, executor, noise.theta)
  return (await roundedRows(objective, executor, covariances, noise.theta, sigmas, true)).rows
}
