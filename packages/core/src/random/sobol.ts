import { directionNumbers } from "./direction-numbers.ts"
import { philox } from "./philox.ts"

/** Dimensions there are direction numbers for. */
export const sobolDimensions = 128

const BITS = 32
const directions: readonly Uint32Array[] = [
  Uint32Array.from({ length: BITS }, (_, i) => 2 ** (31 - i)),
  ...directionNumbers
    .trim()
    .split("\n")
    .map((line) => expand(line.split(" ").map(Number))),
]

/** v_i = m_i 2^(32 − i), by the recurrence of the primitive polynomial. */
function expand([degree, inner, ...m]: readonly number[]): Uint32Array {
  const v = new Uint32Array(BITS)
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      v[i] = m[i] << (31 - i)
      continue
    }
    v[i] = v[i - degree] ^ (v[i - degree] >>> degree)
    for (let k = 1; k < degree; k++) if ((inner >>> (degree - 1 - k)) & 1) v[i] ^= v[i - k]
  }
  return v
}

/**
 * Point `index` of the Sobol sequence in Gray-code order, one coordinate in [0, 1) an entry of `out` (at most 128): the first 2^m
 * points fill the unit cube evenly. With a seed the digits are scrambled so that every point is uniform in the open cube while
 * the evenness stays (nested uniform scrambling; Owen, DOI 10.1007/978-1-4612-2552-2_19).
 *
 * Source: Joe & Kuo, DOI 10.1137/070709359; Gray code: Antonov & Saleev, DOI 10.1016/0041-5553(79)90085-5.
 */
export function sobolPoint(index: number, out: Float64Array, seed?: number): void {
  if (out.length > sobolDimensions) throw new RangeError(`Sobol points have at most ${sobolDimensions} coordinates, not ${out.length}`)
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** BITS) throw new RangeError(`no Sobol point has index ${index}`)
  const gray = index ^ (index >>> 1)
  for (let k = 0; k < out.length; k++) {
    let bits = 0
    for (let i = 0; i < BITS; i++) if ((gray >>> i) & 1) bits ^= directions[k][i]
    out[k] = seed === undefined ? (bits >>> 0) / 2 ** BITS : ((scramble(bits >>> 0, k, seed) >>> 0) + 0.5) / 2 ** BITS
  }
}

/** Flips each digit, or not, as a random function of the digits before it says. */
function scramble(bits: number, dimension: number, seed: number): number {
  const words = new Uint32Array(4)
  let flips = 0
  for (let place = 0; place < BITS; place++) {
    const before = place === 0 ? 0 : bits >>> (BITS - place)
    philox([seed >>> 0, Math.floor(seed / 2 ** 32)], [before, place, dimension, 0x50b01], words)
    flips |= (words[0] >>> 31) << (31 - place)
  }
  return bits ^ flips
}
