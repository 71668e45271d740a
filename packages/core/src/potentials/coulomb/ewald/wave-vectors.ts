import { Failure } from "../../../failure/failure.ts"

/** Wave vectors n_a **a*** + n_b **b*** + n_c **c*** of one of each pair ±**k**. */
export interface WaveVectors {
  /** Integers (n_a, n_b, n_c), sorted, `[3K]`; n_a ≥ 0. */
  readonly integers: Int32Array
  /** **k**, with its 2π, `[3K]` [1/Å]. */
  readonly vectors: Float64Array
  /** Largest |n| of each direction. */
  readonly most: readonly [number, number, number]
}

/** More are a sign of a mistaken unit, or of a sum for which this code is not made. */
const MOST_VECTORS = 2_000_000

/** All wave vectors 0 < |k| < `cutoff` [1/Å] of a cell with the given rows, one of each pair. @throws Failure for too many. */
export function waveVectors(rows: Float64Array, cutoff: number): WaveVectors {
  const volume = Math.abs(tripleProduct(rows))
  const expected = (volume * cutoff ** 3) / (12 * Math.PI ** 2)
  if (expected > MOST_VECTORS) {
    throw new Failure(`an Ewald sum of a cell of ${volume.toPrecision(3)} Å³ takes ${expected.toPrecision(2)} wave vectors`, {
      advice: "use a longer cutoff, less accuracy, or method: dsf",
    })
  }
  const reciprocal = reciprocalRows(rows)
  // **k** · **a** = 2π n_a bounds n_a by |k| |a| / 2π.
  const reach = [0, 1, 2].map((d) => Math.floor((cutoff * Math.hypot(...rows.subarray(3 * d, 3 * d + 3))) / (2 * Math.PI)))
  const integers: number[] = []
  const vectors: number[] = []
  const most: [number, number, number] = [0, 0, 0]
  for (let a = 0; a <= reach[0]; a++) {
    for (let b = a === 0 ? 0 : -reach[1]; b <= reach[1]; b++) {
      for (let c = a === 0 && b === 0 ? 1 : -reach[2]; c <= reach[2]; c++) {
        const x = a * reciprocal[0] + b * reciprocal[3] + c * reciprocal[6]
        const y = a * reciprocal[1] + b * reciprocal[4] + c * reciprocal[7]
        const z = a * reciprocal[2] + b * reciprocal[5] + c * reciprocal[8]
        if (x * x + y * y + z * z >= cutoff * cutoff) continue
        integers.push(a, b, c)
        vectors.push(x, y, z)
        most[0] = Math.max(most[0], a)
        most[1] = Math.max(most[1], Math.abs(b))
        most[2] = Math.max(most[2], Math.abs(c))
      }
    }
  }
  return { integers: Int32Array.from(integers), vectors: Float64Array.from(vectors), most }
}

/** Rows **a***, **b***, **c*** with **a***·**a** = 2π [1/Å]. */
export function reciprocalRows(rows: Float64Array): Float64Array {
  const scale = (2 * Math.PI) / tripleProduct(rows)
  return Float64Array.from([...cross(rows, 1, 2), ...cross(rows, 2, 0), ...cross(rows, 0, 1)], (value) => scale * value)
}

function cross(rows: Float64Array, a: number, b: number): readonly number[] {
  const [x, y, z] = rows.subarray(3 * a, 3 * a + 3)
  const [u, v, w] = rows.subarray(3 * b, 3 * b + 3)
  return [y * w - z * v, z * u - x * w, x * v - y * u]
}

function tripleProduct(rows: Float64Array): number {
  const [x, y, z] = cross(rows, 1, 2)
  return rows[0] * x + rows[1] * y + rows[2] * z
}
