import { Failure } from "../../failure/failure.ts"
import { speciesPair } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import { centresOf, type ForceTerm, type Share } from "../force-engine/force-term.ts"
import { Room } from "../neighbour-list/room.ts"
import { sumShares } from "../neighbour-list/sum-shares.ts"
import { cubicRows, type UniformTable } from "../tables/uniform-table.ts"

/** Tables of an embedded-atom potential for K species, as setfl files hold them. */
export interface EmbeddedTables {
  /** [Å] */
  readonly cutoff: number
  /** F(ρ) of each species [eV], `[K]`. */
  readonly embedding: readonly UniformTable[]
  /** `densities[a][b]`: what an atom of species b adds to ρ of one of species a; `eam/alloy` has the same for every a. */
  readonly densities: readonly (readonly UniformTable[])[]
  /** z = r φ(r) of the pairs (0,0) (0,1) … (1,1) … [eV Å], `[K(K+1)/2]`. */
  readonly pairs: readonly UniformTable[]
}

/**
 * The embedded-atom method on tables: E = Σ_i F(Σ_j ρ_ij) + Σ_{i<j} z(r_ij)/r_ij, with cubic splines; `eam/alloy` and `eam/fs`.
 *
 * @throws Failure for tables that do not fit together or do not reach the cutoff
 * @see https://doi.org/10.1103/PhysRevB.29.6443
 */
export function embeddedAtoms(tables: EmbeddedTables): ForceTerm {
  const kinds = tables.embedding.length
  const room = new Room()
  const embedding = tables.embedding.map((table, a) => keep(room, `embedding ${a}`, cubicRows(table)))
  const densities = tables.densities.map((row, a) => row.map((table, b) => keep(room, `density ${a} ${b}`, cubicRows(table))))
  const pairs = orderedPairs(tables, kinds, room)
  const cutoff2 = tables.cutoff ** 2

  // What pairs of this thread add to the densities of both atoms.
  const addDensities = ({ built, team, place }: Share): number => {
    const { atoms, all, touched, offsets, list, x } = built
    const rho = room.f64("rho", all + 1)
    rho.fill(0, touched.first, touched.end)
    rho.fill(0, touched.firstGhost, touched.endGhost)
    rho[all] = 0
    const near = room.i32("near", list.length)
    const nearEnd = room.i32("near-end", atoms * kinds)
    const square = room.f64("square", built.longest + 2)
    const all2 = room.f64("all squares", built.longest + 2)
    for (const { a, b, perStep, lastRow } of pairs) {
      const centres = [...centresOf(built, a), kinds, b, all, offsets.byteOffset, list.byteOffset, near.byteOffset, nearEnd.byteOffset]
      const given = a === b ? densities[a][a] : densities[b][a]
      const tables = [densities[a][b], given, rho, square, all2].map((array) => array.byteOffset)
      kernels().exports["addDensities"]!(...centres, x.byteOffset, cutoff2, perStep, lastRow, ...tables)
    }
    team.tell(place, rho.byteOffset)
    if (team.rank === 0) team.tell(place + 1, room.f64("slope", all + 1).byteOffset)
    return 0
  }
  // The densities of this thread's own atoms are then complete, and their slopes go to whoever has a pair with them.
  const embed = ({ built, team, place }: Share): number => {
    const { exports } = kernels()
    const { atoms, all, firstOwnGhost, endOwnGhost, owner } = built
    const slope = team.told(0, place + 1)
    const rho = sumShares(team, built, place, 1, room.f64("rho", all + 1), room)
    let energy = 0
    for (let a = 0; a < kinds; a++) {
      const { step, values } = tables.embedding[a]
      energy += exports["embed"]!(...centresOf(built, a), rho.byteOffset, 1 / step, values.length - 2, embedding[a].byteOffset, slope)
    }
    exports["spreadSlopes"]!(firstOwnGhost, endOwnGhost, atoms, owner.byteOffset, slope)
    return energy
  }
  const addForces = ({ built, f, team, place }: Share): number => {
    const { atoms, offsets, list, x } = built
    const slope = team.told(0, place + 1)
    const near = room.i32("near", list.length)
    const nearEnd = room.i32("near-end", atoms * kinds)
    let energy = 0
    for (const { a, b, perStep, lastRow, rows } of pairs) {
      const centres = [...centresOf(built, a), kinds, b, offsets.byteOffset, near.byteOffset, nearEnd.byteOffset]
      const numbers = [cutoff2, perStep, lastRow, Number(a === b)]
      energy += kernels().exports["addEmbeddedForces"]!(...centres, x.byteOffset, f.byteOffset, ...numbers, rows.byteOffset, slope)
    }
    return energy
  }
  const stages = [addDensities, embed, addForces]
  return Object.freeze({ cutoff: tables.cutoff, stages, release: () => room.release() })
}

interface OrderedPair {
  readonly a: number
  readonly b: number
  readonly perStep: number
  readonly lastRow: number
  /** What `addEmbeddedForces` reads. */
  readonly rows: Float64Array
}

function orderedPairs({ cutoff, densities, pairs }: EmbeddedTables, kinds: number, room: Room): OrderedPair[] {
  const ordered: OrderedPair[] = []
  for (let a = 0; a < kinds; a++) {
    for (let b = 0; b < kinds; b++) {
      const z = pairs[speciesPair(a, b, kinds)]
      const [atCentre, atNeighbour] = [densities[a]?.[b], densities[b]?.[a]]
      if (!z || !atCentre || !atNeighbour)
        throw new Failure(`${kinds} species need ${kinds}² density tables and a pair table for each pair`)
      for (const table of [atCentre, atNeighbour]) {
        if (table.step !== z.step || table.values.length !== z.values.length) {
          throw new Failure("density and pair tables of an embedded-atom potential need the same step and length")
        }
      }
      if (z.step * (z.values.length - 1) < cutoff * (1 - 1e-9) - z.step) {
        throw new Failure(`tables end at ${z.step * (z.values.length - 1)} Å, before the cutoff of ${cutoff} Å`)
      }
      const functions = a === b ? [atCentre, z] : [atCentre, atNeighbour, z, null]
      const rows = keep(room, `rows ${a} ${b}`, interleave(functions, z.values.length - 1))
      ordered.push({ a, b, perStep: 1 / z.step, lastRow: z.values.length - 2, rows })
    }
  }
  return ordered
}

/** Per row, two functions at a time, coefficients from c3 to c0: the order in which Horner's rule wants them. */
function interleave(functions: readonly (UniformTable | null)[], count: number): Float64Array {
  const stride = 4 * functions.length
  const rows = new Float64Array(stride * count)
  functions.forEach((table, k) => {
    if (!table) return
    const cubic = cubicRows(table)
    for (let row = 0; row < count; row++) {
      for (let c = 0; c < 4; c++) rows[stride * row + 8 * Math.floor(k / 2) + 2 * (3 - c) + (k % 2)] = cubic[4 * row + c]
    }
  })
  return rows
}

function keep(room: Room, name: string, values: Float64Array): Float64Array {
  const kept = room.f64(name, values.length)
  kept.set(values)
  return kept
}
