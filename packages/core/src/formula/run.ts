import { kernels, type Kernels } from "../kernels/kernels.ts"
import type { Programme } from "./programme/programme.ts"
import { emitBody } from "./wasm/body.ts"
import { emitLoop } from "./wasm/loop.ts"

/** Runs a programme at n points; output g receives its roots planar, `n` apart. */
export type Runner = (n: number, x: Float64Array, theta: Float64Array, outputs: readonly Float64Array[]) => void

/** Points a call of emitted code: short enough that the engine moves on to its better code, long enough to hide the call. */
const CHUNK = 4096

interface Instance {
  readonly run: (...args: number[]) => void
  readonly pool: Float64Array
  readonly theta: Float64Array
}

const instances = new WeakMap<Kernels, Map<string, Instance>>()

/**
 * The emitted code of a programme, made at its first call in each thread and kept under `key`: two formulas with the same key must
 * have the same programme. `groups[g]` roots go to output g.
 */
export function createRunner(key: string, groups: readonly number[], parameters: number, programme: () => Programme): Runner {
  return (n, x, theta, outputs) => {
    const current = kernels()
    let made = instances.get(current)
    if (!made) instances.set(current, (made = new Map()))
    let instance = made.get(key)
    if (!instance) made.set(key, (instance = instantiate(current, programme(), groups, parameters)))
    runWhereTheyStand(current, instance, groups, { n, x, theta, outputs })
  }
}

function instantiate(current: Kernels, programme: Programme, groups: readonly number[], parameters: number): Instance {
  const { binary, pool } = emitLoop((code, theta) => emitBody(code, programme, theta), groups, current.build === "fast")
  const exported = current.instantiate(binary)["run"]
  if (typeof exported !== "function") throw new Error("an emitted module exports its function")
  const run = (...args: number[]): void => void exported(...args)
  return current.heap.keep(() => {
    const constants = current.heap.f64(pool.length)
    pool.fill(constants)
    return { run, pool: constants, theta: current.heap.f64(parameters) }
  })
}

interface Arrays {
  readonly n: number
  readonly x: Float64Array
  readonly theta: Float64Array
  readonly outputs: readonly Float64Array[]
}

/** Arrays outside kernel memory pass through copies. */
function runWhereTheyStand({ heap }: Kernels, instance: Instance, groups: readonly number[], { n, x, theta, outputs }: Arrays): void {
  checkLengths(instance.theta.length, groups, { n, x, theta, outputs })
  // `owns` knows whole blocks; parts of them are known by their buffer, which is another object once the memory has grown.
  const usable = (array: Float64Array): boolean => array.buffer === heap.memory.buffer || heap.owns(array)
  if (usable(x) && outputs.every(usable)) {
    runInChunks(instance, { n, x, theta, outputs })
    return
  }
  heap.scope(() => {
    const input = heap.f64(n)
    input.set(x.subarray(0, n))
    const copies = groups.map((count) => heap.f64(count * n))
    runInChunks(instance, { n, x: input, theta, outputs: copies })
    copies.forEach((copy, g) => outputs[g].set(copy))
  })
}

function runInChunks({ run, pool, theta: own }: Instance, { n, x, theta, outputs }: Arrays): void {
  for (let k = 0; k < own.length; k++) own[k] = theta[k]
  for (let start = 0; start < n; start += CHUNK) {
    const offset = 8 * start
    const pointers = outputs.map((output) => output.byteOffset + offset)
    run(Math.min(CHUNK, n - start), 8 * n, x.byteOffset + offset, own.byteOffset, pool.byteOffset, ...pointers)
  }
}

/** Emitted code does not check bounds: a short array here would overwrite another's numbers. */
function checkLengths(parameters: number, groups: readonly number[], { n, x, theta, outputs }: Arrays): void {
  if (x.length < n) throw new RangeError(`x has ${x.length} entries, ${n} are needed`)
  if (theta.length < parameters) throw new RangeError(`theta has ${theta.length} entries, ${parameters} are needed`)
  groups.forEach((count, g) => {
    const wanted = count * n
    if (outputs[g].length < wanted) throw new RangeError(`output ${g} has ${outputs[g].length} entries, ${wanted} are needed`)
  })
}
