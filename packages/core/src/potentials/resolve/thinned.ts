/** Values of a long list that are kept: all of a short one, every 2nd, 4th, … of a longer one, so that memory has an end. */
export interface Thinned {
  /** Smallest of all values, kept or not. */
  least: number
  readonly values: readonly number[]
  add(value: number): void
}

/** Keeps at most `most` values, evenly spread over all that are added. */
export function thinned(most: number): Thinned {
  let values: number[] = []
  let stride = 1
  let seen = 0
  return {
    least: Infinity,
    get values() {
      return values
    },
    add(value) {
      this.least = Math.min(this.least, value)
      if (seen++ % stride !== 0) return
      values.push(value)
      if (values.length < most) return
      values = values.filter((_, place) => place % 2 === 0)
      stride *= 2
    },
  }
}
