import { describe, expect, it } from "vitest"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { evaluateTriplets } from "./evaluate-triplets.ts"
import { referenceTriplets } from "./reference-triplets.ts"
import { tripletTerms } from "./terms.ts"
import { parseSpec } from "../spec/parse-spec.ts"
import { uf3Schema, type Uf3Spec } from "./uf3-spec.ts"

const statistics: DataStatistics = {
  elements: [29, 79],
  minimumDistance: { "Cu-Cu": 1.83, "Cu-Au": 2.04, "Au-Au": 2.21 },
  nearestNeighbour: { "Cu-Cu": 2.54, "Cu-Au": 2.69, "Au-Au": 2.81 },
  volumePerAtom: 13.7,
}

const coarse = { pair: 0.75, neighbours: 0.7, opposite: 2 }
const spec = { kind: "uf3", elements: ["Cu", "Au"], cutoff: 4.6, threeBodyCutoff: 3.9, spacing: coarse } as const

function resolved(open: object): Uf3Spec {
  return parseSpec(uf3Schema, resolveSpec(open, statistics))
}

describe("splines of two and three bodies", () => {
  it("obey the laws of potentials in a mixture, ending smoothly at both cutoffs", () => {
    const potential = createPotential(resolved(spec))
    checkPotential(potential, { seed: 4, spacing: 2.5, ends: [3.9] })
  })

  it("have the derivatives of their energies with respect to every coefficient", () => {
    const one = { ...spec, elements: ["Cu"], spacing: { pair: 0.6, neighbours: 1, opposite: 2 } }
    checkPotential(createPotential(resolved(one)), { seed: 8, spacing: 2.3, ends: [3.9] })
  })
})

describe("evaluateTriplets", () => {
  it("is the sum over coefficients that defines it", () => {
    const full = resolved(spec)
    const numbers = elementNumbers(full.elements)
    const { triplets, parameters } = tripletTerms(full, ["Cu", "Au"], 0)
    const random = randomNumbers(21)
    const theta = Float64Array.from(parameters, () => random() - 0.5)
    const structures = (["cluster", "thin"] as const).map((kind) => randomStructure(kind, numbers, 2.4, random))
    // A graph may hold elements that the potential does not know, in an order of its own.
    const graph = buildGraph(structures, [79, 8, 29], 4.2)
    const evaluation = () => ({
      energies: new Float64Array(graph.species.length),
      forces: new Float64Array(3 * graph.species.length),
      virials: new Float64Array(6 * structures.length),
    })
    const [found, expected] = [evaluation(), evaluation()]
    evaluateTriplets(triplets, numbers, graph, theta, found)
    referenceTriplets(triplets, numbers, graph, theta, expected)
    releaseGraph(graph)
    for (const key of ["energies", "forces", "virials"] as const) {
      const scale = Math.max(...expected[key].map(Math.abs))
      expect(scale).toBeGreaterThan(0.1)
      expected[key].forEach((value, k) => expect(Math.abs(found[key][k] - value)).toBeLessThan(1e-13 * scale))
    }
  })
})

describe("resolved splines", () => {
  it("repel at every distance below the data, whatever is fitted", () => {
    const full = resolved(spec)
    const fixed = createPotential(full).parameters.filter((parameter) => parameter.fixed)
    // 0.7 × the nearest-neighbour distance where the data do not come as close as that.
    for (const [label, closest] of [
      ["Cu-Cu", 0.7 * 2.54],
      ["Cu-Au", 0.7 * 2.69],
      ["Au-Au", 0.7 * 2.81],
    ] as const) {
      const core = fixed.filter(({ key }) => key.startsWith(`uf3.${label}.`)).map(({ value }) => value)
      expect(core.length).toBeGreaterThan(2)
      // B-spline k ends at knot k + 1.
      expect(full.pairs?.[label].knots[core.length]).toBeCloseTo(closest, 7)
      expect(core).toEqual(core.toSorted((a, b) => b - a))
      expect(core[core.length - 1]).toBeGreaterThan(1)
    }
  })

  it("survive a file and leave nothing open", () => {
    const full = resolved({ kind: "uf3" })
    expect(full.elements).toEqual(["Cu", "Au"])
    expect(resolved(JSON.parse(JSON.stringify(full)))).toEqual(full)
    const again = createPotential(JSON.parse(JSON.stringify(full)))
    expect(again.parameters).toEqual(createPotential(full).parameters)
    expect(parameterValues(again.parameters).every(Number.isFinite)).toBe(true)
  })

  it("have one unknown for both orders of equal neighbours, and none where no triangle is", () => {
    const { triplets } = tripletTerms(resolved(spec), ["Cu", "Au"], 0)
    expect(triplets.map(({ label }) => label)).toEqual(["Cu-Cu-Cu", "Cu-Cu-Au", "Cu-Au-Au", "Au-Cu-Cu", "Au-Cu-Au", "Au-Au-Au"])
    for (const { first, second, bases, unknowns } of triplets) {
      const { indices, count } = unknowns
      for (let k = 0; k < count; k++) {
        const [a, b, c] = indices.subarray(3 * k, 3 * k + 3)
        if (first === second) expect(a).toBeLessThanOrEqual(b)
        const [[lowJ, highJ], [lowK, highK], [low, high]] = [a, b, c].map((n, axis) => {
          const { knots } = bases[axis]
          return [knots[n - 3], knots[n + 1]]
        })
        expect(high).toBeGreaterThan(Math.max(lowJ - highK, lowK - highJ))
        expect(low).toBeLessThan(highJ + highK)
      }
    }
  })
})
