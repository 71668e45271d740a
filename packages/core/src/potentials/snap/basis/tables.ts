import type { Heap } from "../../../kernels/heap.ts"
import { kernels, type Kernels } from "../../../kernels/kernels.ts"
import { couplingTable } from "./clebsch-gordan.ts"
import { bispectrumComponents, type Component } from "./components.ts"
import { angularLayout, keptRows, rowWeight, type AngularLayout } from "./layout.ts"
import { productList, type ProductList } from "./products.ts"

/** Entries of one record of `SnapTables.products` and of `targets`. */
export const PRODUCT_RECORD = 8
export const TARGET_RECORD = 4

/**
 * All that follows from 2J, the number of channels and the normalisation, as the arithmetic reads it. Offsets count complex elements
 * (in full or half layout, channel after channel). Arrays marked ∗ are in kernel memory.
 */
export interface SnapTables {
  readonly layout: AngularLayout
  readonly channels: number
  readonly components: readonly Component[]
  readonly list: ProductList
  /** ∗ √(binom(j, m′)/binom(j, m)) of each kept element: U = ν V, where V needs no roots. */
  readonly nu: Float64Array
  /** How often each kept element counts in a sum over all. */
  readonly weight: Float64Array
  /** ∗ weight × ν. */
  readonly weightedNu: Float64Array
  /** ∗ Coupling tables, one after the other. */
  readonly couplings: Float64Array
  /** ∗ By product: ja, jb, j, offset of U^a, offset of U^b, offset in `couplings`, offset in Z, unused. */
  readonly products: Int32Array
  /** Elements of Z of all products. */
  readonly productSize: number
  /** ∗ Matrices of the adjoint Y that products go to: offset in Z, offset in Y, length, unused. */
  readonly targets: Int32Array
  /** What each target is multiplied by: Σ factor × ∂E/∂B of its uses, CSR by target. */
  readonly targetUses: { readonly offsets: Int32Array; readonly components: Int32Array; readonly factors: Float64Array }
  /** ∗ By channel: component, offset in Z, offset of the matrix (half layout), its length; ordered by matrix. */
  readonly gradients: readonly Int32Array[]
  /** ∗ Their factors. */
  readonly gradientFactors: readonly Float64Array[]
}

const made = new WeakMap<Kernels, Map<string, SnapTables>>()

/** The tables for these settings, made once in each thread. */
export function snapTables(twojmax: number, channels: number, normalised: boolean): SnapTables {
  const current = kernels()
  const known = made.get(current) ?? new Map<string, SnapTables>()
  made.set(current, known)
  const key = [twojmax, channels, normalised].join()
  const tables = known.get(key) ?? current.heap.keep(() => makeTables(twojmax, channels, normalised, current.heap))
  known.set(key, tables)
  return tables
}

function makeTables(twojmax: number, channels: number, normalised: boolean, heap: Heap): SnapTables {
  const layout = angularLayout(twojmax)
  const components = bispectrumComponents(twojmax, channels)
  const list = productList(components, normalised)
  const { products, couplings, productSize } = productRecords(list, layout, heap)
  return Object.freeze({
    layout,
    channels,
    components,
    list,
    ...elementTables(layout, heap),
    products,
    couplings,
    productSize,
    ...targetRecords(list, products, layout, heap),
    ...gradientRecords(list, products, layout, channels, heap),
  })
}

function elementTables(layout: AngularLayout, heap: Heap): Pick<SnapTables, "nu" | "weight" | "weightedNu"> {
  const nu = heap.f64(layout.halfSize)
  const weight = new Float64Array(layout.halfSize)
  let e = 0
  for (let j = 0; j <= layout.twojmax; j++) {
    for (let row = 0; row < keptRows(j); row++) {
      for (let m = 0; m <= j; m++) {
        nu[e] = Math.sqrt(binomial(j, row) / binomial(j, m))
        weight[e++] = rowWeight(j, row)
      }
    }
  }
  const weightedNu = heap.f64(layout.halfSize)
  weightedNu.set(nu.map((value, k) => value * weight[k]))
  return { nu, weight, weightedNu }
}

function binomial(n: number, k: number): number {
  let value = 1
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i
  return value
}

function productRecords(list: ProductList, layout: AngularLayout, heap: Heap): Pick<SnapTables, "products" | "couplings" | "productSize"> {
  const places = new Map<string, number>()
  const values: number[] = []
  const products = heap.i32(list.products.length * PRODUCT_RECORD)
  let productSize = 0
  list.products.forEach(({ ja, jb, j, a, b }, p) => {
    const key = [ja, jb, j].join()
    const coupling = places.get(key) ?? values.length
    if (!places.has(key)) {
      places.set(key, coupling)
      values.push(...couplingTable(ja, jb, j))
    }
    const [first, second] = [a * layout.fullSize + layout.full[ja], b * layout.fullSize + layout.full[jb]]
    products.set([ja, jb, j, first, second, coupling, productSize], p * PRODUCT_RECORD)
    productSize += keptRows(j) * (j + 1)
  })
  const couplings = heap.f64(values.length)
  couplings.set(values)
  return { products, couplings, productSize }
}

/** Offset in Z and length of a product's matrix. */
function placeOf(products: Int32Array, product: number): { z: number; j: number; length: number } {
  const at = product * PRODUCT_RECORD
  const j = products[at + 2]
  return { z: products[at + 6], j, length: keptRows(j) * (j + 1) }
}

function targetRecords(
  { uses }: ProductList,
  products: Int32Array,
  layout: AngularLayout,
  heap: Heap,
): Pick<SnapTables, "targets" | "targetUses"> {
  const groups = [...Map.groupBy(uses, ({ product, channel }) => `${product} ${channel}`).values()]
  const targets = heap.i32(groups.length * TARGET_RECORD)
  groups.forEach(([{ product, channel }], t) => {
    const { z, j, length } = placeOf(products, product)
    targets.set([z, channel * layout.halfSize + layout.half[j], length], t * TARGET_RECORD)
  })
  const offsets = Int32Array.from({ length: groups.length + 1 }, (_, t) => groups.slice(0, t).reduce((sum, { length }) => sum + length, 0))
  const flat = groups.flat()
  return {
    targets,
    targetUses: {
      offsets,
      components: Int32Array.from(flat, ({ component }) => component),
      factors: Float64Array.from(flat, ({ factor }) => factor),
    },
  }
}

function gradientRecords(
  { uses }: ProductList,
  products: Int32Array,
  layout: AngularLayout,
  channels: number,
  heap: Heap,
): Pick<SnapTables, "gradients" | "gradientFactors"> {
  const byChannel = Array.from({ length: channels }, (_, channel) =>
    uses.filter((use) => use.channel === channel).toSorted((a, b) => placeOf(products, a.product).j - placeOf(products, b.product).j),
  )
  const gradients = byChannel.map((own) => {
    const records = heap.i32(own.length * TARGET_RECORD)
    own.forEach(({ component, product }, k) => {
      const { z, j, length } = placeOf(products, product)
      records.set([component, z, layout.half[j], length], k * TARGET_RECORD)
    })
    return records
  })
  const gradientFactors = byChannel.map((own) => {
    const factors = heap.f64(own.length)
    factors.set(own.map(({ factor }) => factor))
    return factors
  })
  return { gradients, gradientFactors }
}
