import { describe, expect, it } from "vitest"
import { ridgePenalty, syntheticSystem } from "../../solve/linear/fixtures/synthetic-system.ts"
import { createEvidence } from "../../solve/linear/evidence.ts"
import { solveRelevance } from "./solve-relevance.ts"

const n = 20
const support = [1, 6, 13]
const truth = Float64Array.from({ length: n }, (_, k) => (support.includes(k) ? [3, -2, 1.5][support.indexOf(k)] : 0))
const classes = [
  { name: "energy", rows: 30, sigma: 0.05, size: 0.4 },
  { name: "force", rows: 150, sigma: 0.3, size: 2 },
]

describe("solveRelevance", () => {
  it("prunes what the data do not need, and finds σ", () => {
    const { system } = syntheticSystem(61, truth, classes)
    const { value, status, stats } = solveRelevance(system)
    expect(status.outcome).toBe("converged")
    for (const k of support) expect(stats.columns).toContain(k)
    value.forEach((x, k) => expect(Math.abs(x - truth[k])).toBeLessThan(0.1))
    value.forEach((x, k) => expect(x === 0).toBe(!stats.columns.includes(k)))
    expect(stats.sigmas[0] / 0.05).toBeCloseTo(1, 0)
    expect(stats.sigmas[1] / 0.3).toBeCloseTo(1, 0)
  })

  it("keeps of the columns without effect as many as chance has it: those whose signal is above its own error", () => {
    // q² > s for a χ² variable of one degree of freedom above 1: 31.7 %.
    const repeats = 60
    let kept = 0
    for (let seed = 0; seed < repeats; seed++) {
      const { stats } = solveRelevance(syntheticSystem(700 + seed, truth, classes).system)
      kept += (stats.columns.length - support.length) / (n - support.length) / repeats
    }
    expect(Math.abs(kept - 0.317)).toBeLessThan(4 * Math.sqrt((0.317 * 0.683) / (repeats * 17)))
  })

  it("is stationary for the evidence of the columns that stay", () => {
    const given = ridgePenalty("given", [6], { origin: "given", start: 0.05 }, 0.3)
    const { system } = syntheticSystem(62, truth, classes, { penalties: [given] })
    const { stats, value } = solveRelevance(system, { tolerance: 1e-7, always: [6] })
    const own = stats.columns.filter((k) => stats.alphas[k] > 0)
    const penalties = [given, ...own.map((k) => ridgePenalty(`${k}`, [k], { origin: "estimated" as const, start: stats.alphas[k] }))]
    const pruned = ridgePenalty(
      "pruned",
      [...truth.keys()].filter((k) => !stats.columns.includes(k)),
      { origin: "given", start: 1e12 },
    )
    const { at, origin } = createEvidence({ ...system, penalties: [...penalties, pruned] })
    const { gradient, x } = at(Float64Array.from([...stats.sigmas, ...own.map((k) => stats.alphas[k])], Math.log))
    gradient.forEach((slope) => expect(Math.abs(slope)).toBeLessThan(1e-3))
    value.forEach((one, k) => expect(one).toBeCloseTo(origin[k] + x[k], 6))
  })

  it("shrinks towards the centres it is given", () => {
    const centres = Float64Array.from(truth, (_, k) => (k === 9 ? 5 : 0.1 * k))
    const shifted = truth.map((value, k) => value - centres[k])
    const plain = solveRelevance(syntheticSystem(63, truth, classes).system)
    const moved = solveRelevance(syntheticSystem(63, shifted, classes).system, { centres })
    expect(moved.stats.columns).toEqual(plain.stats.columns)
    moved.value.forEach((x, k) => expect(x + centres[k]).toBeCloseTo(plain.value[k], 6))
  })
})
