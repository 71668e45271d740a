import { timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { frameOf } from "../../graph/frame.ts"
import type { Graph } from "../../graph/graph.ts"
import { releasePairSegments } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import { type Part, rangeOf } from "../neighbour-list/part.ts"
import { Room } from "../neighbour-list/room.ts"
import { sameNumbers } from "../neighbour-list/same-numbers.ts"
import { type Listed, listEnds, listWholePairs } from "./list-edges.ts"

/** Closer than this, two atoms have met [Å]. */
const SHORTEST = 1e-3

/**
 * The neighbour graph of one system whose atoms and cell move, to the last bit what `buildGraph` gives for each structure. Edges are
 * kept out to `cutoff + skin`, and found anew only when they may miss a pair: with D the deformation of the cell since and u the
 * farthest that an atom has gone beside it, when σ_min(D) (cutoff + skin) − 2u < cutoff.
 *
 * The graph of a part has the edges of that part's centres only. In it, and where pairs are
 * not asked for, `reverse` only tells which end of a pair comes first: there it is larger than any edge, at the other end negative.
 */
export class FollowedGraph {
  readonly elements: readonly number[]
  readonly cutoff: number
  readonly skin: number
  readonly #pairs: boolean
  readonly #part: Part
  readonly #room = new Room()
  readonly #deformation = kernels().heap.f64(9)
  #numbers = new Int32Array(0)
  #listed: Listed | undefined
  #shown: Graph | undefined
  /** How often edges were found anew. */
  rebuilds = 0

  /**
   * @param elements atomic numbers in the order of the species
   * @param cutoff [Å]
   * @param skin [Å]; 0 finds the edges anew at every step
   * @param pairs whether `reverse` must lead to the other end of a pair, which takes longer; unless told otherwise it does where all are wanted
   * @param part the part of the centres whose edges are wanted; all unless given
   */
  constructor(options: { elements: readonly number[]; cutoff: number; skin: number; pairs?: boolean; part?: Part }) {
    this.elements = options.elements
    this.cutoff = options.cutoff
    this.skin = options.skin
    this.#part = options.part ?? { rank: 0, size: 1 }
    this.#pairs = options.pairs ?? this.#part.size === 1
  }

  /** The graph of a structure; it holds until the next call. @throws Failure as `buildGraph` does. */
  update(structure: Structure): Graph {
    if (!this.holds(structure)) this.find(structure)
    return this.cut(structure)
  }

  /** Whether, as far as this part can tell, no pair of a structure is missing from the list. */
  holds(structure: Structure): boolean {
    const listed = this.#listed
    return listed !== undefined && sameNumbers(this.#numbers, structure.numbers) && this.#reaches(listed, structure)
  }

  /** Makes the next update find the edges anew, so that what follows depends on where the atoms are and on nothing before. */
  forget(): void {
    if (this.#listed) kernels().heap.free(...this.#listed.arrays)
    this.#listed = undefined
  }

  /** Gives the memory back. */
  release(): void {
    if (this.#shown) releasePairSegments(this.#shown)
    this.#shown = undefined
    this.forget()
    this.#room.release()
    kernels().heap.free(this.#deformation)
  }

  /** The centres of this part, from the first up to the last. */
  get range(): readonly [number, number] {
    return this.#listed ? [this.#listed.first, this.#listed.last] : [0, 0]
  }

  /** Finds the edges anew. */
  find(structure: Structure): void {
    this.forget()
    const list = this.#pairs ? listWholePairs : listEnds
    this.#listed = list(structure, this.elements, this.cutoff + this.skin, this.#part, this.#room)
    this.#numbers = structure.numbers.slice()
    this.rebuilds++
  }

  #reaches({ periodic, positions: before, rows, inverse }: Listed, structure: Structure): boolean {
    const now = frameOf(structure, 0).rows
    const [bits] = periodic
    if ((structure.cell === null ? 0 : structure.pbc.reduce((sum, repeats, d) => sum | (Number(repeats) << d), 0)) !== bits) return false
    const same = now.every((value, k) => value === rows[k])
    this.#deformation.set(same ? IDENTITY : timesMatrix(inverse, now))
    const positions = this.#own(structure.positions)
    const [from, to] = rangeOf(this.#part, structure.numbers.length)
    const pointers = [positions.byteOffset + 24 * from, before.byteOffset + 24 * from, this.#deformation.byteOffset]
    const far = kernels().exports["farthestFrom"]!(to - from, ...pointers)
    // σ_min(D) is at least 1 − |D − 1|.
    const least = 1 - Math.hypot(...this.#deformation.map((value, k) => value - IDENTITY[k]))
    return least * (this.cutoff + this.skin) - 2 * Math.sqrt(far) >= this.cutoff
  }

  #own(positions: Float64Array): Float64Array {
    const own = this.#room.f64("positions", positions.length)
    own.set(positions)
    return own.subarray(0, positions.length)
  }

  /** The graph of a structure whose edges are all in the list; it holds until the next call. */
  cut(structure: Structure): Graph {
    if (!this.#listed) throw new Error("a followed graph is read before its edges are found")
    if (this.#shown) releasePairSegments(this.#shown)
    return (this.#shown = this.#cut(this.#listed, structure))
  }

  #cut(listed: Listed, structure: Structure): Graph {
    const { first, last, species, structures, periodic } = listed
    const { numbers, positions } = structure
    const { rows: now, volume } = frameOf(structure, 0)
    const atoms = numbers.length
    const most = listed.centres[last] - listed.centres[first]
    const room = this.#room
    const cells = room.f64("cells", 9).subarray(0, 9)
    cells.set(now)
    const volumes = room.f64("volumes", 1).subarray(0, 1)
    volumes[0] = volume
    const here = this.#own(positions)
    const edgesListed = listed.centres[atoms]
    const list = [listed.centres, listed.neighbours, listed.reverse, listed.images, room.i32("places", this.#pairs ? edgesListed : 0)]
    const centres = room.i32("centres", atoms + 1)
    const [neighbours, origins, reverse] = ["neighbours", "origins", "reverse"].map((name) => room.i32(name, most))
    const vectors = room.f64("vectors", 3 * most)
    const distances = room.f64("distances", most)
    const pointers = [here, cells, ...list, centres, neighbours, origins, reverse, vectors, distances].map((array) => array.byteOffset)
    const edges = kernels().exports["followEdges"]!(atoms, first, last, Number(this.#pairs), this.cutoff, SHORTEST, ...pointers)
    if (edges < 0) {
      const edge = -1 - edges
      const centre = listed.centres.findLastIndex((begin, i) => i < atoms && begin <= edge && edge < listed.centres[i + 1])
      throw new Failure(`atoms ${centre} and ${listed.neighbours[edge]} (counted from 0) lie on each other`, {
        advice: "look at the structure, and in a motion use a smaller step",
      })
    }
    return Object.freeze({
      elements: this.elements,
      cutoff: this.cutoff,
      structures,
      centres: centres.subarray(0, atoms + 1),
      neighbours: neighbours.subarray(0, edges),
      origins: origins.subarray(0, edges),
      reverse: reverse.subarray(0, edges),
      vectors: vectors.subarray(0, 3 * edges),
      distances: distances.subarray(0, edges),
      species,
      volumes,
      positions: here,
      cells,
      periodic,
    })
  }
}

const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
