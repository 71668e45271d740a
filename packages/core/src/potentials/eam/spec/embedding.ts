import { SpecFailure } from "../../../failure/failure.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { splineFunction } from "../../functions/spline.ts"
import { zeroWhereEmpty } from "../../functions/zero-where-empty.ts"
import { unresolved } from "../../spec/element-list.ts"
import { within } from "../../spec/within.ts"
import { embeddingForms } from "../forms/embedding-forms.ts"
import { configure, heldGauge, textFunction } from "./parameters.ts"
import type { EmbeddingFunctionSpec } from "./schema.ts"

const quantity = { name: "embedding energy", unit: "eV", argument: "1" }

/** The forms without what they hold for the sake of the gauge. */
const freeForms = new Map(
  [...embeddingForms].map(([name, form]) => [name, { ...form, parameters: form.parameters.map((one) => ({ ...one, fixed: false })) }]),
)

/**
 * The embedding energy of a spec. A spline is natural at both ends (f″ = 0) and so goes on straight; its value at ρ = 0 is held at 0,
 * and the one nearest to the middle of its range where it starts, since a multiple of ρ is a gauge. Forms hold a parameter for
 * the same reason.
 *
 * @param fix whether the gauge is held
 */
export function createEmbedding(spec: EmbeddingFunctionSpec, fix: boolean = true): RadialFunction {
  const settings = spec.parameters ?? {}
  if (!("spline" in spec)) return zeroWhereEmpty(textFunction(spec, fix ? embeddingForms : freeForms, settings, "rho", undefined))
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
    return fix && k === gauge ? heldGauge(parameter) : parameter
  })
  return Object.freeze({ ...spline, parameters: Object.freeze(configure(parameters, settings)) })
}

/** Knots evenly spaced from 0 to `end`, or those given. */
export function embeddingKnots(spline: { readonly knots: number | readonly number[]; readonly end: number }): readonly number[] {
  const { knots, end } = spline
  return typeof knots === "number" ? Array.from({ length: knots }, (_, k) => Number(((end * k) / (knots - 1)).toPrecision(6))) : knots
}
