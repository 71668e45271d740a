import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { hasFunctions, type PotentialFunction, type WithFunctions } from "../../../potentials/functions/potential-function.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { hasTerms } from "../../../potentials/sum/sum-potential.ts"

/** Energies of atoms, and what each of them does to its neighbours. */
export interface BondPulls {
  /** U_i, `[N]` [eV] */
  readonly energies: Float64Array
  /** −∂U_i/∂r_ij of each edge from i to j, `[3E]` [eV/Å] */
  readonly pulls: Float64Array
}

/** Adds energies and pulls of a graph. */
export type PullBonds = (graph: Graph, out: BondPulls) => void

/**
 * How energies of atoms are pulled at by their bonds; sums term by term. Functions of one variable are differentiated as they are; any
 * other potential is given a graph in which each neighbour is an atom of its own without neighbours, so that the force on it is the pull.
 * Whether the potential takes its energies from edges as such a graph has them must be seen from the sum of pulls: `pullsMatch`.
 */
export function bondPulls(potential: Potential, theta: Float64Array, element: number): PullBonds {
  if (hasTerms(potential)) {
    const parts = potential.terms
      .filter(({ potential: term }) => term.elements.includes(element))
      .map(({ potential: term, offset }) => bondPulls(term, theta.slice(offset, offset + term.parameters.length), element))
    return (graph, out) => {
      for (const part of parts) part(graph, out)
    }
  }
  if (hasFunctions(potential)) {
    const own = potential.functions.filter(({ elements }) => elements.every((number) => number === element))
    if (own.every(({ role }) => role in centredRoles)) return functionPulls(own, theta)
  }
  return oneSidedPulls(potential, theta, element)
}

/** Functions of one distance, or of a sum of them over the neighbours of one atom. */
const centredRoles: Readonly<Partial<Record<PotentialFunction["role"], true>>> = { pair: true, density: true, embedding: true }

/** `U_i = F(Σ_j ρ(r_ij)) + ½ Σ_j φ(r_ij)` of one element. */
function functionPulls(functions: WithFunctions["functions"], theta: Float64Array): PullBonds {
  const own = (role: PotentialFunction["role"]) =>
    functions
      .filter((shown) => shown.role === role)
      .map(({ radial, offset }) => ({ radial, theta: theta.slice(offset, offset + radial.parameters.length) }))
  const [pairs, densities, embeddings] = [own("pair"), own("density"), own("embedding")]
  return ({ centres, distances, vectors, origins }, { energies, pulls }) => {
    const { heap } = kernels()
    heap.scope(() => {
      const [atoms, edges] = [centres.length - 1, distances.length]
      const [value, slope, density, densitySlope] = [0, 1, 2, 3].map(() => heap.f64(edges))
      const [sums, embedded, embeddedSlope] = [0, 1, 2].map(() => heap.f64(atoms))
      const along = new Float64Array(edges)
      for (const { radial, theta: values } of pairs) {
        radial.evaluate(edges, distances, values, value, slope)
        for (let e = 0; e < edges; e++) {
          if (distances[e] >= radial.end) continue
          energies[origins[e]] += value[e] / 2
          along[e] += slope[e] / 2
        }
      }
      for (const { radial, theta: values } of densities) {
        radial.evaluate(edges, distances, values, value, slope)
        for (let e = 0; e < edges; e++) {
          if (distances[e] >= radial.end) continue
          density[e] += value[e]
          densitySlope[e] += slope[e]
        }
      }
      for (let e = 0; e < edges; e++) sums[origins[e]] += density[e]
      for (const { radial, theta: values } of embeddings) {
        radial.evaluate(atoms, sums, values, embedded, embeddedSlope)
        for (let i = 0; i < atoms; i++) energies[i] += embedded[i]
        for (let e = 0; e < edges; e++) along[e] += embeddedSlope[origins[e]] * densitySlope[e]
      }
      for (let e = 0; e < edges; e++) {
        const pull = along[e] / distances[e]
        pulls[3 * e] -= pull * vectors[3 * e]
        pulls[3 * e + 1] -= pull * vectors[3 * e + 1]
        pulls[3 * e + 2] -= pull * vectors[3 * e + 2]
      }
    })
  }
}

/** Forces on neighbours that are atoms of their own. */
function oneSidedPulls(potential: Potential, theta: Float64Array, element: number): PullBonds {
  return (graph, { energies, pulls }) => {
    const { heap } = kernels()
    heap.scope(() => {
      const [atoms, edges] = [graph.centres.length - 1, graph.distances.length]
      const all = atoms + edges
      const oneSided: Graph = {
        ...graph,
        elements: [element],
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
      for (let e = 0; e < edges; e++) {
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
