import { describe, expect, it } from "vitest"
import type { SpecFailure } from "../../failure/failure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import { hasRegularisers } from "../regulariser.ts"
import { secondDifferences } from "./pair-grid.ts"

const statistics = {
  elements: [13, 29],
  minimumDistance: { "Al-Al": 2.4, "Al-Cu": 2.2, "Cu-Cu": 2.1 },
  nearestNeighbour: { "Al-Al": 2.8, "Al-Cu": 2.6, "Cu-Cu": 2.5 },
  volumePerAtom: 14,
}
const open = { kind: "pair", cutoff: 5.5, pairs: { "*-*": { grid: { points: 9 } }, "Cu-Cu": { form: "morse" } } }

describe("a pair function on a grid", () => {
  it("obeys the laws of potentials, resolves to itself and is the spline through its values", () => {
    const resolved = resolveSpec(open, statistics)
    expect(resolveSpec(JSON.parse(JSON.stringify(resolved)), statistics)).toEqual(resolved)
    const potential = createPotential(resolved)
    checkPotential(potential, { seed: 6, spacing: 2.5 })
    expect(potential.parameters.filter(({ key }) => key.startsWith("pair.Al-Cu.knot"))).toHaveLength(8)
  })

  it("declares the penalty on its second differences, of its own parameters", () => {
    const potential = createPotential(resolveSpec(open, statistics))
    if (!hasRegularisers(potential)) throw new Error("a grid has a penalty")
    expect(potential.regularisers.map(({ name }) => name)).toEqual(["smoothness of Al-Al", "smoothness of Al-Cu"])
    const keys = potential.regularisers[1].rows[0].parameters.map((k) => potential.parameters[k].key)
    expect(keys).toEqual(["pair.Al-Cu.knot0", "pair.Al-Cu.knot1", "pair.Al-Cu.knot2"])
  })

  it("says in its own words what is wrong", () => {
    const of = (grid: object) => ({ kind: "pair", elements: ["Cu"], cutoff: 5.5, pairs: { "Cu-Cu": { grid } } })
    const failureOf = (grid: object): Pick<SpecFailure, "path" | "message"> => {
      try {
        createPotential(of(grid))
      } catch (failure) {
        if (failure instanceof Error && "path" in failure) return failure as SpecFailure
      }
      throw new Error("this is wrong, but was taken")
    }
    expect(failureOf({ points: [2, 3, 5] })).toMatchObject({ path: ["pairs", "Cu-Cu", "grid", "points"] })
    expect(failureOf({ points: 5 })).toMatchObject({ path: ["pairs", "Cu-Cu", "grid", "start"] })
    expect(failureOf({ points: 5, start: 2, values: [1] })).toMatchObject({ path: ["pairs", "Cu-Cu", "grid", "values"] })
    expect(failureOf({ pionts: 5 })).toMatchObject({ path: ["pairs", "Cu-Cu", "grid", "pionts"] })
  })
})

describe("secondDifferences", () => {
  const apply = (points: readonly number[], f: (x: number) => number): readonly number[] =>
    secondDifferences(points).map(({ parameters, coefficients }) =>
      parameters.reduce((sum, k, at) => sum + coefficients[at] * f(points[k]), 0),
    )

  it("are v₋ − 2v + v₊ on an even grid", () => {
    const rows = secondDifferences([2, 2.25, 2.5, 2.75, 3])
    expect(rows.map(({ coefficients }) => coefficients)).toEqual([
      [1, -2, 1],
      [1, -2, 1],
      [1, -2],
    ])
  })

  it("are h² f″ of a parabola that ends at zero, on any grid", () => {
    const points = [1.7, 2.2, 2.4, 3.1, 3.9, 4.3]
    const found = apply(points, (x) => 0.8 * (x - 4.3) * (x - 2.9))
    const mean = (4.3 - 1.7) / 5
    for (const value of found) expect(value).toBeCloseTo(1.6 * mean * mean, 12)
  })
})
