import { kernels } from "../../../kernels/kernels.ts"
import { PRODUCT_RECORD, TARGET_RECORD } from "../basis/tables.ts"
import type { SnapArithmetic } from "./arithmetic.ts"

/** The arithmetic by the compiled kernels; see `assembly/snap-*.ts`. */
export const compiledSnapArithmetic: SnapArithmetic = Object.freeze({
  expand({ layout: { twojmax, halfSize } }, pairs, neighbours, v, work, sums, channel, lane) {
    const into = sums.byteOffset + 32 * channel * halfSize + 8 * lane
    kernels().exports.snapExpand(pairs, twojmax, halfSize, neighbours.byteOffset, v.byteOffset, work.byteOffset, into)
  },

  complete({ layout: { twojmax }, channels, nu }, sums, self, full) {
    kernels().exports.snapComplete(channels, twojmax, sums.byteOffset, nu.byteOffset, self.byteOffset, full.byteOffset)
  },

  multiply({ products, couplings }, full, z) {
    const count = products.length / PRODUCT_RECORD
    kernels().exports.snapMultiply(count, products.byteOffset, couplings.byteOffset, full.byteOffset, z.byteOffset)
  },

  combine({ targets }, weights, z, y) {
    const count = targets.length / TARGET_RECORD
    kernels().exports.snapCombine(count, targets.byteOffset, weights.byteOffset, z.byteOffset, y.byteOffset)
  },

  contract({ layout: { twojmax, halfSize } }, pairs, v, y, channel, lane, out) {
    kernels().exports.snapContract(pairs, twojmax, v.byteOffset, y.byteOffset + 32 * channel * halfSize + 8 * lane, out.byteOffset)
  },

  differentiate(tables, channel, pairs, v, frames, z, lane, work, out) {
    const { layout, weightedNu, components, gradients, gradientFactors } = tables
    const factors = gradientFactors[channel]
    kernels().exports.snapDifferentiate(
      pairs,
      layout.twojmax,
      v.byteOffset,
      frames.byteOffset,
      weightedNu.byteOffset,
      work.byteOffset,
      factors.length,
      gradients[channel].byteOffset,
      factors.byteOffset,
      components.length,
      z.byteOffset + 8 * lane,
      out.byteOffset,
    )
  },
} satisfies SnapArithmetic)
