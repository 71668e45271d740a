import { kernels } from "../../../kernels/kernels.ts"

/** What a kernel takes as one argument: addresses and whole numbers in their order. */
export function record(...fields: readonly (ArrayBufferView | number)[]): Int32Array {
  const made = kernels().heap.i32(fields.length, "anything")
  fields.forEach((field, k) => (made[k] = typeof field === "number" ? field : field.byteOffset))
  return made
}

/** A copy in kernel memory. */
export function inKernelMemory<T extends Float64Array | Int32Array>(values: T): T
export function inKernelMemory(values: Float64Array | Int32Array): Float64Array | Int32Array {
  const { heap } = kernels()
  const copy = values instanceof Int32Array ? heap.i32(values.length, "anything") : heap.f64(values.length, "anything")
  copy.set(values)
  return copy
}
