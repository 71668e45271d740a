import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import type { FitResult } from "../../fit/result.ts"
import { covarianceFactor, predictiveVariance } from "../../inference/covariance.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { createParameterSpace, freeVector, fullVector, withValues } from "../../objective/parameter-space.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { functionCurves } from "./function-curves.ts"

const dimer: Configuration = {
  structure: { numbers: Int32Array.of(18, 36), positions: Float64Array.of(0, 0, 0, 0, 0, 3.4), cell: null, pbc: [false, false, false] },
  energy: -0.02,
  group: "dimer",
  weights: { energy: 1, forces: 1, stress: 1 },
  origin: { file: "dimer.xyz", frame: 0 },
}
const offset: Parameter = {
  ...{ key: "offset", value: 0.3, unit: "eV/atom", lower: -Infinity, upper: Infinity, transform: "identity" },
  ...{ fixed: false, linear: true, doc: "" },
}

describe("bands of functions", () => {
  const potential = createPotential({
    kind: "pair",
    elements: ["Ar", "Kr"],
    cutoff: 7,
    switch: "none",
    pairs: {
      "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: { value: 0.0104, transform: "log" }, sigma: 3.4 } },
      "Ar-Kr": {
        form: "lennard-jones",
        parameters: { epsilon: { tie: { key: "pair.Ar-Ar.epsilon", factor: 1.17 } }, sigma: { value: 3.52, fixed: true } },
      },
      "Kr-Kr": { form: "lennard-jones", parameters: { epsilon: 0.0141, sigma: 3.65 } },
    },
  })
  const layout = [...potential.parameters, offset]
  const space = createParameterSpace(layout, ["offset"])
  const theta = Float64Array.from(layout, ({ value }) => value)
  // Ties hold in a fitted θ.
  const x = freeVector(space, theta)
  theta.set(fullVector(space, x, [0.3]))
  const n = space.names.length
  const rows = new Float64Array(40 * (n + 1))
  normals(seedRandom(5), rows)
  const result: FitResult = {
    theta,
    potential: withValues(potential.parameters, theta),
    baseline: [offset],
    columns: ["offset", ...space.names],
    classes: [],
    names: space.names,
    x,
    scales: Float64Array.from(space.free, (k) => (layout[k].transform === "log" ? theta[k] : 1)),
    information: triangleOf(rows, 40, n),
    notices: [],
  }
  const covariance = covarianceFactor(result.information)
  const valuesAt = (moved: Float64Array) =>
    functionCurves(potential, { ...result, theta: fullVector(space, moved, [0.3]) }, [dimer], covariance).map(({ y }) => y)

  test("follow ties and transforms, as differences of the free parameters say", () => {
    const curves = functionCurves(potential, result, [dimer], covariance)
    const h = 1e-5
    const slopes = Array.from(x, (_, k) => [h, -h].map((step) => valuesAt(x.with(k, x[k] + step))))
    curves.forEach(({ sigma, y }, f) => {
      for (const i of [60, 120, 200]) {
        const row = Float64Array.from(slopes, ([up, down]) => (up[f][i] - down[f][i]) / (2 * h))
        const expected = Math.sqrt(predictiveVariance(covariance, row))
        expect(Math.abs(sigma![i] / expected - 1)).toBeLessThan(1e-6)
        expect(Number.isFinite(y[i])).toBe(true)
      }
    })
    expect(curves.map(({ name }) => name)).toEqual(["pair.Ar-Ar", "pair.Ar-Kr", "pair.Kr-Kr"])
  })

  test("are not drawn of fixed cores that no datum meets", () => {
    const core = createPotential({ kind: "zbl", elements: ["Ar", "Kr"], inner: 1.2, outer: 2.1 })
    expect(functionCurves(core, { ...result, potential: [], baseline: [], columns: [], names: [] }, [dimer], covariance)).toEqual([])
  })
})
