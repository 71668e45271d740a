import { FunctionBuilder } from "../../../formula/wasm/function.ts"
import { type ConstantPool, type Lanes, VectorCode } from "../../../formula/wasm/vector.ts"
import { HALF, ROW, type Channels } from "./channels.ts"
import { emitBlocks } from "./emit-blocks.ts"

/**
 * The function `harmonics(blocks, base, out, pool)`, straight through all l and m: fills the rows of Q_lm = dᵐP_l(z)/dzᵐ, of cos mφ sinᵐθ and
 * sin mφ sinᵐθ, and blocks `out` with the harmonics without their norms, l² + l ± m, from
 *
 *     (l − m) Q_lm = (2l − 1) z Q_l−1,m − (l + m − 1) Q_l−2,m,   Q_mm = (2m − 1)!!,   (x + iy)^m
 */
export function emitHarmonics(channels: Channels, pool: ConstantPool, relaxed: boolean): FunctionBuilder {
  const builder = new FunctionBuilder(["i32", "i32", "i32", "i32"])
  const [blocks, base, out, poolPointer] = [0, 1, 2, 3]
  const code = new VectorCode({ function: builder, pool, poolPointer, relaxed })
  emitBlocks(
    builder,
    blocks,
    [
      [base, channels.block],
      [out, channels.wide],
    ],
    () => {
      for (const half of [0, HALF]) emitHalf(code, channels, base, out, half)
    },
  )
  return builder
}

function emitHalf(code: VectorCode, { top, harmonicsRow }: Channels, base: number, out: number, half: number): void {
  const builder = code.function
  const load = (row: number): Lanes => {
    builder.get(base)
    builder.memory("v128.load", ROW * row + half)
    return code.pop()
  }
  const store = (address: number, row: number, value: Lanes): void => {
    builder.get(address)
    code.push(value)
    builder.memory("v128.store", ROW * row + half)
  }
  const cosines = harmonicsRow + ((top + 1) * (top + 4)) / 2
  const sines = cosines + top + 1
  const [x, y, z] = [load(0), load(1), load(2)]
  let [cosine, sine] = [code.constant(1), code.constant(0)]
  for (let m = 0; m <= top; m++) {
    if (m === 1) [cosine, sine] = [x, y]
    if (m > 1) {
      const [c, s] = [cosine, sine]
      cosine = code.transient(() => code.subtract(code.multiply(x, c), code.multiply(y, s)))
      sine = code.transient(() => code.add(code.multiply(x, s), code.multiply(y, c)))
    }
    store(base, cosines + m, cosine)
    store(base, sines + m, sine)
    let [before, here] = [code.constant(0), code.constant(doubleFactorial(2 * m - 1))]
    for (let l = m; l <= top; l++) {
      if (l > m) {
        const [older, old] = [before, here]
        before = old
        here = code.transient(() => {
          if (l === m + 1) return code.multiply(z, code.constant(doubleFactorial(2 * m + 1)))
          const rise = code.multiply(code.multiply(z, code.constant((2 * l - 1) / (l - m))), old)
          return code.subtract(rise, code.multiply(older, code.constant((l + m - 1) / (l - m))))
        })
      }
      const row = harmonicsRow + (l * (l + 3)) / 2 + m
      store(base, row, here)
      if (l === m) store(base, row + 1, code.constant(0))
      const [q, c, s] = [here, cosine, sine]
      if (m === 0) store(out, l * l + l, q)
      else {
        store(
          out,
          l * l + l + m,
          code.transient(() => code.multiply(q, c)),
        )
        store(
          out,
          l * l + l - m,
          code.transient(() => code.multiply(q, s)),
        )
      }
    }
  }
}

/** n!! = n (n − 2) (n − 4) …, 1 for −1. */
function doubleFactorial(n: number): number {
  return n < 2 ? 1 : n * doubleFactorial(n - 2)
}
