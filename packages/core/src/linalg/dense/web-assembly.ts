import { kernels } from "../../kernels/kernels.ts"
import type { Block, DenseBackend } from "./backend.ts"

/** Our own products, in the build of this thread's kernels: there is always this one. */
export function webAssemblyBackend(): DenseBackend {
  const { heap, build, exports } = kernels()
  const work = heap.keep(() => heap.f64(exports["productScratch"]!(), "anything")).byteOffset
  const product = exports["multiply"]!
  return {
    name: build === "fast" ? "WebAssembly relaxed SIMD" : "WebAssembly SIMD",
    multiply: (m, n, k, alpha, A, B, C) => {
      if (m === 0 || n === 0 || k === 0) return
      const [ars, acs] = stridesOf(A)
      const [brs, bcs] = stridesOf(B)
      product(m, n, k, alpha, A.data.byteOffset, ars, acs, B.data.byteOffset, brs, bcs, C.data.byteOffset, 8 * C.stride, work)
    },
  }
}

function stridesOf({ stride, transposed }: Block): readonly [number, number] {
  return transposed ? [8, 8 * stride] : [8 * stride, 8]
}
