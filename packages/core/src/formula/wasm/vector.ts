import type { FunctionBuilder, Instruction } from "./function.ts"

/** Two numbers side by side: in a local, or a constant of the pool, loaded where it is used. */
export type Lanes = { readonly kind: "local"; readonly local: number } | { readonly kind: "constant"; readonly bits: bigint }

/** The constants of a module, each to be stored twice over (16 bytes) in kernel memory: V8 rebuilds `v128.const` at every use. */
export class ConstantPool {
  readonly #places = new Map<bigint, number>()

  /** Byte offset of a constant in the pool. */
  offset(bits: bigint): number {
    const known = this.#places.get(bits)
    if (known !== undefined) return known
    const place = 16 * this.#places.size
    this.#places.set(bits, place)
    return place
  }

  /** Number of `Float64` entries that `fill` writes. */
  get length(): number {
    return 2 * this.#places.size
  }

  /** Writes the pool where the emitted code expects it. */
  fill(target: Float64Array): void {
    const view = new DataView(target.buffer, target.byteOffset, 8 * this.length)
    for (const [bits, place] of this.#places) {
      view.setBigUint64(place, bits, true)
      view.setBigUint64(place + 8, bits, true)
    }
  }
}

/**
 * Writes vector code as values: each operation leaves its result in a local of its own, which the engine's compiler turns back
 * into registers.
 */
export class VectorCode {
  readonly function: FunctionBuilder
  /** Whether products and sums may be fused: relaxed SIMD, whose last bit depends on the machine. */
  readonly relaxed: boolean
  readonly #pool: ConstantPool
  readonly #poolPointer: number
  #transient: number[] | undefined

  constructor(options: { function: FunctionBuilder; pool: ConstantPool; poolPointer: number; relaxed: boolean }) {
    this.function = options.function
    this.relaxed = options.relaxed
    this.#pool = options.pool
    this.#poolPointer = options.poolPointer
  }

  constant(value: number): Lanes {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    return this.bits(view.getBigUint64(0))
  }

  /** A constant by its 64 bits. */
  bits(bits: bigint): Lanes {
    return { kind: "constant", bits }
  }

  /** Leaves a value on the engine's stack. */
  push(value: Lanes): void {
    if (value.kind === "local") this.function.get(value.local)
    else {
      this.function.get(this.#poolPointer)
      this.function.memory("v128.load", this.#pool.offset(value.bits))
    }
  }

  /** Takes the vector on the engine's stack into a new local. */
  pop(): Lanes {
    const local = this.function.local("v128")
    this.#transient?.push(local)
    this.function.set(local)
    return { kind: "local", local }
  }

  /** Both lanes from the 8 bytes at `address local + offset`. */
  splat(address: number, offset: number): Lanes {
    this.function.get(address)
    this.function.memory("v128.load64_splat", offset)
    return this.pop()
  }

  /** Runs `work` and lets the locals it made be used again, but those of its results. */
  transient<T extends Lanes | readonly Lanes[]>(work: () => T): T {
    const outer = this.#transient
    const own: number[] = []
    this.#transient = own
    const result = work()
    this.#transient = outer
    const kept = new Set([result].flat().map((lanes) => (lanes.kind === "local" ? lanes.local : -1)))
    for (const local of new Set(own)) {
      if (kept.has(local)) outer?.push(local)
      else this.function.release("v128", local)
    }
    return result
  }

  do(instruction: Instruction, ...operands: readonly Lanes[]): Lanes {
    for (const operand of operands) this.push(operand)
    this.function.do(instruction)
    return this.pop()
  }

  shift(instruction: "i64x2.shl" | "i64x2.shr_u", value: Lanes, bits: number): Lanes {
    this.push(value)
    this.function.i32(bits)
    this.function.do(instruction)
    return this.pop()
  }

  add(a: Lanes, b: Lanes): Lanes {
    return this.do("f64x2.add", a, b)
  }

  subtract(a: Lanes, b: Lanes): Lanes {
    return this.do("f64x2.sub", a, b)
  }

  multiply(a: Lanes, b: Lanes): Lanes {
    return this.do("f64x2.mul", a, b)
  }

  divide(a: Lanes, b: Lanes): Lanes {
    return this.do("f64x2.div", a, b)
  }

  /** `a b + c`, fused where relaxed. */
  multiplyAdd(a: Lanes, b: Lanes, c: Lanes): Lanes {
    return this.relaxed ? this.do("f64x2.relaxed_madd", a, b, c) : this.add(this.multiply(a, b), c)
  }

  /** `mask ? a : b`, lane by lane; a mask is all ones or all zeros. */
  choose(mask: Lanes, a: Lanes, b: Lanes): Lanes {
    return this.do("v128.bitselect", a, b, mask)
  }

  /** `Σ coefficients[i] x^i`: pairs first, then pairs of pairs (Estrin), so that few steps wait for one another. */
  polynomial(x: Lanes, coefficients: readonly number[]): Lanes {
    let level: Lanes[] = coefficients.map((value) => this.constant(value))
    let power = x
    while (level.length > 1) {
      const next: Lanes[] = []
      for (let i = 0; i < level.length; i += 2) {
        const high = level[i + 1]
        next.push(high ? this.multiplyAdd(high, power, level[i]) : level[i])
      }
      level = next
      if (level.length > 1) power = this.multiply(power, power)
    }
    return level[0]
  }

  /** The value with all but its leading 26 bits cleared, so that the product of two such is exact. */
  leading(x: Lanes): Lanes {
    return this.do("v128.and", x, this.bits(0xffff_ffff_f800_0000n))
  }
}
