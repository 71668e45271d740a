import { numberOf } from "../../atoms/elements.ts"

/** Atomic number behind VASP's name of a pseudopotential: `Cu`, `Cu_pv`, `Fe/3a2f`; `undefined` when it is none. */
export function potcarElement(name: string): number | undefined {
  return numberOf(/^[A-Z][a-z]?(?=$|[_/.:\d])/u.exec(name)?.[0] ?? "")
}
