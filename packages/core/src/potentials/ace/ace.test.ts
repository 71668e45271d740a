import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import type { Potential } from "../potential.ts"
import { hasRegularisers } from "../regulariser.ts"
import { createPotential, resolveSpec } from "../registry.ts"

const silicon = {
  kind: "ace",
  elements: ["Si"],
  cutoff: 4.7,
  core: "none",
  radial: { neighbour: { "Si-Si": 2.35 }, shortest: { "Si-Si": 2.02 } },
}
const alloy = {
  kind: "ace",
  elements: ["Ti", "Al"],
  cutoff: 4.9,
  core: "none",
  radial: {
    neighbour: { "Ti-Ti": 2.9, "Ti-Al": 2.8, "Al-Al": 2.75 },
    shortest: { "Ti-Ti": 2.3, "Ti-Al": 2.2, "Al-Al": 2.1 },
  },
}

/** Random coefficients that fall as the prior expects. */
function coefficients(potential: Potential, seed: number): Float64Array {
  const random = randomNumbers(seed)
  const theta = Float64Array.from(potential.parameters, () => 0.3 * (random() - 0.5))
  if (hasRegularisers(potential)) {
    const smoothness = potential.regularisers.find(({ name }) => name === "smoothness")!
    for (const { parameters, coefficients } of smoothness.rows) theta[parameters[0]] /= coefficients[0]
  }
  return theta
}

function check(spec: object, seed: number, options: object = {}): void {
  const potential = createPotential(spec)
  checkPotential(potential, { seed, spacing: 2.6, theta: coefficients(potential, seed), ...options })
}

describe("an atomic cluster expansion", () => {
  it.each([1, 2, 3, 4])("obeys the laws of potentials at order %i alone", (order) => {
    const degree = [1, 2, 3, 4].map((other) => (other === order ? order + [9, 7, 5, 4][order - 1] : 0))
    const potential = createPotential({ ...silicon, degree, lWeight: 1 })
    expect(new Set(potential.parameters.map(({ key }) => key.split(" ")[0].split(",").length))).toEqual(new Set([order]))
    check({ ...silicon, degree, lWeight: 1 }, order)
  })

  it.each([
    { transform: 0, envelope: 3 },
    { transform: 3, envelope: 4 },
    { transform: 4, envelope: 5 },
  ])("obeys the laws of potentials for $transform, $envelope", (radial) => {
    check({ ...silicon, radial: { ...silicon.radial, ...radial }, degree: [6, 6, 5], lWeight: 1 }, 3)
  })

  it.each([
    ["above", [0.01, 0.05]],
    ["within", [0.05, 4]],
    ["below", [50, 80]],
  ] as const)("obeys the laws of potentials for two elements, %s the fade to their core", (_, fade) => {
    const core = {
      prefactor: { "Ti-Ti": 600, "Ti-Al": 400, "Al-Al": 250 },
      decay: { "Ti-Ti": 1.1, "Ti-Al": 1.05, "Al-Al": 1 },
      fade: { Ti: fade, Al: [1.1 * fade[0], fade[1]] },
    }
    check({ ...alloy, core, compression: { volume: 12 }, degree: [4, 3, 4, 4], lWeight: 1 }, 7)
  })

  it("names each coefficient once", () => {
    const keys = createPotential({ ...alloy, degree: [5, 5, 5, 6], lWeight: 1 }).parameters.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toContain("ace.Ti.TiAl n=1,2 l=1,1 #1")
    expect(keys).toContain("ace.Al.TiTiAlAl n=1,1,1,1 l=0,1,0,1 #1")
  })

  it("has independent functions: their design matrix has full rank", () => {
    const potential = createPotential({ ...alloy, degree: [3, 4, 4, 5], lWeight: 1 })
    const random = randomNumbers(11)
    const count = potential.parameters.length
    expect(count).toBeGreaterThan(50)
    const structures = Array.from({ length: 40 }, () => randomStructure("crystal", [22, 13], 2.7, random))
    const rank = rankOfEnergies(potential, structures)
    expect(rank).toBe(count)
  })
})

