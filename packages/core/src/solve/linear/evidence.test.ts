import { describe, expect, it } from "vitest"
import { cholesky, solveCholesky } from "../../linalg/factorisations/cholesky.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { createEvidence } from "./evidence.ts"
import { curvaturePenalty, ridgePenalty, type SyntheticRows, syntheticSystem } from "./fixtures/synthetic-system.ts"
import type { LinearSystem } from "./system.ts"

const estimated = { origin: "estimated" as const, start: 0.3 }
const classes = [
  { name: "energy", rows: 12, sigma: 0.02, size: 0.4, factor: 1.7 },
  { name: "force", rows: 30, sigma: 0.3, size: 2 },
]

function truthOf(n: number): Float64Array {
  const truth = new Float64Array(n)
  normals(seedRandom(77), truth)
  return truth
}

/** −2 ln N(y; J μ, diag(σ²/f²) + J Λ⁻¹Jᵀ), with Λ = Σ α GᵀG of full rank: the same integral done the other way round. */
function directDeviance(
  system: LinearSystem,
  rows: readonly SyntheticRows[],
  sigmas: readonly number[],
  alphas: readonly number[],
): number {
  const n = system.columns.length
  const precision = new Float64Array(n * n)
  const pull = new Float64Array(n)
  system.penalties.forEach(({ rows: own }, q) => {
    for (const { columns, coefficients, offset } of own) {
      columns.forEach((i, a) => {
        pull[i] -= alphas[q] * coefficients[a] * offset
        columns.forEach((j, b) => (precision[i * n + j] += alphas[q] * coefficients[a] * coefficients[b]))
      })
    }
  })
  const prior = cholesky(precision, n)
  if (!prior.ok) throw new Error("the prior is not of full rank")
  const mean = solveCholesky(prior.L, n, pull)
  const all = rows.flatMap(({ rows: count, data }, c) =>
    Array.from({ length: count }, (_, i) => ({ c, row: data.subarray(i * (n + 1), (i + 1) * (n + 1)) })),
  )
  const m = all.length
  const covariance = new Float64Array(m * m)
  all.forEach(({ c, row }, i) => {
    const spread = solveCholesky(prior.L, n, row)
    all.forEach((other, j) => {
      for (let k = 0; k < n; k++) covariance[j * m + i] += other.row[k] * spread[k]
    })
    covariance[i * m + i] += (sigmas[c] / system.components[c].factor) ** 2
  })
  const residual = Float64Array.from(all, ({ row }) => mean.reduce((sum, value, k) => sum + row[k] * value, row[n]))
  const factor = cholesky(covariance, m)
  if (!factor.ok) throw new Error("the covariance is not positive definite")
  const solved = solveCholesky(factor.L, m, residual)
  let value = m * Math.log(2 * Math.PI)
  for (let i = 0; i < m; i++) value += 2 * Math.log(factor.L[i * m + i]) + residual[i] * solved[i]
  return value
}

describe("createEvidence", () => {
  it("is the density of the data with the unknowns integrated out", () => {
    const n = 9
    const penalties = [
      curvaturePenalty("smooth", 0, 5, estimated),
      ridgePenalty("ridge", [0, 1, 2, 3, 4, 5], { origin: "given", start: 0.2 }, 0.4),
      ridgePenalty("rest", [6, 7, 8], { ...estimated, start: 1.3 }),
    ]
    const { system, rows } = syntheticSystem(3, truthOf(n), classes, { penalties, start: 0.5 })
    const evidence = createEvidence(system)
    expect(evidence.names).toEqual(["energy", "force", "smooth", "rest"])
    for (const [s1, s2, a1, a2] of [
      [0.5, 0.5, 0.3, 1.3],
      [0.03, 0.2, 40, 0.01],
      [2, 0.1, 1e-3, 7],
    ]) {
      const { value } = evidence.at(Float64Array.of(s1, s2, a1, a2).map(Math.log))
      const direct = directDeviance(system, rows, [s1, s2], [a1, 0.2, a2])
      expect(Math.abs(value - direct)).toBeLessThan(1e-8 * Math.abs(direct))
    }
  })

  it("has exact slopes, with overlapping and improper priors too", () => {
    const n = 12
    const penalties = [
      curvaturePenalty("smooth", 0, 7, estimated),
      curvaturePenalty("smoother", 2, 9, { ...estimated, start: 3 }),
      ridgePenalty("ridge", [3, 4, 10], { origin: "given", start: 0.4 }),
      ridgePenalty("tail", [9, 10], estimated),
    ]
    const { system } = syntheticSystem(5, truthOf(n), classes, { penalties })
    const evidence = createEvidence(system)
    const u = Float64Array.of(0.07, 0.4, 0.2, 5, 0.9).map(Math.log)
    const { gradient } = evidence.at(u)
    const h = 1e-4
    gradient.forEach((slope, i) => {
      const difference = (evidence.at(u.with(i, u[i] + h)).value - evidence.at(u.with(i, u[i] - h)).value) / (2 * h)
      expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)))
    })
  })

  it("counts every unknown once: as determined by data or by a penalty", () => {
    const n = 10
    const penalties = [ridgePenalty("ridge", [0, 1, 2, 3, 4], { ...estimated, start: 4 }), curvaturePenalty("smooth", 4, 9, estimated)]
    const { system } = syntheticSystem(8, truthOf(n), classes, { penalties })
    const { used, wellDetermined } = createEvidence(system).at(Float64Array.of(0.1, 0.2, 3, 20).map(Math.log))
    // The prior holds all but one of the directions: those it loses to the data are theirs, and so is the one.
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
    expect(sum(used) - sum(wellDetermined)).toBeCloseTo(1, 8)
  })
})
