import { describe, expect, it } from "vitest"
import { checkFunction } from "../../testing/potential/check-function.ts"
import { kernels } from "../../kernels/kernels.ts"
import { withCutoff, type CutoffTreatment } from "./cutoff.ts"
import { splineFunction } from "./spline.ts"

const spline = splineFunction({ knots: [1.5, 2.1, 2.8, 3.9, 5.2, 6.5], order: "quintic", values: [4.1, 0.3, -0.9, -0.35, 0.17, 0.42] })
const cutoff = 5.7
const treatments: readonly CutoffTreatment[] = ["none", "shift", "force-shift", { polynomial: 4.3 }, { cosine: 4.3 }]
const continuity = [-1, 0, 1, 2, 1]

function at(treatment: CutoffTreatment, x: number) {
  const { heap } = kernels()
  const ended = withCutoff(spline, treatment, cutoff)
  const theta = Float64Array.from(spline.parameters, (parameter) => parameter.value)
  return heap.scope(() => {
    const out = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(6), dfk: heap.f64(6) }
    ended.jacobian(1, Float64Array.of(x), theta, out)
    return [out.f[0], out.df[0], out.d2f[0]]
  })
}

describe.each(treatments.map((treatment, k) => ({ treatment, order: continuity[k] })))("$treatment", ({ treatment, order }) => {
  it("has exact derivatives, those of its shift included", () => {
    checkFunction(withCutoff(spline, treatment, cutoff), { points: [1.2, 2.3, 3.6, 4.2, 4.4, 5, 5.5, 5.69, 6] })
  })

  it("has as many continuous derivatives at the cutoff as it promises, and no more", () => {
    at(treatment, cutoff - 1e-8).forEach((value, derivative) => {
      if (derivative <= order) expect(Math.abs(value)).toBeLessThan(1e-5)
      else if (derivative === order + 1) expect(Math.abs(value)).toBeGreaterThan(1e-3)
    })
  })
})

describe("switches", () => {
  it("leave the function as it is below their inner radius, and continuous there", () => {
    for (const treatment of treatments.slice(3)) {
      expect(at(treatment, 4.29)).toEqual(at("none", 4.29))
      at(treatment, 4.3 + 1e-9)
        .slice(0, 2)
        .forEach((value, k) => expect(value).toBeCloseTo(at("none", 4.3)[k], 6))
    }
    at({ polynomial: 4.3 }, 4.3 + 1e-9).forEach((value, k) => expect(value).toBeCloseTo(at("none", 4.3)[k], 6))
  })
})
