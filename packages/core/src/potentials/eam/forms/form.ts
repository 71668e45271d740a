import type { FormParameter } from "../../forms/form.ts"

/** A built-in density f(r) or embedding energy F(ρ), as a formula of `r` [Å] or `rho`. */
export interface EamForm {
  readonly name: string
  readonly doc: string
  /** Where it comes from. */
  readonly source: string
  readonly text: string
  readonly parameters: readonly FormParameter[]
}

/** Forms by name. */
export function formsByName(...forms: readonly EamForm[]): ReadonlyMap<string, EamForm> {
  return new Map(forms.map((form) => [form.name, Object.freeze(form)]))
}
