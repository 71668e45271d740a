import { ConstantPool } from "../../../formula/wasm/vector.ts"
import { encodeModule } from "../../../formula/wasm/module.ts"
import type { Heap } from "../../../kernels/heap.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { coreTable, type CoreTable } from "../core/core-table.ts"
import type { CorePair } from "../core/match-zbl.ts"
import type { AceCentre, AceModel, AceRecurrence, AceTable } from "../model.ts"
import { planChannels, type Channels } from "./channels.ts"
import { emitGradients } from "./emit-gradients.ts"
import { emitHarmonics } from "./emit-harmonics.ts"
import { planProducts } from "./products.ts"
import { selectColumns } from "./radial-table.ts"

/** Channels with their tables in kernel memory, and code of their own. */
export interface CompiledChannels extends Channels {
  /** See `emitHarmonics` and `emitGradients`, which know their pool of constants. */
  harmonics(blocks: number, base: number, out: number): void
  gradients(blocks: number, base: number, slopes: number): void
  /** Settings of the radial recurrence. */
  readonly law?: Float64Array
  /** Polynomials of the radial functions. */
  readonly table?: AceTable
  /** Energies of the core, where there is one. */
  readonly core?: CoreTable
}

/** The programme of one species of centre, its tables in kernel memory. */
export interface CompiledCentre {
  readonly model: AceCentre
  readonly functions: number
  /** Core energies between which functions fade. */
  readonly fade?: readonly [number, number]
  /** By species of the neighbour. */
  readonly channels: readonly (CompiledChannels | undefined)[]
  readonly sums: number
  readonly nodes: number
  readonly pairs: Int32Array
  readonly rows: Int32Array
  readonly seconds: Int32Array
  readonly leaves: number
  /** Leaf of each monomial, and the product of the norms of its factors. */
  readonly leafOf: Int32Array
  readonly norms: Float64Array
  /** Number of the sum that holds each one-particle function, and its norm. */
  readonly place: Int32Array
  readonly sumNorms: Float64Array
}

/** Plans centre `c` of a model and lays its tables down in kernel memory. */
export function compileCentre(heap: Heap, model: AceModel, c: number): CompiledCentre {
  const centre = model.centres[c]
  const plan = planChannels(model, c)
  const { offsets, factors } = centre.monomials
  const count = offsets.length - 1
  const monomials = Array.from({ length: count }, (_, t) => Array.from(factors.subarray(offsets[t], offsets[t + 1]), (a) => plan.place[a]))
  const products = planProducts(plan.sums, monomials)
  const norms = Float64Array.from({ length: count }, (_, t) =>
    factors.subarray(offsets[t], offsets[t + 1]).reduce((product, a) => product * plan.norms[a], 1),
  )
  return {
    model: centre,
    functions: centre.functions.offsets.length - 1,
    ...(model.core && { fade: model.core.fades[c] }),
    channels: plan.species.map((channels, z) =>
      channels ? compileChannels(heap, channels, model.core?.pairs[c * model.elements.length + z]) : undefined,
    ),
    sums: plan.sums,
    nodes: products.nodes,
    pairs: integers(heap, products.pairs),
    rows: integers(heap, products.rows),
    seconds: integers(heap, products.seconds),
    leaves: products.seconds.length,
    leafOf: products.leafOf,
    norms,
    place: plan.place,
    sumNorms: plan.norms,
  }
}

function compileChannels(heap: Heap, channels: Channels, pair: CorePair | undefined): CompiledChannels {
  const { radial, rows, count, ranges, tiles } = channels
  const { recurrence, cutoff, table } = radial
  const placed = {
    ...channels,
    ...emitCode(heap, channels),
    ranges: integers(heap, ranges),
    tiles: integers(heap, tiles),
    ...(pair && { core: placeCore(heap, coreTable(pair, cutoff)) }),
  }
  if (recurrence) return { ...placed, law: numbers(heap, lawOf(recurrence, cutoff, rows.length)) }
  if (!table) return placed
  const { coefficients, ...grid } = selectColumns(radial, table, rows, count)
  return { ...placed, table: { ...grid, coefficients: numbers(heap, coefficients) } }
}

function placeCore(heap: Heap, { coefficients, ...grid }: CoreTable): CoreTable {
  return { ...grid, coefficients: numbers(heap, coefficients) }
}

/** The code of some channels, in a module of its own. */
function emitCode(heap: Heap, channels: Channels): Pick<CompiledChannels, "harmonics" | "gradients"> {
  const { build, instantiate } = kernels()
  const pool = new ConstantPool()
  const relaxed = build === "fast"
  const emitted = { harmonics: emitHarmonics(channels, pool, relaxed), gradients: emitGradients(channels, pool, relaxed) }
  const { harmonics, gradients } = instantiate(encodeModule(emitted))
  if (typeof harmonics !== "function" || typeof gradients !== "function") throw new Error("an emitted module exports its functions")
  const constants = heap.f64(pool.length)
  pool.fill(constants)
  return {
    harmonics: (blocks, base, out) => void harmonics(blocks, base, out, constants.byteOffset),
    gradients: (blocks, base, slopes) => void gradients(blocks, base, slopes, constants.byteOffset),
  }
}

function lawOf(law: AceRecurrence, cutoff: number, count: number): number[] {
  const { softening, offset, slope, height, strength, power, envelope, a, b, c } = law
  const terms = Array.from({ length: 3 * count }, (_, k) => [a, b, c][k % 3][Math.floor(k / 3)])
  return [softening, offset, slope, height, strength, power, envelope, cutoff, ...terms]
}

function integers(heap: Heap, values: Int32Array): Int32Array {
  const array = heap.i32(values.length)
  array.set(values)
  return array
}

function numbers(heap: Heap, values: ArrayLike<number>): Float64Array {
  const array = heap.f64(values.length)
  array.set(values)
  return array
}
