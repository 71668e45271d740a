import type { Structure } from "@luthier/core"

/** A crystal of n³ cubes whose atoms have been shaken by normal noise of width `shake` [Å]. */
interface CrystalOptions {
  readonly n: number
  /** [Å] */
  readonly lattice: number
  readonly shake: number
  readonly number: number
  readonly seed: number
}

/** A face-centred cubic crystal, 4 n³ atoms. */
export function shakenCrystal(options: CrystalOptions): Structure {
  return crystal(options, [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0])
}

/** A body-centred cubic crystal, 2 n³ atoms. */
export function shakenBodyCentred(options: CrystalOptions): Structure {
  return crystal(options, [0, 0, 0, 0.5, 0.5, 0.5])
}

/** A diamond crystal, 8 n³ atoms. */
export function shakenDiamond(options: CrystalOptions): Structure {
  const cubic = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
  return crystal(options, [...cubic, ...cubic.map((value) => value + 0.25)])
}

/** @param sites of the atoms of a cube, in units of its side */
function crystal({ n, lattice, shake, number, seed }: CrystalOptions, sites: readonly number[]): Structure {
  const random = uniform(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const positions = Float64Array.from({ length: sites.length * n ** 3 }, (_, k) => {
    const cube = Math.floor(k / sites.length)
    const place = [Math.floor(cube / (n * n)), Math.floor(cube / n) % n, cube % n][k % 3] + sites[k % sites.length]
    return place * lattice + shake * normal()
  })
  const side = n * lattice
  return {
    numbers: new Int32Array((sites.length / 3) * n ** 3).fill(number),
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
