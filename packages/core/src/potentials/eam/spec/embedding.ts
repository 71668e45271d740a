import { SpecFailure } from "../../../failure/failure.ts"
import type { RadialFunction, RadialJacobian } from "../../functions/radial.ts"
import { splineFunction } from "../../functions/spline.ts"
import { unresolved } from "../../spec/element-list.ts"
import { within } from "../../spec/within.ts"
import { embeddingForms } from "../forms/embedding-forms.ts"
import { configure, heldGauge, textFunction } from "./parameters.ts"
import type { EmbeddingFunctionSpec } from "./schema.ts"

const quantity = { name: "embedding energy", unit: "eV", argument: "1" }

/**
 * The embedding energy of a spec. A spline is natural at both ends (f″ = 0) and so goes on straight; its value at ρ = 0 is held at 0,
 * and the one nearest to the middle of its range where it starts, since a multiple of ρ is a gauge.
 */
export function createEmbedding(spec: EmbeddingFunctionSpec): RadialFunction {
  const settings = spec.parameters ?? {}
  if (!("spline" in spec)) return zeroWhereEmpty(textFunction(spec, embeddingForms, settings, "rho", undefined))
  const { order, values } = spec.spline
  if (values === "auto") throw unresolved("spline", "values")
  const knots = embeddingKnots(spec.spline)
  const spline = within(["spline", "knots"], () => splineFunction({ knots, order, quantity, values }))
  if (values.length !== knots.length) {
    throw new SpecFailure(`${values.length} values are given for ${knots.length} knots`, { path: ["spline", "values"] })
  }
  const middle = knots[knots.length - 1] / 2
  const gauge = knots.reduce(
    (best, knot, k) => (knot > 0 && Math.abs(knot - middle) < Math.abs(knots[best] - middle) ? k : best),
    knots.length - 1,
  )
  const parameters = spline.parameters.map((parameter, k) => {
    if (knots[k] === 0)
      return { ...parameter, fixed: true, doc: `${parameter.doc}; held: an atom without neighbours has no embedding energy` }
    return k === gauge ? heldGauge(parameter) : parameter
  })
  return Object.freeze({ ...spline, parameters: Object.freeze(configure(parameters, settings)) })
}

/** Knots evenly spaced from 0 to `end`, or those given. */
export function embeddingKnots(spline: { readonly knots: number | readonly number[]; readonly end: number }): readonly number[] {
  const { knots, end } = spline
  return typeof knots === "number" ? Array.from({ length: knots }, (_, k) => Number(((end * k) / (knots - 1)).toPrecision(6))) : knots
}

/** `inner`, with 0 in place of what has no finite value at ρ ≤ 0, such as the slope of √ρ: there is no neighbour to feel it. */
function zeroWhereEmpty(inner: RadialFunction): RadialFunction {
  const count = inner.parameters.length
  const clear = (n: number, x: Float64Array, arrays: readonly Float64Array[], planes: readonly Float64Array[]): void => {
    for (let i = 0; i < n; i++) {
      if (x[i] > 0) continue
      for (const array of arrays) if (!Number.isFinite(array[i])) array[i] = 0
      for (const plane of planes) for (let at = i; at < count * n; at += n) if (!Number.isFinite(plane[at])) plane[at] = 0
    }
  }
  return Object.freeze({
    parameters: inner.parameters,
    end: inner.end,
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      inner.evaluate(n, x, theta, f, df)
      clear(n, x, [f, df], [])
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      inner.jacobian(n, x, theta, out)
      clear(n, x, [out.f, out.df, out.d2f], [out.fk, out.dfk])
    },
  })
}
