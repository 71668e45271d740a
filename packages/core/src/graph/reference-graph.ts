import type { Structure } from "../atoms/structure.ts"
import { frameOf } from "./frame.ts"

/** One edge of the plain twin: atoms of one structure, the image of the neighbour, and the vector [Å]. */
export interface ReferenceEdge {
  readonly i: number
  readonly j: number
  readonly image: readonly [number, number, number]
  readonly vector: readonly [number, number, number]
}

/**
 * All pairs of one structure within the cutoff, by trying every image that could reach: the plain twin of the cell list, O(N² × images).
 * Sorted by centre, neighbour, then image; images are relative to the positions as given.
 */
export function referenceEdges(structure: Structure, cutoff: number): ReferenceEdge[] {
  const { rows, inverse, heights, periodic } = frameOf(structure, 0)
  const { positions } = structure
  const count = structure.numbers.length
  const fractional = (atom: number, d: number): number =>
    [0, 1, 2].reduce((sum, c) => sum + positions[3 * atom + c] * inverse[3 * c + d], 0)
  const edges: ReferenceEdge[] = []
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      // |s_j + n − s_i| × height < cutoff bounds the images of each direction.
      const range = [0, 1, 2].map((d) => {
        if (!periodic[d]) return [0, 0]
        const offset = fractional(i, d) - fractional(j, d)
        const reach = cutoff / heights[d] + 1e-6
        return [Math.ceil(offset - reach), Math.floor(offset + reach)]
      })
      for (let a = range[0][0]; a <= range[0][1]; a++) {
        for (let b = range[1][0]; b <= range[1][1]; b++) {
          for (let c = range[2][0]; c <= range[2][1]; c++) {
            if (i === j && a === 0 && b === 0 && c === 0) continue
            const component = (k: number): number =>
              positions[3 * j + k] - positions[3 * i + k] + (a * rows[k] + b * rows[3 + k] + c * rows[6 + k])
            const vector = [component(0), component(1), component(2)] as const
            if (Math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2) < cutoff) edges.push({ i, j, image: [a, b, c], vector })
          }
        }
      }
    }
  }
  return edges
}
