import { Failure } from "../../failure/failure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Team } from "../../kernels/team.ts"
import type { Potential } from "../../potentials/potential.ts"
import { FollowedGraph } from "../followed-graph/followed-graph.ts"
import { rangeOf } from "../neighbour-list/part.ts"
import { Room } from "../neighbour-list/room.ts"
import { type EngineShare, everyoneSays, type PartOfEnergy, tellFound, type Wanted } from "./engine-share.ts"

/** What each thread tells the others. */
const HOLDS = 0
const FORCES = 1

/**
 * Any potential on a neighbour graph that follows the atoms, of which each thread has the edges of its own centres. A team of several
 * needs a potential that says `byCentre`. Energies of free atoms that were fitted beside it are not in it: they move nothing.
 */
export function graphShare(potential: Potential, theta: Float64Array, skin: number): EngineShare {
  const own = theta.slice(0, potential.parameters.length)
  const room = new Room()
  let followed: FollowedGraph | undefined
  let lonely: Float64Array | undefined

  const follow = ({ rank, size }: Team): FollowedGraph =>
    (followed ??= new FollowedGraph({
      elements: potential.elements,
      cutoff: potential.cutoff,
      skin,
      pairs: !potential.byCentre,
      part: { rank, size },
    }))

  const evaluate = (team: Team, { structure }: Wanted, found: PartOfEnergy): void => {
    const graph = follow(team).cut(structure)
    const atoms = structure.numbers.length
    const energies = room.f64("energies", atoms).subarray(0, atoms)
    const forces = room.f64("own forces", 3 * atoms).subarray(0, 3 * atoms)
    const virials = room.f64("virial", 6).subarray(0, 6)
    for (const array of [energies, forces, virials]) array.fill(0)
    potential.evaluate(graph, own, { energies, forces, virials })
    let energy = 0
    if (team.size > 1) lonely ??= lonelyEnergies(potential, own)
    const [first, last] = follow(team).range
    const { species } = graph
    // The atoms of other threads have here the energy of lonely ones, besides half of what a pair with one of this thread's may give them.
    for (let i = 0; i < atoms; i++) energy += lonely && (i < first || i >= last) ? energies[i] - lonely[species[i]] : energies[i]
    if (!Number.isFinite(energy)) {
      throw new Failure("the energy is not finite", { advice: "look at the structure, and in a motion use a smaller step" })
    }
    found.energy = energy
    found.virial.set(virials)
    team.tell(FORCES, forces.byteOffset)
  }

  const work = (team: Team, wanted: Wanted, found: PartOfEnergy): void => {
    team.step(() => team.tell(HOLDS, Number(follow(team).holds(wanted.structure))))
    team.step(() => {
      if (!everyoneSays(team, HOLDS)) follow(team).find(wanted.structure)
      evaluate(team, wanted, found)
    })
    team.step(() => {
      hand(team, wanted)
      tellFound(team, found)
    })
  }
  return Object.freeze({
    cutoff: potential.cutoff,
    work,
    rebuilds: () => followed?.rebuilds ?? 0,
    forget: () => followed?.forget(),
    release() {
      followed?.release()
      followed = undefined
      room.release()
    },
  })
}

/** Sums, for this thread's range of the atoms, the forces that all threads have for them, in the order of the threads. */
function hand(team: Team, { structure, forces }: Wanted): void {
  const { addNumbers } = kernels().exports
  const [from, to] = rangeOf(team, structure.numbers.length)
  kernels()
    .heap.view(Float64Array, forces + 24 * from, 3 * (to - from))
    .fill(0)
  for (let rank = 0; rank < team.size; rank++) addNumbers!(3 * from, 3 * to, team.told(rank, FORCES), forces)
}

/** Energy of an atom of each element without neighbours. */
function lonelyEnergies(potential: Potential, theta: Float64Array): Float64Array {
  const { elements, cutoff } = potential
  const atoms = elements.map((number) => ({ numbers: Int32Array.of(number), positions: new Float64Array(3), cell: null, pbc: NOWHERE }))
  const graph = buildGraph(atoms, elements, cutoff)
  const energies = new Float64Array(elements.length)
  potential.evaluate(graph, theta, {
    energies,
    forces: new Float64Array(3 * elements.length),
    virials: new Float64Array(6 * elements.length),
  })
  releaseGraph(graph)
  return energies
}

const NOWHERE = [false, false, false] as const
