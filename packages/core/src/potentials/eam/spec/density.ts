import { SpecFailure } from "../../../failure/failure.ts"
import { bSplineFunction } from "../../functions/bspline.ts"
import { withCutoff } from "../../functions/cutoff.ts"
import type { Quantity } from "../../functions/quantity.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { splineFunction } from "../../functions/spline.ts"
import type { SwitchSpec } from "../../pair/function-schema.ts"
import { defaultSwitch, splineKnots, treatmentOf } from "../../pair/pair-function.ts"
import { unresolved } from "../../spec/element-list.ts"
import { within } from "../../spec/within.ts"
import { densityForms } from "../forms/density-forms.ts"
import type { EamForm } from "../forms/form.ts"
import { configure, heldGauge, textFunction } from "./parameters.ts"
import type { DensityFunctionSpec } from "./schema.ts"

/** Of a crystal with about 14 near neighbours and ρ = 1. */
const SHARE_OF_A_NEIGHBOUR = 1 / 14

const quantity = { name: "density", unit: "1", argument: "Å" }

/** How a function of the distance is made of its spec. */
export interface DistanceFunctionContext {
  /** [Å] */
  readonly cutoff: number
  readonly switch: SwitchSpec | undefined
  readonly forms: ReadonlyMap<string, EamForm>
  readonly quantity: Quantity
  /** Parameter of forms that is held. */
  readonly gauge?: string | undefined
  /** Number of the value of a spline that is held, or −1. */
  held?(values: readonly number[]): number
}

/**
 * The density of a spec. With `gauge`, its scale is held: `A` of a form, or, of a spline, the value that starts nearest to the share of
 * one neighbour in ρ = 1, which is at the distance of nearest neighbours.
 */
export function createDensity(
  spec: DensityFunctionSpec,
  context: { readonly cutoff: number; readonly switch: SwitchSpec | undefined; readonly gauge: boolean },
): RadialFunction {
  const held = (values: readonly number[]): number => {
    const distances = values.map((value) => Math.abs(Math.log(Math.abs(value) / SHARE_OF_A_NEIGHBOUR)))
    return distances.indexOf(Math.min(...distances))
  }
  return createDistanceFunction(spec, {
    ...context,
    forms: densityForms,
    quantity,
    ...(context.gauge ? { gauge: "A", held } : { gauge: undefined }),
  })
}

/** The function of a spec, of a form, a formula or a spline, brought to zero at the cutoff. */
export function createDistanceFunction(spec: DensityFunctionSpec, context: DistanceFunctionContext): RadialFunction {
  const { cutoff, forms, quantity } = context
  const settings = spec.parameters ?? {}
  if ("spline" in spec) {
    const { knots, order, basis, start, values } = spec.spline
    if (values === "auto") throw unresolved("spline", "values")
    const at = splineKnots(knots, start, cutoff)
    const options = { knots: at, order, end: "zero", quantity, values } as const
    const spline = within(["spline", "knots"], () => (basis === "values" ? splineFunction(options) : bSplineFunction(options)))
    if (values.length !== spline.parameters.length) {
      throw new SpecFailure(`${values.length} values are given for ${spline.parameters.length} parameters`, {
        path: ["spline", "values"],
        advice: "the value at the cutoff is zero and not given",
      })
    }
    const held = context.held?.(values) ?? -1
    const parameters = spline.parameters.map((parameter, k) => (k === held ? heldGauge(parameter) : parameter))
    return Object.freeze({ ...spline, parameters: Object.freeze(configure(parameters, settings)) })
  }
  const treatment = within(["switch"], () => treatmentOf(spec.switch ?? context.switch ?? defaultSwitch, cutoff))
  return withCutoff(textFunction(spec, forms, settings, "r", context.gauge), treatment, cutoff)
}
