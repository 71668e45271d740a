import { kernels } from "../../kernels/kernels.ts"
import { centresOf, type ForceTerm, type Share } from "../force-engine/force-term.ts"
import type { Built } from "../neighbour-list/rebuild.ts"
import { Room } from "../neighbour-list/room.ts"

/** A pair energy φ(r) in the form that needs no square root. */
export interface SquareRadial {
  /** From n values of r², φ(r) and φ′(r)/r; arrays are in kernel memory. */
  evaluate(n: number, square: Float64Array, energy: Float64Array, pull: Float64Array): void
}

/** Energy of the pairs of species a and b [eV]; nothing beyond its cutoff [Å]. */
export interface RadialPair {
  readonly species: readonly [number, number]
  readonly cutoff: number
  readonly energy: SquareRadial
}

/** Pairs of one block: their few arrays fit the first cache together. */
const BLOCK = 2048

/** Pair energies from functions of one variable: E = Σ_{i<j} φ(r_ij). Distances are handed to the functions block by block. */
export function radialPairs(pairs: readonly RadialPair[]): ForceTerm {
  const room = new Room()
  const add = ({ built, f }: Share): number => {
    const space = Math.max(BLOCK, built.longest) + 4
    const block: Block = {
      partner: room.i32("partner", space),
      square: room.f64("square", space),
      all2: room.f64("all squares", built.longest + 2),
      ends: room.i32("ends", built.atoms + 1),
      energy: room.f64("energy", space),
      pull: room.f64("pull", space),
    }
    let sum = 0
    for (const { species, cutoff, energy } of pairs) {
      const [a, b] = species
      sum += addBlocks(built, f, a, b, cutoff, energy, block)
      if (a !== b) sum += addBlocks(built, f, b, a, cutoff, energy, block)
    }
    return sum
  }
  return Object.freeze({ cutoff: Math.max(0, ...pairs.map((pair) => pair.cutoff)), stages: [add], release: () => room.release() })
}

interface Block {
  readonly partner: Int32Array
  readonly square: Float64Array
  readonly all2: Float64Array
  readonly ends: Int32Array
  readonly energy: Float64Array
  readonly pull: Float64Array
}

function addBlocks(built: Built, f: Float64Array, a: number, b: number, cutoff: number, energy: SquareRadial, block: Block): number {
  const { gatherPairs, scatterForces } = kernels().exports
  const { kinds, offsets, list, x } = built
  const [count, members] = centresOf(built, a)
  const { partner, square, ends, pull } = block
  let sum = 0
  for (let from = 0; from < count;) {
    const to = gatherPairs!(
      from,
      count,
      members,
      kinds,
      b,
      offsets.byteOffset,
      list.byteOffset,
      x.byteOffset,
      cutoff * cutoff,
      BLOCK,
      partner.byteOffset,
      square.byteOffset,
      ends.byteOffset,
      block.all2.byteOffset,
    )
    const pairs = ends[to - from - 1]
    if (pairs > 0) {
      energy.evaluate(pairs, square, block.energy, pull)
      sum += scatterForces!(
        from,
        to,
        members,
        x.byteOffset,
        f.byteOffset,
        partner.byteOffset,
        ends.byteOffset,
        block.energy.byteOffset,
        pull.byteOffset,
      )
    }
    from = to
  }
  return sum
}
