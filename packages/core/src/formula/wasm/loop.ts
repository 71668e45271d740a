import { FunctionBuilder } from "./function.ts"
import { encodeModule } from "./module.ts"
import { ConstantPool, VectorCode, type Lanes } from "./vector.ts"

/** Writes what is done once, and returns what is done for each vector of inputs, such as `emitBody`. */
export type LoopBody = (code: VectorCode, theta: number) => (input: Lanes) => readonly Lanes[]

/** A module that runs a body over an array. */
export interface LoopModule {
  readonly binary: Uint8Array<ArrayBuffer>
  readonly pool: ConstantPool
}

const VECTOR_BYTES = 16

/**
 * The function `run(n, stride, x, theta, pool, out₀, out₁, …)`; arguments but the first are byte addresses, `stride` is in bytes.
 *
 * The roots are dealt out to the outputs in order: `groups[g]` of them to output g, where root j of a group starts `j × stride` after
 * its beginning. Two points go at a time; a last odd one goes through both lanes and is stored from one, so nothing at or past n
 * is read or written.
 */
export function emitLoop(body: LoopBody, groups: readonly number[], relaxed: boolean): LoopModule {
  const builder = new FunctionBuilder(["i32", "i32", "i32", "i32", "i32", ...groups.map(() => "i32" as const)])
  const [n, stride, x, theta, poolPointer] = [0, 1, 2, 3, 4]
  const outputs = groups.map((_, g) => 5 + g)
  const pool = new ConstantPool()
  const code = new VectorCode({ function: builder, pool, poolPointer, relaxed })

  const isPair = (): void => {
    builder.get(n)
    builder.i32(2)
    builder.do("i32.ge_s")
  }
  const emitRoots = body(code, theta)
  builder.get(n)
  builder.i32(0)
  builder.do("i32.gt_s")
  builder.branch(() =>
    builder.loop(() => {
      const roots = emitRoots(loadInput(builder, x, isPair))
      isPair()
      builder.branch(
        () => storeRoots(code, roots, { groups, outputs, stride, pair: true }),
        () => storeRoots(code, roots, { groups, outputs, stride, pair: false }),
      )
      for (const pointer of [x, ...outputs]) builder.advance(pointer, VECTOR_BYTES)
      builder.advance(n, -2)
      builder.get(n)
      builder.i32(0)
      builder.do("i32.gt_s")
    }),
  )
  return { binary: encodeModule({ run: builder }), pool }
}

function loadInput(builder: FunctionBuilder, x: number, isPair: () => void): Lanes {
  const input = builder.local("v128")
  isPair()
  const load = (instruction: "v128.load" | "v128.load64_splat"): void => {
    builder.get(x)
    builder.memory(instruction)
    builder.set(input)
  }
  builder.branch(
    () => load("v128.load"),
    () => load("v128.load64_splat"),
  )
  return { kind: "local", local: input }
}

interface Layout {
  readonly groups: readonly number[]
  readonly outputs: readonly number[]
  readonly stride: number
  readonly pair: boolean
}

function storeRoots(code: VectorCode, roots: readonly Lanes[], { groups, outputs, stride, pair }: Layout): void {
  const builder = code.function
  const address = builder.local("i32")
  let root = 0
  groups.forEach((count, g) => {
    builder.get(outputs[g])
    builder.set(address)
    for (let j = 0; j < count; j++) {
      builder.get(address)
      code.push(roots[root++])
      if (pair) builder.memory("v128.store")
      else builder.storeLane(0)
      if (j === count - 1) continue
      builder.get(address)
      builder.get(stride)
      builder.do("i32.add")
      builder.set(address)
    }
  })
  builder.release("i32", address)
}
