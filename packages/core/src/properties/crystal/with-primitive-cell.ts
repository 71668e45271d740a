import { cellVolume, timesMatrix } from "../../atoms/cell.ts"
import { operationsOf } from "../symmetry/operations.ts"
import type { Crystal } from "./crystal.ts"

/** Volumes that differ by less than this part are one. */
const SAME = 1e-6

/** The same crystal with the smallest cell that repeats to it; axes and Miller indices still refer to the one that it had. */
export function withPrimitiveCell(crystal: Crystal): Crystal {
  const { primitive } = crystal
  const { numbers, positions, cell } = primitive
  if (cell === null) throw new RangeError("a crystal has a cell")
  const translations = operationsOf(primitive).filter(({ rotation }) =>
    rotation.every((x, k) => Math.abs(x - (k % 4 === 0 ? 1 : 0)) < SAME),
  )
  if (translations.length === 1) return crystal
  const small = basisOf(
    translations.flatMap(({ images }) => vectorsOf(positions, images[0], cell)),
    cellVolume(cell) / translations.length,
  )
  const kept = Array.from(numbers.keys()).filter((i) => translations.every(({ images }) => images[i] >= i))
  return Object.freeze({
    ...crystal,
    primitive: Object.freeze({
      ...primitive,
      numbers: Int32Array.from(kept, (i) => numbers[i]),
      positions: Float64Array.from(kept.flatMap((i) => [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]])),
      cell: small,
    }),
  })
}

/** From the first atom to an image of it, in this and the neighbouring cells; not to itself. */
function vectorsOf(positions: Float64Array, image: number, cell: Float64Array): readonly Float64Array[] {
  const apart = [0, 1, 2].map((c) => positions[3 * image + c] - positions[c])
  const found: Float64Array[] = []
  for (let k = 0; k < 125; k++) {
    const vector = timesMatrix([(k % 5) - 2, (Math.floor(k / 5) % 5) - 2, Math.floor(k / 25) - 2], cell).map((x, c) => x + apart[c])
    if (Math.hypot(...vector) > SAME) found.push(vector)
  }
  return found
}

/** The shortest vectors that span a cell of a volume. */
function basisOf(vectors: readonly Float64Array[], volume: number): Float64Array {
  const sorted = vectors.toSorted((a, b) => Math.hypot(...a) - Math.hypot(...b))
  const [first] = sorted
  for (let i = 1; i < sorted.length; i++) {
    for (let j = 1; j < i; j++) {
      const basis = Float64Array.of(...first, ...sorted[j], ...sorted[i])
      const [a, b, c, d, e, f, g, h, k] = basis
      const found = a * (e * k - f * h) - b * (d * k - f * g) + c * (d * h - e * g)
      if (Math.abs(found / volume - 1) < SAME) return basis
    }
  }
  throw new RangeError("translations of a crystal span a cell of its own")
}
