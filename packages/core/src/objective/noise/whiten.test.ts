import { expect, test } from "vitest"
import { emptyBaseline } from "../../observables/baseline.ts"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import { passingChunk } from "../chunk.ts"
import { chunkResiduals } from "../evaluate-chunk.ts"
import { label, random, rattledCrystal } from "../fixtures/data.ts"
import { lennardJones } from "../fixtures/lennard-jones.ts"
import { weighBlock } from "./chunk-noise.ts"
import { roundingVariance } from "./printed-digits.ts"
import { roundingCovariance } from "./rounding-covariance.ts"
import { whiten } from "./whiten.ts"

const parameters = [0.0131, 3.27] as const
const potential = lennardJones("epsilon-sigma", parameters)
const uniform = random(5)
const noise = { energy: 0.001, forces: 0.01, stress: 0.0003 }
const [labelled] = label(potential, parameters, [rattledCrystal(uniform, 18, 3.7, 2, 0.2)], { noise, gauss: () => uniform() - 0.5 })
const forces = labelled.forces!.map((value, c) => (c === 4 ? NaN : value))
const configuration = { ...labelled, forces, weights: { energy: 2.5, forces: 0.7, stress: 1.3 } }
const printed = {
  positions: { by: "digits", count: 4 },
  energy: { by: "decimals", count: 4 },
  forces: { by: "decimals", count: 5 },
} as const
const use = { energy: true, forces: true, stress: true }
const chunk = passingChunk({ potential: potential.spec, baseline: emptyBaseline }, [configuration])
const theta = Float64Array.from(parameters)
const covariance = roundingCovariance(chunk, 0, theta, { "fixture.xyz": printed }, use)
const atoms = configuration.structure.numbers.length

/** Central differences of energy per atom, forces and stress with respect to a coordinate. */
function slope(c: number): number[] {
  const h = 1e-4
  const at = (shift: number): number[] => {
    const { structure } = configuration
    const positions = structure.positions.with(c, structure.positions[c] + shift)
    const { energy, forces: force, stress } = evaluateStructure(potential, theta, { ...structure, positions })
    return [energy / atoms, ...force, ...stress!]
  }
  const [up, down] = [at(h), at(-h)]
  return up.map((value, k) => (value - down[k]) / (2 * h))
}

test("covariances by rounding are S D Sᵀ + R, with slopes S from central differences", () => {
  const { positions } = configuration.structure
  const slopes = Array.from(positions.keys(), slope)
  const expected = (i: number, k: number): number =>
    slopes.reduce((sum, own, c) => sum + own[i] * own[k] * roundingVariance(positions[c], printed.positions), 0)
  const energy = configuration.weights.energy * (expected(0, 0) + roundingVariance(configuration.energy!, printed.energy) / atoms ** 2)
  expect(covariance.energy![0] / energy).toBeCloseTo(1, 3)
  const present = Array.from({ length: 3 * atoms }, (_, c) => c).filter((c) => c !== 4)
  expect(covariance.forces).toHaveLength((present.length * (present.length + 1)) / 2)
  const largest = Math.max(...covariance.forces!)
  let at = 0
  present.forEach((c, i) => {
    present.slice(0, i + 1).forEach((d) => {
      const own = c === d ? roundingVariance(forces[c], printed.forces) : 0
      expect(Math.abs(covariance.forces![at++] - 0.7 * (expected(1 + c, 1 + d) + own))).toBeLessThan(1e-3 * largest)
    })
  })
  const first = 1.3 * expected(1 + 3 * atoms, 1 + 3 * atoms)
  expect(covariance.stress![0] / first).toBeCloseTo(1, 2)
})

test("whitened rows are independent: L Lᵀ is the covariance, and the sums are those of V", () => {
  const residuals = chunkResiduals(chunk, theta)
  const at = (sigma: number) => {
    const found = whiten([configuration], residuals, [covariance], new Map([["forces/all", sigma]]))
    const sums = found.sums.get("forces/all")!
    return { ...sums, factor: found.noise.structures[0].forces!, likelihood: 0.5 * (sums.square + sums.logDeterminant) }
  }
  const sigma = 0.0021
  const { factor, square, rows, variance, slope: inside, trace, curvature } = at(sigma)
  const n = 3 * atoms - 1
  expect(rows).toBe(n)
  // L of every row, from the identity matrix put through its inverse.
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) inverse[i * (n + 1)] = 1
  weighBlock("factors", factor, inverse, n, n)
  const V = (i: number, k: number): number =>
    covariance.forces![(Math.max(i, k) * (Math.max(i, k) + 1)) / 2 + Math.min(i, k)] + (i === k ? sigma ** 2 : 0)
  for (const [i, k] of [
    [0, 0],
    [5, 2],
    [n - 1, 3],
    [n - 1, n - 1],
  ]) {
    let white = 0
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) white += inverse[i * n + a] * V(a, b) * inverse[k * n + b]
    expect(white / sigma ** 2).toBeCloseTo(i === k ? 1 : 0, 9)
  }
  const r = residuals[0]
    .subarray(1, 1 + 3 * atoms)
    .filter((value) => !Number.isNaN(value))
    .map((value) => Math.sqrt(0.7) * value)
  weighBlock("factors", factor, r, n, 1)
  expect(square).toBeCloseTo(
    r.reduce((sum, z) => sum + (z / sigma) ** 2, 0),
    9,
  )
  expect(variance).toBeCloseTo(
    Array.from({ length: n }, (_, i) => V(i, i)).reduce((a, b) => a + b),
    12,
  )
  // −ln L and its derivatives with respect to s = σ²: ½ (tr V⁻¹ − |V⁻¹r|²), and of |V⁻¹r|² that of −2 rᵀV⁻³r.
  const s = sigma ** 2
  const h = 1e-4 * s
  const [up, down] = [at(Math.sqrt(s + h)), at(Math.sqrt(s - h))]
  expect((up.likelihood - down.likelihood) / (2 * h) / (0.5 * (trace - inside))).toBeCloseTo(1, 5)
  expect((up.slope - down.slope) / (2 * h) / (-2 * curvature)).toBeCloseTo(1, 5)
})
