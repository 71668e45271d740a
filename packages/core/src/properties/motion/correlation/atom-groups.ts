import { elementsOf } from "../../../atoms/elements.ts"

/** Vectors of atoms, those of one element after those of another. */
export interface AtomGroups {
  /** Ascending. */
  readonly elements: readonly number[]
  /** First component of each element, and the end, `[elements + 1]`. */
  readonly first: readonly number[]
  /** Writes vectors `[3N]` of the atoms, sorted by element, into `row`. */
  sort(vectors: Float64Array, row: Float64Array): void
}

/** Sorts atoms by element. */
export function atomGroups(numbers: Int32Array): AtomGroups {
  const elements = elementsOf(numbers)
  const order = Int32Array.from(elements.flatMap((element) => [...numbers.keys()].filter((i) => numbers[i] === element)))
  const first = [0]
  for (const element of elements) first.push(first[first.length - 1] + 3 * numbers.reduce((n, own) => n + Number(own === element), 0))
  return {
    elements,
    first,
    sort(vectors: Float64Array, row: Float64Array): void {
      for (let k = 0; k < order.length; k++) {
        const from = 3 * order[k]
        row[3 * k] = vectors[from]
        row[3 * k + 1] = vectors[from + 1]
        row[3 * k + 2] = vectors[from + 2]
      }
    },
  }
}
