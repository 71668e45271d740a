import { FunctionBuilder } from "../../../formula/wasm/function.ts"
import { type ConstantPool, type Lanes, VectorCode } from "../../../formula/wasm/vector.ts"
import { FIRST, HALF, ROW, type Channels } from "./channels.ts"
import { emitBlocks } from "./emit-blocks.ts"

/** A sum that begins with its first term. */
interface Sum {
  value: Lanes | undefined
}

/**
 * The function `gradients(blocks, base, slopes, pool)`, straight through all channels: for each neighbour the derivatives of E = Σ_a w_a R Y by
 * the components of its unit vector and by its distance, with the weights w in `slopes` (in the order of the sums, 32 bytes apart):
 *
 *     F_m = Σ_l Q_lm Σ_n w_nlm R_n for cosine and sine;   ∂E/∂x = Σ_m m (F_m cos_{m−1} + F_{−m} sin_{m−1});   ∂E/∂z, ∂E/∂r alike with Q′, R′
 *
 * They take the places of the first four radial functions.
 */
export function emitGradients(channels: Channels, pool: ConstantPool, relaxed: boolean): FunctionBuilder {
  const builder = new FunctionBuilder(["i32", "i32", "i32", "i32"])
  const [blocks, base, slopes, poolPointer] = [0, 1, 2, 3]
  const code = new VectorCode({ function: builder, pool, poolPointer, relaxed })
  emitBlocks(builder, blocks, [[base, channels.block]], () => new GradientBody(code, channels, base, slopes).emit())
  return builder
}

class GradientBody {
  readonly #code: VectorCode
  readonly #channels: Channels
  readonly #base: number
  readonly #slopes: number
  #weight = 0

  constructor(code: VectorCode, channels: Channels, base: number, slopes: number) {
    this.#code = code
    this.#channels = channels
    this.#base = base
    this.#slopes = slopes
  }

  emit(): void {
    const totals = [0, HALF].map(() => Array.from({ length: 4 }, (): Sum => ({ value: undefined })))
    for (let m = 0; m <= this.#channels.top; m++) this.#order(m, totals)
    totals.forEach((sums, half) =>
      sums.forEach(({ value }, k) => {
        this.#code.function.get(this.#base)
        this.#code.push(value ?? this.#code.constant(0))
        this.#code.function.memory("v128.store", ROW * (FIRST + k) + half * HALF)
      }),
    )
  }

  /** All l of one m, for both halves at once: they share the weights. */
  #order(m: number, totals: readonly (readonly Sum[])[]): void {
    const { top, ranges, count, harmonicsRow } = this.#channels
    const code = this.#code
    const signs = m === 0 ? [0] : [0, 1]
    // By half and sign: F, and its derivatives by z and by r.
    const sums = [0, 1].map(() => signs.map(() => Array.from({ length: 3 }, (): Sum => ({ value: undefined }))))
    for (let l = m; l <= top; l++) {
      if (ranges[2 * l + 1] === 0) continue
      const inner = sums.map(() => signs.map((): readonly [Sum, Sum] => [{ value: undefined }, { value: undefined }]))
      for (let n = 0; n < ranges[2 * l + 1]; n++) {
        const weights = signs.map((sign) => code.splat(this.#slopes, ROW * (this.#weight + sign)))
        this.#weight += signs.length
        inner.forEach((bySign, half) => {
          const at = ranges[2 * l] + ROW * n + HALF * half
          const [value, slope] = [this.#load(at), this.#load(at + ROW * count)]
          bySign.forEach(([f, df], sign) => {
            this.#addProduct(f, weights[sign], value)
            this.#addProduct(df, weights[sign], slope)
          })
          this.#release(value, slope)
        })
        this.#release(...weights)
      }
      inner.forEach((bySign, half) => {
        const at = ROW * (harmonicsRow + (l * (l + 3)) / 2 + m) + HALF * half
        const value = this.#load(at)
        const slope = l > m ? this.#load(at + ROW) : undefined
        bySign.forEach(([f, df], sign) => {
          if (!f.value || !df.value) return
          const [F, Fz, Fr] = sums[half][sign]
          this.#addProduct(F, f.value, value)
          if (slope) this.#addProduct(Fz, f.value, slope)
          this.#addProduct(Fr, df.value, value)
          this.#release(f.value, df.value)
        })
        this.#release(value, ...(slope ? [slope] : []))
      })
    }
    sums.forEach((bySign, half) => this.#combine(m, bySign, totals[half], HALF * half))
  }

  /** Multiplies the sums of one m by the functions of φ. */
  #combine(m: number, bySign: readonly (readonly Sum[])[], [dx, dy, dz, dr]: readonly Sum[], half: number): void {
    const { top, harmonicsRow } = this.#channels
    const code = this.#code
    const cosines = harmonicsRow + ((top + 1) * (top + 4)) / 2
    const functionOf = (k: number, sign: number): Lanes => this.#load(ROW * (cosines + k + sign * (top + 1)) + half)
    if (m === 0) {
      const [[, Fz, Fr]] = bySign
      for (const [total, { value }] of [[dz, Fz] as const, [dr, Fr] as const]) {
        if (value) total.value = total.value ? code.add(total.value, value) : value
      }
      return
    }
    const times = code.constant(m)
    bySign.forEach(([F, Fz, Fr], sign) => {
      if (!F.value || !Fr.value) return
      const scaled = code.multiply(F.value, times)
      const [along, across] = [functionOf(m - 1, sign), functionOf(m - 1, 1 - sign)]
      const own = functionOf(m, sign)
      // x: m (F cos + G sin); y: m (G cos − F sin), of m − 1.
      if (m > 1 || sign === 0) this.#addProduct(dx, scaled, along)
      if (m > 1 || sign === 1) this.#addProduct(dy, sign === 0 ? code.do("f64x2.neg", scaled) : scaled, across)
      if (Fz.value) this.#addProduct(dz, Fz.value, own)
      this.#addProduct(dr, Fr.value, own)
      this.#release(scaled, along, across, own)
    })
  }

  #load(offset: number): Lanes {
    this.#code.function.get(this.#base)
    this.#code.function.memory("v128.load", offset)
    return this.#code.pop()
  }

  /** `sum += a b` in the local of the sum. */
  #addProduct(sum: Sum, a: Lanes, b: Lanes): void {
    const code = this.#code
    const { value } = sum
    if (value?.kind !== "local") {
      sum.value = code.multiply(a, b)
      return
    }
    if (!code.relaxed) code.push(value)
    code.push(a)
    code.push(b)
    if (code.relaxed) code.push(value)
    if (!code.relaxed) code.function.do("f64x2.mul")
    code.function.do(code.relaxed ? "f64x2.relaxed_madd" : "f64x2.add")
    code.function.set(value.local)
  }

  /** Lets the locals of values serve again. */
  #release(...values: readonly Lanes[]): void {
    for (const value of values) if (value.kind === "local") this.#code.function.release("v128", value.local)
  }
}
