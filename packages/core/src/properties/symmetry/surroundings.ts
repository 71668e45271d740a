import { cellVolume } from "../../atoms/cell.ts"
import { elementsOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"

/** How far an atom sees, in units of (volume per atom)^(1/3). */
const REACH = 2.3
/** Sums farther apart than this are of different surroundings: at least, and by how far atoms may be off [1/Å]. */
const [APART, BY_TOLERANCE] = [1e-4, 100]

/**
 * A number for each atom, the same for atoms that symmetry may exchange: those of one element whose neighbours stand at the same
 * distances, by the sum of `Z (1 − r/r_c)²` over them. Atoms far from a defect are all alike.
 *
 * @param tolerance how far atoms may be off [Å]
 */
export function surroundingsOf(structure: Structure, tolerance: number): Int32Array {
  const apart = Math.max(APART, BY_TOLERANCE * tolerance)
  const { numbers, cell, pbc } = structure
  const spacing = cell === null ? 1 : Math.cbrt(cellVolume(cell) / numbers.length)
  const cutoff = REACH * spacing
  const graph = buildGraph([{ ...structure, pbc: cell === null ? [false, false, false] : pbc }], elementsOf(numbers), cutoff)
  const sums = Float64Array.from(numbers, (number, i) => {
    let sum = 1000 * number
    for (let e = graph.centres[i]; e < graph.centres[i + 1]; e++) {
      sum += (1 + numbers[graph.neighbours[e]] / 10) * (1 - graph.distances[e] / cutoff) ** 2
    }
    return sum
  })
  releaseGraph(graph)
  const order = Array.from(numbers.keys()).sort((a, b) => sums[a] - sums[b])
  const classes = new Int32Array(numbers.length)
  order.forEach((i, k) => {
    const before = k > 0 ? order[k - 1] : i
    classes[i] = classes[before] + (sums[i] - sums[before] > apart ? 1 : 0)
  })
  return classes
}
