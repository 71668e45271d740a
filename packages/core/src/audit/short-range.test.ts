import { describe, expect, it } from "vitest"
import { parameterValues } from "../potentials/parameters.ts"
import { createPotential } from "../potentials/registry.ts"
import { shortRangeWarnings } from "./short-range.ts"

function warnings(pairs: Readonly<Record<string, unknown>>, shortest: Readonly<Record<string, number>>): readonly string[] {
  const potential = createPotential({ kind: "pair", elements: ["Ti", "Al"], cutoff: 6.2, switch: "shift", pairs })
  return shortRangeWarnings(potential, parameterValues(potential.parameters), shortest)
}

const lennardJones = { form: "lennard-jones", parameters: { epsilon: 0.17, sigma: 2.31 } }
/** C r⁻⁶ wins over A exp(−r/ρ) close by: φ is largest at 1.164 Å. */
const buckingham = { formula: "A*exp(-r/rho) - C/r^6", parameters: { A: 1388.773, rho: 0.3623, C: 175 } }

describe("repulsion below the shortest distance", () => {
  it("passes a wall, also where the well of the dimer lies below the distances of the data", () => {
    const pairs = { "*-*": lennardJones }
    expect(warnings(pairs, { "Al-Al": 2.2, "Al-Ti": 2.5, "Ti-Ti": 3.4 })).toEqual([])
  })

  it("names the pair, the distance and the barrier where repulsion ends", () => {
    const { A, rho, C } = buckingham.parameters
    const slope = (r: number): number => (-A / rho) * Math.exp(-r / rho) + (6 * C) / r ** 7
    let [low, high] = [0.9, 1.8]
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2
      if (slope(middle) > 0) low = middle
      else high = middle
    }
    const [warning, ...others] = warnings({ "*-*": lennardJones, "Ti-Ti": buckingham }, { "Al-Al": 2.2, "Al-Ti": 2.5, "Ti-Ti": 2.0 })
    expect(others).toEqual([])
    expect(warning).toMatch(/^Ti–Ti attracts below [\d.]+ Å \(behind a barrier of [\d.]+ eV\), nearer than the 2\.00 Å of the data/)
    expect(Math.abs(Number(/below ([\d.]+)/.exec(warning)![1]) - low)).toBeLessThan(0.02)
  })

  it("sees attraction all the way in", () => {
    const always = { formula: "-a*exp(-r/b)", parameters: { a: 2.7, b: 1.3 } }
    expect(warnings({ "*-*": always }, { "Al-Ti": 2.4 })).toEqual([expect.stringMatching(/^Al–Ti attracts below 2\.40 Å, the shortest/)])
  })

  it("says nothing of pairs that are not in the data", () => {
    const always = { formula: "-a*exp(-r/b)", parameters: { a: 2.7, b: 1.3 } }
    expect(warnings({ "*-*": always }, { "Al-Ti": 6.5 })).toEqual([])
  })

  it("counts the embedding of both atoms", () => {
    const eam = (depth: number): readonly string[] => {
      const potential = createPotential({
        kind: "eam",
        elements: ["Ti"],
        cutoff: 6.2,
        pair: { "Ti-Ti": { formula: "A*exp(-r/0.6)", parameters: { A: 40 } } },
        density: { Ti: { formula: "exp(-r/0.9)", parameters: {} } },
        embedding: { Ti: { formula: "-F*rho", parameters: { F: depth } } },
      })
      return shortRangeWarnings(potential, parameterValues(potential.parameters), { "Ti-Ti": 2.3 })
    }
    expect(eam(0.4)).toEqual([])
    expect(eam(40)).toHaveLength(1)
  })
})
