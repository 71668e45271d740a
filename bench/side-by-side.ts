import { buildGraph, createForceEngine, type ForceTerm, NeighbourList, releaseGraph, type Structure } from "@luthier/core"
import { runLammps } from "./lammps.ts"
import { compare, relativeDifference, timed, type Agreement, type Comparison } from "./measure.ts"

/** One system and one potential, told to both programmes. */
export interface Contest {
  readonly name: string
  readonly structure: Structure
  readonly mass: number
  readonly skin: number
  readonly cutoff: number
  readonly term: () => ForceTerm
  readonly pairStyle: string
  readonly files?: Readonly<Record<string, string>>
  readonly rounds: number
  /** Ratio to LAMMPS's pair time that is aimed at. */
  readonly target: number
  /** Relative difference of energy and forces that is allowed. */
  readonly allowed: number
}

/** Runs both in turn and compares time a step, time a list, and what they computed. */
export function runContest(contest: Contest): { comparisons: Comparison[]; agreements: Agreement[] } {
  const { structure, skin, cutoff, mass, pairStyle, files = {}, rounds } = contest
  const elements = [structure.numbers[0]]
  const engine = createForceEngine({ elements, terms: [contest.term()], skin })
  const list = new NeighbourList({ species: new Uint8Array(structure.numbers.length), kinds: 1, cutoff, skin })
  // Far enough for a new list each time.
  const there = { ...structure, positions: structure.positions.map((x) => x + skin) }
  const both = [structure, there]
  let turn = 0
  const rebuild = () => void list.update(both[turn++ % 2])
  const graph = () => releaseGraph(buildGraph([structure], elements, cutoff))
  const step = () => void engine.evaluate(structure)
  for (const work of [step, rebuild, graph]) timed(work)

  const force: { ours: number; theirs: number }[] = []
  const listing: { ours: number; theirs: number }[] = []
  const graphs: { ours: number; theirs: number }[] = []
  let lammps = runLammps({ structure, pairStyle, skin, mass, steps: 20, builds: 10, files })
  for (let round = 0; round < rounds; round++) {
    const [pair, listed, built] = [timed(step), timed(rebuild), timed(graph)]
    lammps = runLammps({ structure, pairStyle, skin, mass, steps: 20, builds: 10, files })
    force.push({ ours: pair, theirs: lammps.pair })
    listing.push({ ours: listed, theirs: lammps.neighbour })
    graphs.push({ ours: built, theirs: lammps.neighbour })
  }
  const found = engine.evaluate(structure)
  const agreements = [
    { name: `${contest.name}: energy`, difference: Math.abs(found.energy / lammps.energy - 1), allowed: contest.allowed },
    { name: `${contest.name}: forces`, difference: relativeDifference(found.forces, lammps.forces), allowed: contest.allowed },
  ]
  engine.release()
  list.release()
  return {
    comparisons: [
      compare(`${contest.name}: energy, forces, virial`, force, contest.target),
      compare(`${contest.name}: neighbour list`, listing, 0.5),
      compare(`${contest.name}: fitting graph (full, sorted, with vectors)`, graphs, null),
    ],
    agreements,
  }
}
