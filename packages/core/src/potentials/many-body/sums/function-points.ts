import { kernels } from "../../../kernels/kernels.ts"
import type { BoundFunction } from "../function-set.ts"
import { inKernelMemory, record } from "./record.ts"

/** Points where functions are wanted: x and the kind of each, in kernel memory, and the number of the function by kind. */
export interface Points {
  readonly count: number
  readonly x: Float64Array
  readonly kinds: Int32Array
  readonly table: Int32Array
}

/** Values of functions at many points, in kernel memory. */
export interface FunctionPoints {
  /** f and f′ by point. */
  readonly f: Float64Array
  readonly df: Float64Array
  /** For kernels, with what else was asked for. */
  readonly record: Int32Array
}

/** f and f′ at points, or also f″, ∂f/∂θ and ∂f′/∂θ; inside a scope of the heap. */
export type PointEvaluator = (functions: readonly BoundFunction[], points: Points, theta: Float64Array) => FunctionPoints

/** f and f′: see `PointEvaluator`. */
export function valuesOf(functions: readonly BoundFunction[], points: Points, theta: Float64Array): FunctionPoints {
  const { heap } = kernels()
  const { count, kinds, table } = points
  const room = (): readonly [Float64Array, Float64Array] => [heap.f64(count, "anything"), heap.f64(count, "anything")]
  const [f, df] = room()
  const alone = onlyFunction(table)
  if (alone !== undefined) functions[alone].radial.evaluate(count, points.x, ownParameters(functions[alone], theta), f, df)
  else {
    const [value, slope] = room()
    forFunctions(functions, points, ({ member, n, x, place }) => {
      member.radial.evaluate(n, x, ownParameters(member, theta), value, slope)
      place(value, 0, f, 0)
      place(slope, 0, df, 0)
    })
  }
  return { f, df, record: record(f, df, 0, 0, 0, kinds, 0, 0, count) }
}

/** f, f′, f″, ∂f/∂θ and ∂f′/∂θ: see `PointEvaluator`. */
export function derivativesOf(functions: readonly BoundFunction[], points: Points, theta: Float64Array): FunctionPoints {
  const { heap } = kernels()
  const { count, kinds, table } = points
  const stride = table.reduce((most, k) => Math.max(most, functions[k].columns.length), 0)
  const room = () => {
    const [f, df, d2f] = [heap.f64(count, "anything"), heap.f64(count, "anything"), heap.f64(count, "anything")]
    return { f, df, d2f, fk: heap.f64(count * stride, "anything"), dfk: heap.f64(count * stride, "anything") }
  }
  const all = room()
  const alone = onlyFunction(table)
  if (alone !== undefined) functions[alone].radial.jacobian(count, points.x, ownParameters(functions[alone], theta), all)
  else {
    const some = room()
    forFunctions(functions, points, ({ member, n, x, place }) => {
      member.radial.jacobian(n, x, ownParameters(member, theta), some)
      place(some.f, 0, all.f, 0)
      place(some.df, 0, all.df, 0)
      place(some.d2f, 0, all.d2f, 0)
      for (let p = 0; p < member.columns.length; p++) {
        place(some.fk, p * n, all.fk, p * count)
        place(some.dfk, p * n, all.dfk, p * count)
      }
    })
  }
  const columns = heap.i32(table.length * stride, "anything").fill(-1)
  table.forEach((k, kind) => columns.set(functions[k].columns, kind * stride))
  return { f: all.f, df: all.df, record: record(all.f, all.df, all.d2f, all.fk, all.dfk, kinds, columns, stride, count) }
}

function onlyFunction(table: Int32Array): number | undefined {
  return table.every((k) => k === table[0]) ? table[0] : undefined
}

function ownParameters({ columns }: BoundFunction, theta: Float64Array): Float64Array {
  const own = kernels().heap.f64(columns.length, "anything")
  columns.forEach((column, k) => (own[k] = theta[column]))
  return own
}

/** The points of one function, and how to bring values at them to their places among all points. */
interface Group {
  readonly member: BoundFunction
  readonly n: number
  readonly x: Float64Array
  readonly place: (from: Float64Array, fromOffset: number, to: Float64Array, toOffset: number) => void
}

/** Calls `visit` for each function that has points. */
function forFunctions(functions: readonly BoundFunction[], { count, x, kinds, table }: Points, visit: (group: Group) => void): void {
  const { heap, exports } = kernels()
  const [order, sorted, ends] = [heap.i32(count, "anything"), heap.f64(count, "anything"), heap.i32(functions.length + 2)]
  const tables = inKernelMemory(table)
  const room = [ends.byteOffset, order.byteOffset, sorted.byteOffset]
  exports.sortPoints(count, kinds.byteOffset, tables.byteOffset, functions.length, x.byteOffset, ...room)
  functions.forEach((member, k) => {
    const n = ends[k + 1] - ends[k]
    if (n === 0) return
    const own = order.byteOffset + 4 * ends[k]
    visit({
      ...{ member, n, x: sorted.subarray(ends[k], ends[k + 1]) },
      place: (from, fromOffset, to, toOffset) =>
        void exports.placePoints(n, own, from.byteOffset + 8 * fromOffset, to.byteOffset + 8 * toOffset),
    })
  })
}
