import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Parameter } from "../potentials/parameters.ts"
import { columnScales, createParameterSpace, freeVector, fullVector } from "./parameter-space.ts"

function parameter(key: string, more: Partial<Parameter> = {}): Parameter {
  return {
    key,
    value: 1.5,
    unit: "eV",
    lower: -Infinity,
    upper: Infinity,
    transform: "identity",
    fixed: false,
    linear: true,
    doc: "",
    ...more,
  }
}

const layout = [
  parameter("a", { transform: "log", lower: 0, upper: 8, linear: false }),
  parameter("b", { fixed: true, value: -2.5 }),
  parameter("c", { tie: { key: "d", factor: 3 } }),
  parameter("d", { tie: { key: "e", factor: -0.5 } }),
  parameter("e"),
  parameter("f", { tie: { key: "b", factor: 2 } }),
  parameter("g"),
  parameter("h", { tie: { key: "a", factor: 0.25 }, linear: true }),
]

describe("the parameter space", () => {
  test("follows ties to their end, through fixed and transformed parameters", () => {
    const space = createParameterSpace(layout, ["g"])
    expect(space.names).toEqual(["a", "e"])
    expect(Array.from(space.columns)).toEqual([1, -1, 2, 2, 2, -1, 0, 1])
    expect(Array.from(space.lower)).toEqual([-Infinity, -Infinity])
    expect(space.upper[0]).toBeCloseTo(Math.log(8), 14)
    const theta = fullVector(space, Float64Array.of(Math.log(2.2), 4), [7])
    ;[2.2, -2.5, -6, -2, 4, -5, 7, 0.55].forEach((value, k) => expect(theta[k]).toBeCloseTo(value, 12))
  })

  test("calls a component linear only if all that follow it are, and it is not transformed", () => {
    expect(createParameterSpace(layout).linear).toEqual([false, true, true])
    const bent = layout.map((one) => (one.key === "c" ? { ...one, linear: false } : one))
    expect(createParameterSpace(bent).linear).toEqual([false, false, true])
  })

  test("goes to θ and back, with the chain rule of the way", () => {
    const space = createParameterSpace(layout)
    const component = fc.double({ min: -2, max: 2, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(component, component, component), (values) => {
        const x = Float64Array.from(values)
        const theta = fullVector(space, x)
        freeVector(space, theta).forEach((value, i) => expect(value).toBeCloseTo(x[i], 12))
        const scales = columnScales(space, theta)
        x.forEach((value, i) => {
          const h = 1e-6
          const plus = fullVector(space, x.with(i, value + h))
          const minus = fullVector(space, x.with(i, value - h))
          theta.forEach((_, k) => {
            const expected = space.columns[k] === i ? scales[k] : 0
            expect((plus[k] - minus[k]) / (2 * h)).toBeCloseTo(expected, 7)
          })
        })
      }),
    )
  })

  test("refuses ties in a circle, to nowhere, and keys that come twice", () => {
    const circle = [parameter("a", { tie: { key: "b", factor: 1 } }), parameter("b", { tie: { key: "a", factor: 1 } })]
    expect(() => createParameterSpace(circle)).toThrow("tied in a circle")
    expect(() => createParameterSpace([parameter("a", { tie: { key: "z", factor: 1 } })])).toThrow("tied to z, which is no parameter")
    expect(() => createParameterSpace([parameter("a"), parameter("a")])).toThrow("two parameters are called a")
  })
})
