import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction } from "../../potentials/functions/radial.ts"
import type { SquareRadial } from "./radial-pairs.ts"

/** Any function of r as a pair energy, with its parameters held at θ. */
export function radialFunctionPair(radial: RadialFunction, theta: Float64Array): SquareRadial {
  return Object.freeze({
    evaluate(n: number, square: Float64Array, energy: Float64Array, pull: Float64Array) {
      const { exports, heap } = kernels()
      heap.scope(() => {
        const distance = heap.f64(n + 1)
        exports["rootPairs"]!(n, square.byteOffset, distance.byteOffset)
        radial.evaluate(n, distance, theta, energy, pull)
        exports["dividePairs"]!(n, pull.byteOffset, distance.byteOffset)
      })
    },
  })
}