/** Rank of the atomic energies of all atoms as functions of the coefficients, by elimination with full pivoting. */
function rankOfEnergies(potential: Potential, structures: readonly Structure[]): number {
  const count = potential.parameters.length
  const columns = Array.from({ length: count }, (_, k) => {
    const theta = new Float64Array(count)
    theta[k] = 1
    return predict(potential, structures, theta).flatMap(({ energies }) => [...energies])
  })
  const scaled = columns.map((column) => {
    const size = Math.hypot(...column)
    return column.map((value) => value / size)
  })
  let rank = 0
  for (;;) {
    const sizes = scaled.map((column) => Math.hypot(...column))
    const best = sizes.indexOf(Math.max(...sizes))
    if (rank === count || sizes[best] < 1e-7) return rank
    const unit = scaled[best].map((value) => value / sizes[best])
    for (const column of scaled) {
      const along = column.reduce((sum, value, k) => sum + value * unit[k], 0)
      column.forEach((value, k) => (column[k] = value - along * unit[k]))
    }
    rank++
  }
}

describe("a resolved expansion", () => {
  const statistics = {
    elements: [14],
    minimumDistance: { "Si-Si": 2.07 },
    nearestNeighbour: { "Si-Si": 2.35 },
    volumePerAtom: 20.4,
    energySpread: 0.4,
  }

  it("has about as many functions as its size says, and nothing left to resolve", () => {
    for (const [size, low, high] of [
      ["small", 90, 137],
      ["medium", 280, 420],
      ["large", 900, 1260],
    ] as const) {
      const spec = resolveSpec({ kind: "ace", size }, statistics)
      const { length } = createPotential(spec).parameters
      expect(length).toBeGreaterThan(low)
      expect(length).toBeLessThanOrEqual(high)
      expect(resolveSpec(spec, statistics)).toEqual(spec)
    }
  })

  it("has a larger basis for more time", () => {
    const counts = [5, 15, 50].map(
      (timePerAtom) => createPotential(resolveSpec({ kind: "ace", timePerAtom }, statistics)).parameters.length,
    )
    expect(counts[0]).toBeLessThan(counts[1])
    expect(counts[1]).toBeLessThan(counts[2])
  })

  it("repels at any short distance, whatever its coefficients are", () => {
    const potential = createPotential(resolveSpec({ kind: "ace", size: "small" }, statistics))
    const energies = (theta: Float64Array): number[] =>
      [0.05, 0.1, 0.2, 0.4, 0.8].map((distance) => {
        const dimer = {
          numbers: Int32Array.of(14, 14),
          positions: Float64Array.of(0, 0, 0, distance, 0, 0),
          cell: null,
          pbc: [false, false, false],
        }
        return predict(potential, [{ ...dimer, pbc: [false, false, false] }], theta)[0].energy
      })
    const found = energies(coefficients(potential, 4))
    for (let k = 1; k < found.length; k++) expect(found[k]).toBeLessThan(found[k - 1])
    expect(found[0]).toBeGreaterThan(2e3)
  })

  it("refuses keys that contradict each other, and lengths that do", () => {
    expect(() => resolveSpec({ kind: "ace", size: "small", degree: 8 }, statistics)).toThrow(/size and degree each choose the basis/u)
    expect(() => resolveSpec({ kind: "ace", order: 3 }, statistics)).toThrow(/the order goes with one degree/u)
    expect(() => createPotential({ kind: "ace", elements: ["Si"], degree: 8 })).toThrow(/left to be found from data/u)
    expect(() => createPotential({ ...silicon, cutoff: 1.9, degree: 8 })).toThrow(/beyond the cutoff of 1.9 Å/u)
    expect(() => resolveSpec({ kind: "ace", radial: { neighbour: { "Si-O": 2 } } }, statistics)).toThrow(/is no pair of the elements Si/u)
  })
})
