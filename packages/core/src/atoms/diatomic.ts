import { numberOf } from "./elements.ts"

const DIATOMIC: readonly (number | undefined)[] = ["H", "N", "O", "F", "Cl", "Br", "I"].map(numberOf)

/** Whether an element by itself is molecules of two atoms. */
export function isDiatomic(element: number): boolean {
  return DIATOMIC.includes(element)
}
