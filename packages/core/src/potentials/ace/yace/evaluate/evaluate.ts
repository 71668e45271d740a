import type { Graph } from "../../../../graph/graph.ts"
import type { Evaluation } from "../../../potential.ts"
import type { AceCentre, AceModel } from "../../model.ts"
import type { Yace } from "../yace.ts"
import { atomEnergy, type NearestNeighbour, zblAtomEnergy } from "./atom-energy.ts"
import { centreSums } from "./monomials.ts"
import { type Neighbourhood, neighbourhoods } from "./neighbourhood.ts"

/**
 * Adds energies, forces and virials of a graph: sums A over the neighbours, densities as sums of their products, the energy of these, and back through all of them.
 *
 * @param species the model's number of each element of the graph, −1 for one it does not know, whose atoms it does not see
 */
export function evaluateYace(yace: Yace, model: AceModel, species: readonly number[], graph: Graph, out: Evaluation): void {
  const { centres } = model
  const around = neighbourhoods(model, species, graph)
  const sums = centres.map(centreSums)
  const most = Math.max(...centres.map((centre) => centre.species.length))
  const A = new Float64Array(most)
  const slopes = new Float64Array(most)
  const size = Math.max(...yace.embeddings.map(({ terms }) => terms.length + 1))
  const B = new Float64Array(size)
  const pulls = new Float64Array(size)
  const zbl = yace.bonds[0].inner === "zbl"
  const nearest: NearestNeighbour = { number: -1, slope: 0 }
  for (let s = 0; s + 1 < graph.structures.length; s++) {
    for (let i = graph.structures[s]; i < graph.structures[s + 1]; i++) {
      const own = species[graph.species[i]]
      if (own < 0) continue
      const neighbours = around(i)
      gather(centres[own], neighbours, A)
      sums[own].forward(A, B)
      out.energies[i] += zbl ? zblAtomEnergy(yace, own, B, neighbours, graph, pulls, nearest) : atomEnergy(yace, own, B, pulls)
      sums[own].backward(A, pulls, slopes)
      scatter(centres[own], neighbours, slopes, nearest, graph, i, s, out)
    }
  }
}

/** A_a = Σ_j R Y over the neighbours. */
function gather({ species, radial, harmonic }: AceCentre, around: Neighbourhood, A: Float64Array): void {
  A.fill(0)
  for (let n = 0; n < around.count; n++) {
    const r = n * around.radialStride
    const y = n * around.harmonicStride
    for (let a = 0; a < species.length; a++) {
      if (species[a] === around.species[n]) A[a] += around.radials[r + radial[a]] * around.harmonics[y + harmonic[a]]
    }
  }
}

/** Forces and virial from ∂E/∂A and the direct dependence on distances. */
function scatter(
  { species, radial, harmonic }: AceCentre,
  around: Neighbourhood,
  slopes: Float64Array,
  nearest: NearestNeighbour,
  graph: Graph,
  i: number,
  s: number,
  { forces, virials }: Evaluation,
): void {
  for (let n = 0; n < around.count; n++) {
    const edge = around.edges[n]
    const inverse = 1 / graph.distances[edge]
    const [rx, ry, rz] = [graph.vectors[3 * edge], graph.vectors[3 * edge + 1], graph.vectors[3 * edge + 2]]
    let along = n === nearest.number ? nearest.slope : 0
    let [gx, gy, gz] = [0, 0, 0]
    for (let a = 0; a < species.length; a++) {
      if (species[a] !== around.species[n]) continue
      const R = n * around.radialStride + radial[a]
      const Y = n * around.harmonicStride + harmonic[a]
      along += slopes[a] * around.radialSlopes[R] * around.harmonics[Y]
      const across = slopes[a] * around.radials[R] * inverse
      gx += across * around.gradients[3 * Y]
      gy += across * around.gradients[3 * Y + 1]
      gz += across * around.gradients[3 * Y + 2]
    }
    gx += along * rx * inverse
    gy += along * ry * inverse
    gz += along * rz * inverse
    const j = graph.neighbours[edge]
    forces[3 * i] += gx
    forces[3 * i + 1] += gy
    forces[3 * i + 2] += gz
    forces[3 * j] -= gx
    forces[3 * j + 1] -= gy
    forces[3 * j + 2] -= gz
    virials[6 * s] -= rx * gx
    virials[6 * s + 1] -= ry * gy
    virials[6 * s + 2] -= rz * gz
    virials[6 * s + 3] -= rz * gy
    virials[6 * s + 4] -= rz * gx
    virials[6 * s + 5] -= ry * gx
  }
}
