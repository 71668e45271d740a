import { elementOfMass, numberOf } from "../../atoms/elements.ts"
import type { ReadOptions } from "../reader.ts"
import { elementAdvice, elementNumber, shown } from "../source/fields.ts"
import type { LineCursor } from "../source/line-cursor.ts"

/** Atomic number of each LAMMPS type, from the user's list; `undefined` when there is none. */
export function givenElements(cursor: LineCursor, options: ReadOptions): ((type: number) => number) | undefined {
  const names = options.elements
  if (names === undefined) return undefined
  return (type) => {
    const name = names[type - 1]
    if (name === undefined)
      throw cursor.fail(`type ${type}, but only ${names.length} elements were given`, { advice: "name the element of every type" })
    const number = elementNumber(name)
    if (number === undefined)
      throw cursor.fail(`“${shown(name)}”, given for type ${type}, is not an element`, { advice: elementAdvice(name) })
    return number
  }
}

/** Element of a line of `Masses`: the symbol in its comment where there is one, else the element of that mass. */
export function elementOfMassLine(mass: number, comment: string): number | undefined {
  const symbol = /^\s*([A-Z][a-z]?)(?![A-Za-z])/u.exec(comment)?.[1]
  return (symbol === undefined ? undefined : numberOf(symbol)) ?? elementOfMass(mass)
}
