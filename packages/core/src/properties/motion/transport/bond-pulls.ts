import { Failure } from "../../../failure/failure.ts"
import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { hasFunctions } from "../../../potentials/functions/potential-function.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { hasTerms } from "../../../potentials/sum/sum-potential.ts"
import { functionPulls } from "./function-pulls.ts"
import type { BondPulls, PullBonds } from "./pulls.ts"

/**
 * How energies of atoms are pulled at by their bonds; sums term by term. Functions of one variable are differentiated as they are; any
 * other potential is given a graph in which each neighbour is an atom of its own without neighbours, so that the force on it is the pull.
 * Whether the potential takes its energies from edges as such a graph has them is seen at the first graph, from the sum of pulls.
 *
 * @throws Failure, at the first graph, for a potential that does not say what each atom's energy does to each neighbour
 */
export function bondPulls(potential: Potential, theta: Float64Array): PullBonds {
  if (hasTerms(potential)) {
    const parts = potential.terms.map(({ potential: term, offset }) =>
      bondPulls(term, theta.slice(offset, offset + term.parameters.length)),
    )
    return (graph, out) => {
      for (const part of parts) part(graph, out)
    }
  }
  const ways = [...(hasFunctions(potential) ? [functionPulls(potential.functions, theta)] : []), oneSidedPulls(potential, theta)]
  let chosen: PullBonds | undefined
  return (graph, out) => {
    chosen ??= ways.find((pull) => pullsOf(potential, theta, pull, graph))
    if (!chosen) throw new Failure("this potential does not say what the energy of each atom does to each of its neighbours")
    chosen(graph, out)
  }
}

/** Whether pulls are those of the potential. */
function pullsOf(potential: Potential, theta: Float64Array, pull: PullBonds, graph: Graph): boolean {
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), pulls: new Float64Array(graph.vectors.length) }
  const found = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, found)
  pull(graph, out)
  const energy = found.energies.reduce((sum, value) => sum + value, 0)
  const sum = out.energies.reduce((total, value) => total + value, 0)
  const size = found.energies.reduce((total, value) => total + Math.abs(value), 0)
  return Math.abs(sum - energy) <= SAME * size && pullsMatch(graph, out, found.forces)
}

/** Forces on neighbours that are atoms of their own. */
function oneSidedPulls(potential: Potential, theta: Float64Array): PullBonds {
  return (graph, { energies, pulls }) => {
    const { heap } = kernels()
    heap.scope(() => {
      const [atoms, edges] = [graph.centres.length - 1, graph.distances.length]
      const all = atoms + edges
      const oneSided: Graph = {
        ...graph,
        structures: heap.i32(2),
        centres: heap.i32(all + 1),
        neighbours: heap.i32(edges),
        reverse: heap.i32(edges),
        species: heap.u8(all),
        positions: heap.f64(3 * all),
      }
      // Neighbours are no atoms of the structure: nothing asks for their energies.
      oneSided.structures.set([0, atoms])
      oneSided.centres.fill(edges)
      oneSided.centres.set(graph.centres)
      oneSided.species.set(graph.species)
      for (let e = 0; e < edges; e++) {
        oneSided.species[atoms + e] = graph.species[graph.neighbours[e]]
        oneSided.neighbours[e] = atoms + e
        oneSided.reverse[e] = e
      }
      const out = { energies: new Float64Array(all), forces: new Float64Array(3 * all), virials: new Float64Array(6) }
      potential.evaluate(oneSided, theta, out)
      for (let i = 0; i < atoms; i++) energies[i] += out.energies[i]
      for (let c = 0; c < 3 * edges; c++) pulls[c] += out.forces[3 * atoms + c]
    })
  }
}

/** Relative to the largest force. */
const SAME = 1e-7

/** Whether pulls add up to the forces on the atoms, as those of one potential do. */
export function pullsMatch({ neighbours, origins }: Graph, { pulls }: BondPulls, forces: Float64Array): boolean {
  const sums = new Float64Array(forces.length)
  for (let e = 0; e < origins.length; e++) {
    for (let c = 0; c < 3; c++) {
      sums[3 * neighbours[e] + c] += pulls[3 * e + c]
      sums[3 * origins[e] + c] -= pulls[3 * e + c]
    }
  }
  const largest = forces.reduce((most, force) => Math.max(most, Math.abs(force)), 0)
  return forces.every((force, k) => Math.abs(force - sums[k]) <= SAME * largest)
}
