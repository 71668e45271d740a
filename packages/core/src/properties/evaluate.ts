import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { buildGraph } from "../graph/build-graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import type { Potential } from "../potentials/potential.ts"
import type { Point } from "./point.ts"

/** Energy [eV], forces `[3N]` [eV/Å] and virial `[6]` [eV] of a structure. */
export interface Answer {
  readonly energy: number
  readonly forces: Float64Array
  readonly virial: Float64Array
}

/** Their derivatives: `[K]`, `[3N × K]`, `[6 × K]`. */
export interface Rows {
  readonly energy: Float64Array
  readonly forces: Float64Array
  readonly virial: Float64Array
}

/**
 * What the potential says of several structures at once: NaN when places of atoms are no numbers, as they follow from a potential that
 * gave none before.
 *
 * @throws Failure for a structure that no graph can be made of.
 */
export function evaluateAll({ potential, theta }: Point, structures: readonly Structure[]): readonly Answer[] {
  if (!structures.every(isSomewhere)) return structures.map(({ numbers }) => noAnswer(numbers.length))
  const graph = buildGraph(structures, potential.elements, potential.cutoff)
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6 * structures.length) }
  try {
    potential.evaluate(graph, theta, out)
    return structures.map((_, s) => {
      const [from, to] = [graph.structures[s], graph.structures[s + 1]]
      let energy = 0
      for (let i = from; i < to; i++) energy += out.energies[i]
      return { energy, forces: out.forces.subarray(3 * from, 3 * to), virial: out.virials.subarray(6 * s, 6 * s + 6) }
    })
  } finally {
    releaseGraph(graph)
  }
}

/** As `evaluateAll`, for one structure; `undefined` where atoms sit on each other, or the energy is not finite. */
export function tryEvaluate(point: Point, structure: Structure): Answer | undefined {
  try {
    const [answer] = evaluateAll(point, [structure])
    return Number.isFinite(answer.energy) && answer.forces.every(Number.isFinite) ? answer : undefined
  } catch (failure) {
    if (failure instanceof Failure) return undefined
    throw failure
  }
}

/** Hands the derivatives of each structure to `use`, whose result is gathered; NaN as in `evaluateAll`. */
export function mapRows<T>({ potential, theta }: Point, structures: readonly Structure[], use: (rows: Rows, s: number) => T): T[] {
  if (!structures.every(isSomewhere)) {
    return structures.map(({ numbers }, s) => {
      const rows = rowsOf(potential, numbers.length)
      for (const array of [rows.energy, rows.forces, rows.virial]) array.fill(Number.NaN)
      return use(rows, s)
    })
  }
  const graph = buildGraph(structures, potential.elements, potential.cutoff)
  try {
    return structures.map(({ numbers }, s) => {
      const rows = rowsOf(potential, numbers.length)
      potential.jacobian(graph, s, theta, { ...rows, stride: potential.parameters.length, column: 0 })
      return use(rows, s)
    })
  } finally {
    releaseGraph(graph)
  }
}

function isSomewhere({ positions, cell }: Structure): boolean {
  return positions.every(Number.isFinite) && (cell === null || cell.every(Number.isFinite))
}

function noAnswer(atoms: number): Answer {
  return { energy: Number.NaN, forces: new Float64Array(3 * atoms).fill(Number.NaN), virial: new Float64Array(6).fill(Number.NaN) }
}

function rowsOf({ parameters: { length } }: Potential, atoms: number): Rows {
  return { energy: new Float64Array(length), forces: new Float64Array(3 * atoms * length), virial: new Float64Array(6 * length) }
}
