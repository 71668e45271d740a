import type { Heap } from "../../kernels/heap.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { BoundFunction } from "./function-set.ts"

/** Values f and slopes f′ at many points, each of a function of its own. */
export interface PointValues {
  readonly f: Float64Array
  readonly df: Float64Array
}

/** Also f″, and by point and parameter ∂f/∂θ and ∂f′/∂θ: that of parameter p of the point's function at `point × stride + p`. */
export interface PointDerivatives extends PointValues {
  readonly d2f: Float64Array
  readonly fk: Float64Array
  readonly dfk: Float64Array
  readonly stride: number
  /** Columns of θ of the parameters, by function. */
  readonly columns: readonly (readonly number[])[]
}

/**
 * f and f′ of function `which[i]` at `x[i]`, for the first n points. Inside a scope of the heap.
 *
 * @param x in kernel memory
 */
export function valuesAt(
  functions: readonly BoundFunction[],
  which: Int32Array,
  n: number,
  x: Float64Array,
  theta: Float64Array,
): PointValues {
  const { heap } = kernels()
  const [f, df] = [heap.f64(n, "anything"), heap.f64(n, "anything")]
  for (const { member, points } of groups(functions, which, n)) {
    const own = ownParameters(heap, member, theta)
    if (!points) {
      member.radial.evaluate(n, x, own, f, df)
      continue
    }
    const count = points.length
    const [at, value, slope] = [heap.f64(count, "anything"), heap.f64(count, "anything"), heap.f64(count, "anything")]
    for (let k = 0; k < count; k++) at[k] = x[points[k]]
    member.radial.evaluate(count, at, own, value, slope)
    for (let k = 0; k < count; k++) {
      f[points[k]] = value[k]
      df[points[k]] = slope[k]
    }
  }
  return { f, df }
}

/** As `valuesAt`, with second and parameter derivatives. */
export function derivativesAt(
  functions: readonly BoundFunction[],
  which: Int32Array,
  n: number,
  x: Float64Array,
  theta: Float64Array,
): PointDerivatives {
  const { heap } = kernels()
  const stride = functions.reduce((most, { columns }) => Math.max(most, columns.length), 0)
  const [f, df, d2f] = [heap.f64(n, "anything"), heap.f64(n, "anything"), heap.f64(n, "anything")]
  const [fk, dfk] = [heap.f64(n * stride, "anything"), heap.f64(n * stride, "anything")]
  for (const { member, points } of groups(functions, which, n)) {
    const own = ownParameters(heap, member, theta)
    const count = points ? points.length : n
    const K = member.columns.length
    const at = heap.f64(count, "anything")
    for (let k = 0; k < count; k++) at[k] = x[points ? points[k] : k]
    const room = (width: number): Float64Array => heap.f64(count * width, "anything")
    const out = { f: room(1), df: room(1), d2f: room(1), fk: room(K), dfk: room(K) }
    member.radial.jacobian(count, at, own, out)
    for (let k = 0; k < count; k++) {
      const point = points ? points[k] : k
      f[point] = out.f[k]
      df[point] = out.df[k]
      d2f[point] = out.d2f[k]
      for (let p = 0; p < K; p++) {
        fk[point * stride + p] = out.fk[p * count + k]
        dfk[point * stride + p] = out.dfk[p * count + k]
      }
    }
  }
  return { f, df, d2f, fk, dfk, stride, columns: functions.map(({ columns }) => columns) }
}

function ownParameters(heap: Heap, { columns }: BoundFunction, theta: Float64Array): Float64Array {
  const own = heap.f64(columns.length)
  columns.forEach((column, k) => (own[k] = theta[column]))
  return own
}

/** The points of each function that has any; no list where all points are of one function. */
function groups(
  functions: readonly BoundFunction[],
  which: Int32Array,
  n: number,
): readonly { readonly member: BoundFunction; readonly points: Int32Array | undefined }[] {
  if (n === 0) return []
  if (functions.length === 1) return [{ member: functions[0], points: undefined }]
  const ends = new Int32Array(functions.length + 1)
  for (let i = 0; i < n; i++) ends[which[i] + 1]++
  for (let k = 1; k < ends.length; k++) ends[k] += ends[k - 1]
  const cursor = ends.slice()
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[cursor[which[i]]++] = i
  return functions.flatMap((member, k) => (ends[k + 1] > ends[k] ? [{ member, points: order.subarray(ends[k], ends[k + 1]) }] : []))
}
