import type { Graph } from "../../graph/graph.ts"
import type { SplineBasis } from "../functions/basis.ts"
import { basisAtDistance } from "./basis-at-distance.ts"
import type { Evaluation } from "../potential.ts"
import { speciesOf } from "./triplet-room.ts"
import type { TripletTerm } from "./triplet-term.ts"
import { forCoefficients } from "./unknowns.ts"

/** `evaluateTriplets` as it is defined, coefficient by coefficient: the plain twin of the kernels, for tests. */
export function referenceTriplets(
  terms: readonly TripletTerm[],
  elements: readonly number[],
  graph: Graph,
  theta: ArrayLike<number>,
  out: Evaluation,
): void {
  for (const term of terms) {
    const species = speciesOf(graph, elements, term)
    if (!species) continue
    forTriplets(graph, species, (s, i, j, k) => addTriplet(term, graph, theta, [s, i, j, k], out))
  }
}

/** Calls `visit(structure, centre, edge to j, edge to k)` for every centre and unordered pair of neighbours of these species. */
function forTriplets(
  { structures, centres, neighbours, species }: Graph,
  [centre, first, second]: readonly number[],
  visit: (s: number, i: number, j: number, k: number) => void,
): void {
  for (let s = 0; s + 1 < structures.length; s++) {
    for (let i = structures[s]; i < structures[s + 1]; i++) {
      if (species[i] !== centre) continue
      for (let j = centres[i]; j < centres[i + 1]; j++) {
        if (species[neighbours[j]] !== first) continue
        for (let k = first === second ? j + 1 : centres[i]; k < centres[i + 1]; k++) {
          if (species[neighbours[k]] === second) visit(s, i, j, k)
        }
      }
    }
  }
}

function addTriplet(
  { bases, unknowns, offset }: TripletTerm,
  { vectors, neighbours }: Graph,
  theta: ArrayLike<number>,
  [s, i, j, k]: readonly number[],
  { energies, forces, virials }: Evaluation,
): void {
  const vj = vectors.subarray(3 * j, 3 * j + 3)
  const vk = vectors.subarray(3 * k, 3 * k + 3)
  const sides = [vj, vk, vk.map((x, c) => x - vj[c])]
  const lengths = sides.map((side) => Math.hypot(...side))
  const [value, slope] = [0, 1].map((derivative) =>
    bases.map((basis: SplineBasis, axis) => basisAtDistance(basis, lengths[axis], derivative)),
  )
  let energy = 0
  const slopes = [0, 0, 0]
  forCoefficients(unknowns, (unknown, a, b, c) => {
    const coefficient = theta[offset + unknown]
    energy += coefficient * value[0][a] * value[1][b] * value[2][c]
    slopes[0] += coefficient * slope[0][a] * value[1][b] * value[2][c]
    slopes[1] += coefficient * value[0][a] * slope[1][b] * value[2][c]
    slopes[2] += coefficient * value[0][a] * value[1][b] * slope[2][c]
  })
  energies[i] += energy
  const [gj, gk, gjk] = sides.map((side, axis) => side.map((x) => (slopes[axis] * x) / lengths[axis]))
  for (let c = 0; c < 3; c++) {
    const [fj, fk] = [gjk[c] - gj[c], -gjk[c] - gk[c]]
    forces[3 * neighbours[j] + c] += fj
    forces[3 * neighbours[k] + c] += fk
    forces[3 * i + c] -= fj + fk
  }
  const voigt = [0, 4, 8, 5, 2, 1].map((at) => [Math.floor(at / 3), at % 3])
  voigt.forEach(([row, column], v) => {
    virials[6 * s + v] -= vj[row] * gj[column] + vk[row] * gk[column] + sides[2][row] * gjk[column]
  })
}
