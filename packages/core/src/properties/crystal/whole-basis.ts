/**
 * Whole rows u, v with `climbs·u = climbs·v = 0` and w with `climbs·w` the greatest common divisor of the climbs, which are not all zero;
 * together they span all whole vectors.
 */
export function wholeBasis(climbs: readonly number[]): readonly (readonly number[])[] {
  // Euclid on the three numbers, done to the rows of the identity alongside.
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]
  const rest = [...climbs]
  for (;;) {
    const order = [0, 1, 2].filter((d) => rest[d] !== 0).sort((a, b) => Math.abs(rest[a]) - Math.abs(rest[b]))
    const least = order[0]
    if (order.length === 1) {
      const sign = Math.sign(rest[least])
      const others = [0, 1, 2].filter((d) => d !== least)
      return [rows[others[0]], rows[others[1]], rows[least].map((value) => sign * value)]
    }
    for (const d of order.slice(1)) {
      const times = Math.trunc(rest[d] / rest[least])
      rest[d] -= times * rest[least]
      rows[d] = rows[d].map((value, c) => value - times * rows[least][c])
    }
  }
}

/** The same numbers over their greatest common divisor. */
export function coprime(numbers: readonly number[]): readonly number[] {
  const common = numbers.map(Math.abs).reduce(divisor)
  return numbers.map((value) => value / common)
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
