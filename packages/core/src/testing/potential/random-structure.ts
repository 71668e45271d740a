import type { Structure } from "../../atoms/structure.ts"

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What kinds of surroundings the suites try: no cell, a triclinic crystal, a slab, a wire, a cell with fewer atoms than neighbours. */
export const surroundings = ["cluster", "crystal", "slab", "wire", "thin"] as const

/** See `surroundings`. */
export type Surroundings = (typeof surroundings)[number]

/**
 * A random structure in which no two atoms, images included, are closer than 0.7 × `spacing` [Å]: a cubic lattice of that spacing,
 * sheared and displaced at random, occupied by elements drawn from `elements`.
 */
export function randomStructure(kind: Surroundings, elements: readonly number[], spacing: number, random: () => number): Structure {
  const counts = { cluster: [2, 2, 2], crystal: [2, 2, 2], slab: [2, 2, 2], wire: [1, 2, 2], thin: [1, 1, 2] }[kind]
  const pbc = {
    cluster: [false, false, false],
    crystal: [true, true, true],
    slab: [true, true, false],
    wire: [true, false, false],
    thin: [true, true, true],
  }[kind] as [boolean, boolean, boolean]
  const shear = Float64Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? 1 : 0) + 0.16 * (random() - 0.5))
  const atoms: number[] = []
  const positions: number[] = []
  for (let a = 0; a < counts[0]; a++) {
    for (let b = 0; b < counts[1]; b++) {
      for (let c = 0; c < counts[2]; c++) {
        const site = [a, b, c].map((n) => spacing * (n + 0.16 * (random() - 0.5)))
        for (let d = 0; d < 3; d++) positions.push(site[0] * shear[d] + site[1] * shear[3 + d] + site[2] * shear[6 + d])
        atoms.push(elements[Math.floor(random() * elements.length)])
      }
    }
  }
  const cell = Float64Array.from(shear, (value, k) => value * spacing * counts[Math.floor(k / 3)])
  return { numbers: Int32Array.from(atoms), positions: Float64Array.from(positions), cell: kind === "cluster" ? null : cell, pbc }
}
