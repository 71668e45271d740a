import { signed, unsigned } from "./encoding.ts"

/** WebAssembly types that our functions use, by their code in the binary format. */
export const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const

export type ValueType = keyof typeof types

/** WebAssembly instructions that take no immediate, by their code; those above 255 stand behind the SIMD prefix. */
const instructions = {
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.ne": 0x47,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_s": 0x4a,
  "i32.le_s": 0x4c,
  "i32.ge_s": 0x4e,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.and": 0x71,
  "i32.shl": 0x74,
  "f64.add": 0xa0,
  "f64.mul": 0xa2,
} as const

/** SIMD instructions that take no immediate, by their code behind the prefix. */
const vectorInstructions = {
  "f64x2.splat": 0x14,
  "f64x2.eq": 0x47,
  "f64x2.ne": 0x48,
  "f64x2.lt": 0x49,
  "f64x2.le": 0x4b,
  "v128.and": 0x4e,
  "v128.or": 0x50,
  "v128.xor": 0x51,
  "v128.bitselect": 0x52,
  "f64x2.nearest": 0x94,
  "i64x2.neg": 0xc1,
  "i64x2.shl": 0xcb,
  "i64x2.shr_u": 0xcd,
  "i64x2.add": 0xce,
  "i64x2.sub": 0xd1,
  "f64x2.abs": 0xec,
  "f64x2.neg": 0xed,
  "f64x2.sqrt": 0xef,
  "f64x2.add": 0xf0,
  "f64x2.sub": 0xf1,
  "f64x2.mul": 0xf2,
  "f64x2.div": 0xf3,
  "f64x2.min": 0xf4,
  "f64x2.max": 0xf5,
  "f64x2.pmin": 0xf6,
  "f64x2.pmax": 0xf7,
  "f64x2.relaxed_madd": 0x107,
  "f64x2.relaxed_nmadd": 0x108,
} as const

export type Instruction = keyof typeof instructions | keyof typeof vectorInstructions

const memoryInstructions = {
  "i32.load": [0x28],
  "i32.store": [0x36],
  "f64.load": [0x2b],
  "f64.store": [0x39],
  "v128.load": [0xfd, 0x00],
  "v128.load64_splat": [0xfd, 0x0a],
  "v128.store": [0xfd, 0x0b],
} as const

const EMPTY_BLOCK = 0x40

/**
 * Writes the body of one WebAssembly function, instruction by instruction, for the engine's stack. Parameters are the first locals.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */
export class FunctionBuilder {
  readonly parameters: readonly ValueType[]
  readonly #locals: ValueType[] = []
  readonly #free: Record<ValueType, number[]> = { i32: [], f64: [], v128: [] }
  readonly #code: number[] = []

  constructor(parameters: readonly ValueType[]) {
    this.parameters = parameters
  }

  /** A local that nothing else uses. */
  local(type: ValueType): number {
    const free = this.#free[type].pop()
    if (free !== undefined) return free
    this.#locals.push(type)
    return this.parameters.length + this.#locals.length - 1
  }

  /** Lets a local be handed out again. */
  release(type: ValueType, local: number): void {
    this.#free[type].push(local)
  }

  get(local: number): void {
    this.#append(0x20, ...unsigned(local))
  }

  set(local: number): void {
    this.#append(0x21, ...unsigned(local))
  }

  i32(value: number): void {
    this.#append(0x41, ...signed(value))
  }

  do(instruction: Instruction): void {
    if (instruction in instructions) this.#append(instructions[instruction as keyof typeof instructions])
    else this.#append(0xfd, ...unsigned(vectorInstructions[instruction as keyof typeof vectorInstructions]))
  }

  /** A load from, or store to, `address on the stack + offset` [bytes]; alignment is never promised. */
  memory(instruction: keyof typeof memoryInstructions, offset: number = 0): void {
    this.#append(...memoryInstructions[instruction], 0, ...unsigned(offset))
  }

  /** Stores one lane of the vector on the stack. */
  storeLane(lane: 0 | 1, offset: number = 0): void {
    this.#append(0xfd, 0x5b, 0, ...unsigned(offset), lane)
  }

  extractLane(lane: 0 | 1): void {
    this.#append(0xfd, 0x21, lane)
  }

  /** Repeats `body` as long as it leaves a non-zero i32 on the stack. */
  loop(body: () => void): void {
    this.#append(0x03, EMPTY_BLOCK)
    body()
    this.#append(0x0d, 0, 0x0b)
  }

  /** Runs one of two bodies by the i32 on the stack. */
  branch(then: () => void, otherwise?: () => void): void {
    this.#append(0x04, EMPTY_BLOCK)
    then()
    if (otherwise) {
      this.#append(0x05)
      otherwise()
    }
    this.#append(0x0b)
  }

  /** `target += bytes` for an i32 local. */
  advance(target: number, bytes: number): void {
    this.get(target)
    this.i32(bytes)
    this.do("i32.add")
    this.set(target)
  }

  /** The function as the code section holds it. */
  body(): number[] {
    const runs: { type: ValueType; count: number }[] = []
    for (const type of this.#locals) {
      const last = runs.at(-1)
      if (last?.type === type) last.count++
      else runs.push({ type, count: 1 })
    }
    const declarations = [...unsigned(runs.length), ...runs.flatMap(({ type, count }) => [...unsigned(count), types[type]])]
    return [...unsigned(declarations.length + this.#code.length + 1), ...declarations, ...this.#code, 0x0b]
  }

  #append(...bytes: readonly number[]): void {
    for (const byte of bytes) this.#code.push(byte)
  }
}
