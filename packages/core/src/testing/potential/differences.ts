import { ConformanceError } from "../conformance-error.ts"

/**
 * Derivatives at 0 of what `at(shift)` returns, by central differences with one Richardson step:
 * `(8 (y(h) − y(−h)) − (y(2h) − y(−2h))) / 12h`, with an error of order h⁴ where y is smooth.
 */
export function centralDifference(at: (shift: number) => ArrayLike<number>, h: number): Float64Array {
  const [a, b, c, d] = [at(-2 * h), at(-h), at(h), at(2 * h)].map((y) => Float64Array.from(y))
  return a.map((y, k) => (8 * (c[k] - b[k]) - (d[k] - y)) / (12 * h))
}

/** Largest magnitude in `values`, at least `floor`. */
export function magnitude(values: ArrayLike<number>, floor: number): number {
  let largest = floor
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k]))
  return largest
}

/**
 * Demands `|found − expected| ≤ tolerance × scale` for every entry.
 *
 * @throws ConformanceError naming the worst entry by `name`.
 */
export function demandClose(
  check: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  scale: number,
  name: (entry: number) => string,
): void {
  let worst = -1
  let largest = tolerance * scale
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(found[k] - expected[k])
    if (difference <= largest) continue
    worst = k
    largest = difference
    if (Number.isNaN(difference)) break
  }
  if (worst < 0) return
  const relative = (Math.abs(found[worst] - expected[worst]) / scale).toExponential(1)
  throw new ConformanceError(check, `${name(worst)} is ${found[worst]}, expected ${expected[worst]} (${relative} of the largest)`)
}
