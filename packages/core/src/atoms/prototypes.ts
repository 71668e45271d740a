import { numberOf } from "./elements.ts"
import type { Structure } from "./structure.ts"

/** Face-centred cubic, conventional cell of 4 atoms; `a` [Å]. */
export function fcc(symbol: string, a: number): Structure {
  return crystal(symbol, [a, 0, 0, 0, a, 0, 0, 0, a], [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0])
}

/** Body-centred cubic, conventional cell of 2 atoms; `a` [Å]. */
export function bcc(symbol: string, a: number): Structure {
  return crystal(symbol, [a, 0, 0, 0, a, 0, 0, 0, a], [0, 0, 0, 0.5, 0.5, 0.5])
}

/** Hexagonal close-packed, primitive cell of 2 atoms; `a` and `c` [Å], `c` ideal (`a √(8/3)`) unless given. */
export function hcp(symbol: string, a: number, c: number = a * Math.sqrt(8 / 3)): Structure {
  return crystal(symbol, [a, 0, 0, -a / 2, (a * Math.sqrt(3)) / 2, 0, 0, 0, c], [0, 0, 0, 1 / 3, 2 / 3, 0.5])
}

/** Diamond, conventional cell of 8 atoms; `a` [Å]. */
export function diamond(symbol: string, a: number): Structure {
  const base = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
  return crystal(symbol, [a, 0, 0, 0, a, 0, 0, 0, a], [...base, ...base.map((x) => x + 0.25)])
}

/** One element at fractional positions (packed, `[3N]`) of a periodic cell (row vectors, `[9]` [Å]). */
export function crystal(symbol: string, cell: ArrayLike<number>, fractional: readonly number[]): Structure {
  const number = numberOf(symbol)
  if (number === undefined) throw new RangeError(`“${symbol}” is not a chemical element`)
  const positions = new Float64Array(fractional.length)
  for (let i = 0; i < fractional.length; i++) {
    const first = i - (i % 3)
    for (let d = 0; d < 3; d++) positions[i] += fractional[first + d] * cell[3 * d + (i % 3)]
  }
  const numbers = new Int32Array(fractional.length / 3).fill(number)
  return { numbers, positions, cell: Float64Array.from(cell), pbc: [true, true, true] }
}
