import type { Structure } from "@luthier/core"

/** A face-centred cubic crystal of n³ cubes (4 n³ atoms) whose atoms have been shaken by normal noise of width `shake` [Å]. */
export function shakenCrystal(options: { n: number; lattice: number; shake: number; number: number; seed: number }): Structure {
  const { n, lattice, shake, number, seed } = options
  const random = uniform(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const corners = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
  const positions = Float64Array.from({ length: 12 * n ** 3 }, (_, k) => {
    const cube = Math.floor(k / 12)
    const place = [Math.floor(cube / (n * n)), Math.floor(cube / n) % n, cube % n][k % 3] + corners[k % 12]
    return place * lattice + shake * normal()
  })
  const side = n * lattice
  return {
    numbers: new Int32Array(4 * n ** 3).fill(number),
    positions,
    cell: Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, side),
    pbc: [true, true, true],
  }
}

/** Uniform numbers in [0, 1): Marsaglia's xorshift32. @see https://doi.org/10.18637/jss.v008.i14 */
function uniform(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
