import { freeNames } from "../../formula/names.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { LammpsPairStyle, NamedValues } from "../forms/form.ts"
import { pairForms } from "../forms/pair-forms.ts"
import { bSplineFunction } from "../functions/bspline.ts"
import { withCutoff, type CutoffTreatment } from "../functions/cutoff.ts"
import { formulaFunction } from "../functions/formula.ts"
import type { RadialFunction } from "../functions/radial.ts"
import { splineFunction } from "../functions/spline.ts"
import type { Parameter } from "../parameters.ts"
import type { RegulariserRow } from "../regulariser.ts"
import { unresolved } from "../spec/element-list.ts"
import { formulaParameter } from "../spec/formula-parameter.ts"
import { suggest } from "../spec/nearest-name.ts"
import { settingValue, withSetting, type ParameterSetting } from "../spec/parameter-setting.ts"
import { within } from "../spec/within.ts"
import type { PairFunctionSpec, PairGridSpec, SwitchSpec } from "./function-schema.ts"
import type { LammpsFunction } from "./lammps-pair.ts"
import { inGrid, secondDifferences, splineOfGrid } from "./pair-grid.ts"

/** A pair function as its spec describes it. */
export interface PairFunction {
  readonly radial: RadialFunction
  readonly cutoff: number
  /** Rows of the penalty that keeps the function smooth; indices of its own parameters. */
  readonly differences?: readonly RegulariserRow[]
  /** What LAMMPS needs to compute exactly this function, for values of its own parameters; `longest` is the potential's cutoff. */
  lammps?(values: NamedValues, longest: number): LammpsFunction | undefined
}

/** What a pair function takes from its surroundings. */
export interface PairFunctionContext {
  /** Atomic numbers. */
  readonly a: number
  readonly b: number
  /** Where the function gives none of its own. */
  readonly cutoff: number | "auto"
  readonly switch: SwitchSpec | undefined
}

const quantity = { name: "pair energy", unit: "eV", argument: "Å" }

/** Where a function ends when nothing is said: smoothly, with continuous forces and their slopes. */
export const defaultSwitch: SwitchSpec = { polynomial: "auto" }

/** Makes the function of one pair. @throws SpecFailure with the path inside the function's spec. */
export function createPairFunction(spec: PairFunctionSpec | PairGridSpec, context: PairFunctionContext): PairFunction {
  const cutoff = spec.cutoff ?? context.cutoff
  if (cutoff === "auto") throw unresolved("cutoff")
  if ("grid" in spec) {
    return inGrid(() => {
      const spline = splineOfGrid(spec)
      const points = splineKnots(spline.spline.knots, spline.spline.start, cutoff)
      return { ...createPairFunction(spline, context), differences: secondDifferences(points) }
    })
  }
  if ("spline" in spec) return { radial: splineOf(spec, cutoff), cutoff }
  const treatment = within(["switch"], () => treatmentOf(spec.switch ?? context.switch ?? defaultSwitch, cutoff))
  const settings = spec.parameters ?? {}
  if ("formula" in spec) {
    const inner = within(["formula"], () => freeNames(spec.formula, "r")).map(formulaParameter)
    refuseUnknown(settings, inner)
    const parameters = inner.map((parameter) => configured(parameter, settings))
    const radial = within(["formula"], () => formulaFunction(spec.formula, parameters))
    return { radial: withCutoff(radial, treatment, cutoff), cutoff }
  }
  const form = pairForms.get(spec.form)
  if (!form)
    throw new SpecFailure(`no form is called "${spec.form}"`, { path: ["form"], advice: suggest(spec.form, [...pairForms.keys()]) })
  const parameters = form.parameters.map(({ name, unit, lower, upper, transform, doc, fixed = false }): Parameter => {
    return { key: name, value: Number.NaN, unit, lower, upper, transform, fixed, linear: false, doc }
  })
  refuseUnknown(settings, parameters)
  const radial = formulaFunction(
    form.text(context.a, context.b),
    parameters.map((parameter) => configured(parameter, settings)),
  )
  const lammps = form.lammps && lammpsFunction(form.lammps, treatment, cutoff)
  return { radial: withCutoff(radial, treatment, cutoff), cutoff, ...(lammps && { lammps }) }
}

