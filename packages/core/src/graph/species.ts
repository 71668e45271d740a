import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"

/** Index into `elements` of every atom of a batch. @throws Failure for an element that is not listed, or arrays of different length. */
export function speciesOf(batch: readonly Structure[], elements: readonly number[]): Uint8Array {
  if (elements.length > 255) throw new Failure(`${elements.length} elements are more than a graph can tell apart (255)`)
  const index = new Map(elements.map((number, k) => [number, k]))
  const species = new Uint8Array(batch.reduce((sum, structure) => sum + structure.numbers.length, 0))
  let atom = 0
  batch.forEach(({ numbers, positions }, s) => {
    if (positions.length !== 3 * numbers.length) {
      throw new Failure(`structure ${s} has ${numbers.length} atoms but ${positions.length} coordinates`, {
        advice: "give three coordinates for each atom",
      })
    }
    for (let i = 0; i < numbers.length; i++) {
      const found = index.get(numbers[i])
      if (found === undefined) {
        throw new Failure(
          `atom ${i} of structure ${s} (counted from 0) has atomic number ${numbers[i]}, not one of ${elements.join(", ")}`,
          {
            advice: "add the element, or leave this structure out",
          },
        )
      }
      species[atom++] = found
    }
  })
  return species
}
