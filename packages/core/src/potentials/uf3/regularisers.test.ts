import { describe, expect, it } from "vitest"
import { createPotential, resolveSpec } from "../registry.ts"
import { hasRegularisers, type Regulariser } from "../regulariser.ts"
import { parseSpec } from "../spec/parse-spec.ts"
import { pairTerms, tripletTerms } from "./terms.ts"
import { uf3Schema } from "./uf3-spec.ts"

const statistics = {
  elements: [5, 7],
  minimumDistance: { "B-B": 1.5, "B-N": 1.3, "N-N": 1.25 },
  nearestNeighbour: { "B-B": 1.8, "B-N": 1.5, "N-N": 1.4 },
  volumePerAtom: 6.1,
}
const spec = parseSpec(uf3Schema, resolveSpec({ kind: "uf3", cutoff: 4.2, threeBodyCutoff: 3.3 }, statistics))
const potential = createPotential(spec)

function regulariser(name: string): Regulariser {
  const found = hasRegularisers(potential) ? potential.regularisers.find((one) => one.name === name) : undefined
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

/** The rows of a penalty on coefficients that `value` gives by the numbers in their keys. */
function apply({ rows }: Regulariser, value: (...numbers: readonly number[]) => number): readonly number[] {
  const numbers = potential.parameters.map(({ key }) =>
    key
      .replace(/.*coefficient/u, "")
      .split("-")
      .map(Number),
  )
  return rows.map(({ parameters, coefficients }) => parameters.reduce((sum, k, at) => sum + coefficients[at] * value(...numbers[k]), 0))
}

describe("penalties of splines", () => {
  it("are a ridge and a roughness for every pair, a ridge and a curvature and one more along r_jk for every triplet", () => {
    const names = hasRegularisers(potential) ? potential.regularisers.map(({ name }) => name) : []
    const triplets = ["B-B-B", "B-B-N", "B-N-N", "N-B-B", "N-B-N", "N-N-N"]
    expect(names).toEqual([
      ...["B-B", "B-N", "N-N"].flatMap((pair) => [`ridge of ${pair}`, `roughness of ${pair}`]),
      ...triplets.flatMap((triplet) => [`ridge of ${triplet}`, `curvature of ${triplet}`, `curvature of ${triplet} opposite`]),
    ])
  })

  it("touch every free coefficient, and no fixed one", () => {
    const touched = new Set(
      (hasRegularisers(potential) ? potential.regularisers : []).flatMap(({ rows }) => rows.flatMap((row) => row.parameters)),
    )
    potential.parameters.forEach(({ fixed }, k) => expect(touched.has(k)).toBe(!fixed))
  })

  it("do not mind cubics in the number of a B-spline, and weigh what ripples by e every 1.8 decay lengths", () => {
    const cubic = apply(regulariser("roughness of B-N"), (k) => (k - 9) ** 3 / 50 - k * k + 3 * k)
    // The last rows reach into the zeros beyond the end.
    for (const value of cubic.slice(0, -4)) expect(value).toBeCloseTo(0, 8)
    const bent = apply(regulariser("roughness of B-N"), (k) => k ** 4)
    const pair = pairTerms(spec, ["B", "N"]).find(({ label }) => label === "B-N")
    const width = (pair?.radial.knots[9] ?? 0) - (pair?.radial.knots[8] ?? 0)
    for (let k = 2; k < bent.length - 5; k++) {
      expect(bent[k + 1] / bent[k]).toBeCloseTo(Math.exp(width / (1.8 * Number(spec.decay.pair))), 5)
    }
  })

  it("see three-body splines bend along each axis", () => {
    const plane = (a: number, b: number, c: number) => 2 * (a + b) - 5 * c + 1
    for (const name of ["curvature of B-N-N", "curvature of B-N-N opposite", "curvature of N-B-N", "curvature of N-B-N opposite"]) {
      const rows = apply(regulariser(name), plane)
      expect(rows.length).toBeGreaterThan(20)
      for (const value of rows) expect(value).toBeCloseTo(0, 8)
    }
    const along = apply(regulariser("curvature of N-B-N opposite"), (_a, _b, c) => c * c)
    const across = apply(regulariser("curvature of N-B-N"), (_a, _b, c) => c * c)
    // Second differences of 2, of which 0.3 bond energies are expected.
    for (const value of along) expect(value).toBeGreaterThan(1.999 / (0.3 * Number(spec.energy)))
    for (const value of across) expect(value).toBeCloseTo(0, 8)
  })

  it("count a coefficient that equal neighbours share once", () => {
    const { triplets } = tripletTerms(spec, ["B", "N"], 0)
    const own = triplets.find(({ label }) => label === "B-B-B")
    expect(regulariser("ridge of B-B-B").rows).toHaveLength(own?.unknowns.count ?? 0)
    // c₋ − 2c + c₊ of (a, a): the neighbours along both axes are the same two unknowns, and their row comes once.
    const rows = regulariser("curvature of B-B-B").rows.map(({ parameters }) => parameters.toSorted((x, y) => x - y).join())
    expect(new Set(rows).size).toBe(rows.length)
  })
})
