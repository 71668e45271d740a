import { describe, expect, it } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { buildGraph } from "../graph/build-graph.ts"
import type { StressAse } from "../units/stress.ts"
import { audit } from "./audit.ts"
import type { Finding } from "./finding.ts"
import { testStress } from "./stress.ts"
import { strainedPairs } from "./strained-pairs.ts"

const GIGAPASCAL = 160.2176634

/** A soft Lennard-Jones crystal (ε = 0.1 eV, σ = 2.3 Å), strained and rattled, with its exact energy, forces and stress. */
function crystal(strain: readonly number[], rattle = 0, group = "Elastic", seed = 1): Configuration {
  const [xx, yy, zz, yz, xz, xy] = strain
  const a = 3.61
  const deformation = [1 + xx, xy / 2, xz / 2, xy / 2, 1 + yy, yz / 2, xz / 2, yz / 2, 1 + zz]
  const cell = Float64Array.from(deformation, (value) => value * a)
  const sites = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
  const noise = (k: number): number => rattle * Math.sin(12.9898 * (k + 1) * seed + seed)
  const positions = Float64Array.from({ length: 12 }, (_, k) => {
    const site = sites.slice(3 * Math.floor(k / 3), 3 * Math.floor(k / 3) + 3)
    return site[0] * cell[k % 3] + site[1] * cell[3 + (k % 3)] + site[2] * cell[6 + (k % 3)] + noise(k)
  })
  const structure = { numbers: new Int32Array(4).fill(29), positions, cell, pbc: [true, true, true] as const }
  const graph = buildGraph([structure], [29], 7)
  const forces = new Float64Array(12)
  const stress = new Float64Array(6) as StressAse
  const volume = graph.volumes[0]
  let energy = 0
  for (let e = 0; e < graph.distances.length; e++) {
    const r = graph.distances[e]
    // Quartic fade, so that energies and forces are continuous at the cutoff.
    const fade = (1 - (r / 7) ** 2) ** 4
    const slope = (-8 * r * (1 - (r / 7) ** 2) ** 3) / 49
    const s6 = (2.3 / r) ** 6
    const phi = 0.4 * (s6 * s6 - s6)
    const derivative = (0.4 * (-12 * s6 * s6 + 6 * s6) * fade) / r + phi * slope
    energy += (phi * fade) / 2
    const v = graph.vectors.subarray(3 * e, 3 * e + 3)
    for (let c = 0; c < 3; c++) forces[3 * graph.origins[e] + c] += (derivative * v[c]) / r
    const products = [v[0] * v[0], v[1] * v[1], v[2] * v[2], v[1] * v[2], v[0] * v[2], v[0] * v[1]]
    products.forEach((product, c) => (stress[c] += (derivative * product) / (2 * r * volume)))
  }
  const weights = { energy: 1, forces: 1, stress: 1 }
  return { structure, energy, forces, stress, group, weights, origin: { file: "made.xyz", frame: 0 } }
}

const strains = [-0.02, -0.01, 0, 0.01, 0.02].flatMap((e) => [
  [e, 0, 0, 0, 0, 0],
  [0.3 * e, e, 0, 0, 0, 0],
  [e, e, e, 0, 0, 0],
  [0.2 * e, 0, 0, e, 0, 0],
  [0, 0, 0, 0.4 * e, 1.1 * e, 0],
  [0, 0, 0, 0, 0, e],
])
const series = strains.map((strain, k) => crystal(strain, 0.03, "Elastic", 1 + (k % 3)))

function codes(configurations: readonly Configuration[]): readonly string[] {
  return audit([{ name: "train", configurations }], 5).findings.map(({ code }) => code)
}

function withStress(change: (stress: Float64Array) => readonly number[]): readonly Configuration[] {
  return series.map((configuration) => ({ ...configuration, stress: Float64Array.from(change(configuration.stress!)) as StressAse }))
}

describe("stress test on strained series", () => {
  it("finds exact stresses consistent, rattled atoms and all", () => {
    const test = testStress(strainedPairs(series))!
    expect(Math.abs(test.slope - 1)).toBeLessThan(0.01)
    expect(Math.abs(test.offset) * GIGAPASCAL).toBeLessThan(0.1)
    expect(codes(series)).toContain("stress-consistent")
  })

  it("measures a constant offset", () => {
    const shifted = withStress((s) => [s[0] + 0.018, s[1] + 0.018, s[2] + 0.018, s[3], s[4], s[5]])
    expect(testStress(strainedPairs(shifted))!.offset).toBeCloseTo(0.018, 3)
    expect(codes(shifted)).toContain("stress-offset")
  })

  it("finds the wrong sign, unit and order", () => {
    expect(codes(withStress((s) => [...s].map((value) => -value)))).toContain("stress-sign")
    expect(codes(withStress((s) => [...s].map((value) => value * GIGAPASCAL)))).toContain("stress-unit")
    const swapped = withStress((s) => [s[0], s[1], s[2], s[5], s[4], s[3]])
    expect(codes(swapped)).toContain("stress-order")
    expect(testStress(strainedPairs(swapped))!.order).toEqual([2, 1, 0])
  })
})

describe("audit", () => {
  const find = (findings: readonly Finding[], code: string): Finding | undefined => findings.find((finding) => finding.code === code)

  it("finds symmetry twins across sets, also rotated, relabelled and shifted", () => {
    const [configuration] = series.slice(7)
    const { positions, cell } = configuration.structure
    const turn = (rows: Float64Array): Float64Array =>
      Float64Array.from(rows, (_, k) => (k % 3 === 0 ? -rows[k + 1] : k % 3 === 1 ? rows[k - 1] : -rows[k]))
    const turned = turn(positions)
    const moved = Float64Array.from({ length: 12 }, (_, k) => turned[(k + 3) % 12] + 0.7)
    const twin = { ...configuration, structure: { ...configuration.structure, positions: moved, cell: turn(cell!) } }
    const sets = [
      { name: "train", configurations: series },
      { name: "test", configurations: [twin, crystal([0.013, 0.001, 0, 0, 0, 0], 0.05)] },
    ]
    const finding = find(audit(sets, 5).findings, "twins-across-sets")!
    expect(finding.message).toContain("1 of 2 structures of test")
  })

  it("finds net forces, groups apart, missing labels and single precision", () => {
    const pushed = series.map((configuration, k) =>
      k === 3 ? { ...configuration, forces: configuration.forces!.map((f) => f + 0.1) } : configuration,
    )
    expect(codes(pushed)).toContain("net-force")
    const shear = series.map((configuration) => ({ ...configuration, group: "Shear", energy: configuration.energy! + 10 }))
    const apart = audit([{ name: "train", configurations: [...series, ...shear] }], 5).findings
    expect(find(apart, "group-apart")?.message).toContain("eV/atom")
    const { energy: _, ...unlabelled } = series[0]
    expect(codes([...series.slice(1), unlabelled])).toContain("missing-energy")
    const rounded = series.map((configuration) => ({ ...configuration, energy: Math.fround(configuration.energy! * 5000) }))
    expect(codes(rounded)).toContain("single-precision")
    expect(codes(series)).not.toContain("single-precision")
    expect(codes(series)).not.toContain("net-force")
  })
})