function lammpsFunction(form: LammpsPairStyle, treatment: CutoffTreatment, cutoff: number): PairFunction["lammps"] {
  const style = typeof treatment === "string" ? form.styles[treatment] : undefined
  if (style === undefined) return undefined
  return (values, longest) => {
    const coefficients = form.coefficients(values)
    if (!coefficients) return undefined
    return {
      style,
      settings: [...form.settings(values), longest],
      coefficients: [...coefficients, cutoff],
      shift: treatment === "shift",
    }
  }
}

/** The treatment that a spec describes, for this cutoff. */
export function treatmentOf(spec: SwitchSpec, cutoff: number): CutoffTreatment {
  if (typeof spec === "string") return spec
  const shape = "polynomial" in spec ? "polynomial" : "cosine"
  const given = "polynomial" in spec ? spec.polynomial : spec.cosine
  const inner = given === "auto" ? Math.round(800 * cutoff) / 1000 : typeof given === "number" ? given : given[0]
  if (inner >= cutoff) {
    throw new SpecFailure(`the switch begins at ${inner} Å, not below the cutoff of ${cutoff} Å`, {
      path: [shape],
      advice: "begin the switch below the cutoff, or leave it out",
    })
  }
  return shape === "polynomial" ? { polynomial: inner } : { cosine: inner }
}

/** Knots of a spline in r that ends at the cutoff. */
export function splineKnots(knots: number | readonly number[], start: number | "auto" | undefined, cutoff: number): readonly number[] {
  if (typeof knots !== "number") {
    const last = knots[knots.length - 1]
    if (knots[0] < 0) throw new SpecFailure(`the first knot is at ${knots[0]} Å, which is no distance`, { path: ["spline", "knots"] })
    if (Math.abs(last - cutoff) > 1e-9) {
      throw new SpecFailure(`the last knot is at ${last} Å, the cutoff at ${cutoff} Å`, {
        path: ["spline", "knots"],
        advice: "let them agree",
      })
    }
    return knots
  }
  if (start === undefined || start === "auto") throw unresolved("spline", "start")
  if (start >= cutoff)
    throw new SpecFailure(`the first knot is at ${start} Å, not below the cutoff of ${cutoff} Å`, { path: ["spline", "start"] })
  return Array.from({ length: knots }, (_, k) => (k === knots - 1 ? cutoff : start + (k * (cutoff - start)) / (knots - 1)))
}

function splineOf(spec: Extract<PairFunctionSpec, { spline: unknown }>, cutoff: number): RadialFunction {
  const { knots, order, basis, start, values } = spec.spline
  const at = splineKnots(knots, start, cutoff)
  const options = { knots: at, order, end: "zero", quantity, ...(Array.isArray(values) && { values }) } as const
  const spline = within(["spline", "knots"], () => (basis === "values" ? splineFunction(options) : bSplineFunction(options)))
  if (Array.isArray(values) && values.length !== spline.parameters.length) {
    throw new SpecFailure(`${values.length} values are given for ${spline.parameters.length} parameters`, {
      path: ["spline", "values"],
      advice: "the value at the cutoff is zero and not given",
    })
  }
  const settings = spec.parameters ?? {}
  refuseUnknown(settings, spline.parameters)
  return Object.freeze({ ...spline, parameters: spline.parameters.map((parameter) => configured(parameter, settings)) })
}

function configured(parameter: Parameter, settings: Readonly<Record<string, ParameterSetting>>): Parameter {
  const setting = settings[parameter.key]
  const tied = typeof setting === "object" && setting.tie !== undefined
  if (Number.isNaN(parameter.value) && settingValue(setting) === undefined && !tied) {
    if (parameter.unit !== "") throw unresolved("parameters", parameter.key)
    throw new SpecFailure(`parameter "${parameter.key}" of the formula has no starting value`, {
      path: ["parameters"],
      advice: `add \`${parameter.key}: <value>\``,
    })
  }
  return within(["parameters", parameter.key], () => withSetting(parameter, setting))
}

function refuseUnknown(settings: Readonly<Record<string, unknown>>, parameters: readonly Parameter[]): void {
  const known = parameters.map((parameter) => parameter.key)
  for (const key of Object.keys(settings)) {
    if (known.includes(key)) continue
    throw new SpecFailure(`the function has no parameter "${key}"`, { path: ["parameters", key], advice: suggest(key, known) })
  }
}
