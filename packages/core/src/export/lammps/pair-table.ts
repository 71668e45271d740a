import { kernels } from "../../kernels/kernels.ts"
import type { PotentialFunction } from "../../potentials/functions/potential-function.ts"
import type { LammpsTable } from "../../potentials/table/lammps-table.ts"
import { tableFunction } from "../../potentials/table/table-function.ts"
import { tabulate } from "../../potentials/table/write-table.ts"

/** One pair function to be tabulated. */
export interface PairToTabulate {
  readonly source: PotentialFunction
  /** `Ne-Xe`, the keyword of its section. */
  readonly label: string
  /** [Å] */
  readonly cutoff: number
  /** Parameters of the whole potential. */
  readonly theta: Float64Array
  /** Shortest distance of such a pair in the data [Å]. */
  readonly shortest: number | undefined
}

/** Tables begin where the energy of a pair reaches this [eV], or here [Å]: LAMMPS stops at shorter distances. */
const HIGHEST_ENERGY = 500
const SHORTEST_DISTANCE = 0.3
/** Tables begin no further out than this part of the shortest distance in the data. */
const BELOW_DATA = 0.7
/** Tables are judged from the distance outwards at which the energy of a pair reaches this [eV]. */
const JUDGED_ENERGY = 10

/** First radius of a table, and from where on its error counts [Å]. */
export interface TableRange {
  readonly inner: number
  readonly judged: number
}

/** Where the table of a pair begins: far inside of what is ever visited, and where the function still has a value. */
export function tableRange({ source, cutoff, theta, shortest = Infinity }: PairToTabulate): TableRange {
  const first = Math.min(SHORTEST_DISTANCE, 0.1 * cutoff, 0.5 * BELOW_DATA * shortest)
  const count = 2000
  const radii = Float64Array.from({ length: count }, (_, i) => first + ((cutoff - first) * i) / count)
  const { f, df } = sample(source, theta, radii)
  const beyond = (limit: number): number => f.findLastIndex((energy) => !(Math.abs(energy) < limit)) + 1
  const wanted = radii.findLastIndex((r) => r <= BELOW_DATA * shortest)
  const finite = f.findLastIndex((energy, i) => !Number.isFinite(energy) || !Number.isFinite(df[i])) + 1
  const start = Math.max(finite, Math.min(beyond(HIGHEST_ENERGY), wanted < 0 ? count : wanted))
  return { inner: radii[Math.min(start, count - 1)], judged: radii[Math.min(Math.max(start, beyond(JUDGED_ENERGY)), count - 1)] }
}

/** The table of a pair function, evenly spaced in r. */
export function tableOf({ source, label, cutoff, theta }: PairToTabulate, { inner }: TableRange, points: number): LammpsTable {
  return tabulate(label, source.radial, ownParameters(source, theta), { inner, outer: cutoff, points })
}

/** Largest difference of force [eV/Å] between the function and LAMMPS's splines of its table, halfway between LAMMPS's own points. */
export function tableError({ source, cutoff, theta }: PairToTabulate, { inner, judged }: TableRange, table: LammpsTable): number {
  const points = table.radii.length
  const step = (cutoff ** 2 - inner ** 2) / (points - 1)
  const middles = Float64Array.from({ length: points - 1 }, (_, i) => Math.sqrt(inner ** 2 + (i + 0.5) * step)).filter((r) => r >= judged)
  const exact = sample(source, theta, middles)
  const interpolated = sample({ radial: tableFunction(table, { interpolation: "spline", points, cutoff }), offset: 0 }, theta, middles)
  return exact.df.reduce((most, slope, i) => Math.max(most, Math.abs(slope - interpolated.df[i])), 0)
}

/** What is to be said of the first radius of a table; `undefined` when atoms repel each other there. */
export function rangeWarning(pair: PairToTabulate, { inner }: TableRange): string | undefined {
  const { f, df } = sample(pair.source, pair.theta, Float64Array.of(inner))
  const closer = pair.shortest !== undefined && inner >= pair.shortest
  if (closer) return `${pair.label}: the table begins at ${inner.toFixed(3)} Å, where data already are at ${pair.shortest?.toFixed(3)} Å`
  if (f[0] > 0 && df[0] < 0) return undefined
  return `${pair.label}: atoms do not repel each other at ${inner.toFixed(3)} Å, where the table begins (energy ${f[0].toPrecision(3)} eV): add a zbl term where atoms may come so close`
}

function ownParameters({ radial, offset }: Pick<PotentialFunction, "radial" | "offset">, theta: Float64Array): Float64Array {
  return theta.slice(offset, offset + radial.parameters.length)
}

function sample(
  source: Pick<PotentialFunction, "radial" | "offset">,
  theta: Float64Array,
  radii: Float64Array,
): { readonly f: Float64Array; readonly df: Float64Array } {
  const { heap } = kernels()
  return heap.scope(() => {
    const own = ownParameters(source, theta)
    const [x, parameters, f, df] = [radii.length, own.length, radii.length, radii.length].map((length) => heap.f64(length))
    x.set(radii)
    parameters.set(own)
    source.radial.evaluate(radii.length, x, parameters, f, df)
    return { f: Float64Array.from(f), df: Float64Array.from(df) }
  })
}
