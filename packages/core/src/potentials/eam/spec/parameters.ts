import { SpecFailure } from "../../../failure/failure.ts"
import { freeNames } from "../../../formula/names.ts"
import { formulaFunction } from "../../functions/formula.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import type { Parameter } from "../../parameters.ts"
import { unresolved } from "../../spec/element-list.ts"
import { formulaParameter } from "../../spec/formula-parameter.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { settingValue, withSetting, type ParameterSetting } from "../../spec/parameter-setting.ts"
import { within } from "../../spec/within.ts"
import type { EamForm } from "../forms/form.ts"

/** What a spec says of the parameters of one function. */
export type Settings = Readonly<Record<string, ParameterSetting>>

/** The function of a form or of a formula's text, its parameters set as the spec says; `gauge` names one that is held unless freed. */
export function textFunction(
  spec: { readonly form: string } | { readonly formula: string },
  forms: ReadonlyMap<string, EamForm>,
  settings: Settings,
  variable: string,
  gauge: string | undefined,
): RadialFunction {
  const { text, parameters } = "form" in spec ? formParameters(spec.form, forms) : ofFormula(spec.formula, variable)
  const layout = configure(
    parameters.map((parameter) => (parameter.key === gauge ? heldGauge(parameter) : parameter)),
    settings,
  )
  return within(["formula" in spec ? "formula" : "form"], () => formulaFunction(text, layout, { variable }))
}

/** The same parameter held at its value, with the reason in its description. */
export function heldGauge(parameter: Parameter): Parameter {
  return { ...parameter, fixed: true, doc: `${parameter.doc}; held: it fixes a gauge that changes no energy` }
}

/** Parameters with what a spec says of them. @throws SpecFailure for names the function does not have, and values left open. */
export function configure(parameters: readonly Parameter[], settings: Settings): readonly Parameter[] {
  const known = parameters.map((parameter) => parameter.key)
  for (const key of Object.keys(settings)) {
    if (known.includes(key)) continue
    throw new SpecFailure(`the function has no parameter "${key}"`, { path: ["parameters", key], advice: suggest(key, known) })
  }
  return parameters.map((parameter) => {
    const setting = settings[parameter.key]
    const tied = typeof setting === "object" && setting.tie !== undefined
    if (Number.isNaN(parameter.value) && settingValue(setting) === undefined && !tied) throw unresolved("parameters", parameter.key)
    return within(["parameters", parameter.key], () => withSetting(parameter, setting))
  })
}

function formParameters(name: string, forms: ReadonlyMap<string, EamForm>): { text: string; parameters: readonly Parameter[] } {
  const form = forms.get(name)
  if (!form) throw new SpecFailure(`no form is called "${name}"`, { path: ["form"], advice: suggest(name, [...forms.keys()]) })
  const parameters = form.parameters.map(({ name, unit, lower, upper, transform, doc, fixed = false }) => {
    return { key: name, value: Number.NaN, unit, lower, upper, transform, fixed, linear: false, doc }
  })
  return { text: form.text, parameters }
}

function ofFormula(text: string, variable: string): { text: string; parameters: readonly Parameter[] } {
  return { text, parameters: within(["formula"], () => freeNames(text, variable)).map(formulaParameter) }
}
