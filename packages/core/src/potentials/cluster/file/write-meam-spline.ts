import { Failure } from "../../../failure/failure.ts"
import { sample } from "../../eam/sample.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import type { LammpsModel } from "../../lammps-model.ts"

/** A function with its own parameters. */
export interface HeldFunction {
  readonly radial: RadialFunction
  readonly theta: Float64Array
}

/** What `pair_style meam/spline` sums: ½ Σ φ + F(Σ ρ + Σ g f f); what is left out is zero, F the identity. */
export interface MeamSpline {
  readonly symbol: string
  readonly pair?: HeldFunction
  readonly density?: HeldFunction
  readonly radial?: HeldFunction
  readonly angle?: HeldFunction
  readonly energy?: HeldFunction
  /** Smallest and largest n that is met. */
  readonly range: readonly [number, number]
}

/** Of a table, doubled from the first to the second until errors of slopes are below `ENOUGH`. */
const INTERVALS = [1000, 32_000] as const
const ENOUGH = 1e-6
/** Where tables of the distance begin, relative to the end: LAMMPS goes on straight below. */
const BEGIN = 0.1
/** Errors of a slope beyond this are told of. */
const TOLD = 1e-4

/**
 * The file of `pair_style meam/spline`, cubic splines of equal intervals with given slopes at their ends (T. J. Lenosky et al.,
 * doi:10.1088/0965-0393/8/6/305).
 *
 * @throws Failure where a function has no finite value, or atoms alone an energy, which LAMMPS does not count.
 */
export function meamSplineModel(given: MeamSpline): LammpsModel {
  const { angle, density, energy, pair, radial, range, symbol } = given
  const warnings: string[] = []
  const distance = (held: HeldFunction | undefined, name: string): string => {
    if (!held) return constant(0, 1)
    const end = held.radial.end
    return tabulated(held, BEGIN * end, end, 0.3 * end, `${name} function at the distance [Å]`, warnings)
  }
  const splines = [
    distance(pair, "pair"),
    distance(density, "density"),
    energy ? energyTable(energy, range, warnings) : "spline3eq\n2\n1 1\n0 0 0\n1 1 0\n",
    distance(radial, "radial"),
    angle ? tabulated(angle, -1, 1, -1, "angle function at the cosine", warnings) : constant(-1, 1),
  ]
  const file = `${symbol}.meam.spline`
  const text = `# UNITS: metal DATE: none\nmeam/spline 1 ${symbol}\n${splines.join("")}`
  const term = { style: "meam/spline", settings: "", coefficients: [{ among: [symbol], text: file }] }
  return { terms: [term], files: { [file]: text }, exact: false, warnings }
}

function energyTable(energy: HeldFunction, [low, high]: readonly [number, number], warnings: string[]): string {
  const alone = sample(energy.radial, energy.theta, [0]).f[0]
  if (Math.abs(alone) > 1e-9) {
    throw new Failure(`an atom alone has the energy F(0) = ${alone.toPrecision(6)} eV, which LAMMPS does not count`, {
      advice: "give embedded.energy a form that is 0 where n = 0, or leave export.lammps out",
    })
  }
  const reach = 0.25 * (high - low) || 1
  const from = low < 0 ? low - reach : 0
  return tabulated(energy, from, high + reach, from, "energy function at n", warnings)
}

function constant(from: number, to: number): string {
  return `spline3eq\n2\n0 0\n${from} 0 0\n${to} 0 0\n`
}

/**
 * One spline: number of knots, slopes at both ends, and knots with values; second derivatives are found by LAMMPS.
 *
 * @param felt where the function begins to matter: from there on a table that is too coarse for it is told of
 */
function tabulated(held: HeldFunction, from: number, to: number, felt: number, name: string, warnings: string[]): string {
  let table = tableOf(held, from, to, felt, INTERVALS[0], name)
  while (table.error > ENOUGH && table.points.length <= INTERVALS[1]) {
    table = tableOf(held, from, to, felt, 2 * (table.points.length - 1), name)
  }
  const { df, error, f, points, worst } = table
  if (error > TOLD) {
    warnings.push(`the ${name} ${worst.toPrecision(3)} bends too sharply for a table: its slope is off by ${error.toPrecision(2)} there`)
  }
  const rows = Array.from(points, (x, k) => `${x} ${f[k]} 0\n`)
  return `spline3eq\n${points.length}\n${df[0]} ${df[df.length - 1]}\n${rows.join("")}`
}

/** Values and slopes at the ends of equal intervals, and the largest error of the slope in the middle of one. */
function tableOf({ radial, theta }: HeldFunction, from: number, to: number, felt: number, intervals: number, name: string) {
  const step = (to - from) / intervals
  const points = Float64Array.from({ length: intervals + 1 }, (_, k) => (k === intervals ? to : from + k * step))
  const { df, f } = sample(radial, theta, points)
  const odd = points.findIndex((_, k) => !Number.isFinite(f[k]))
  if (odd >= 0 || !Number.isFinite(df[0]) || !Number.isFinite(df[intervals])) {
    throw new Failure(`the ${name} ${points[Math.max(0, odd)]} has no finite value, so LAMMPS cannot have it as a spline`, {
      advice: "choose a form that is finite there, or leave export.lammps out",
    })
  }
  const middles = points.subarray(0, intervals).map((x) => x + step / 2)
  const exact = sample(radial, theta, middles).df
  let [error, worst] = [0, from]
  middles.forEach((x, k) => {
    const near = (1.5 * (f[k + 1] - f[k])) / step - 0.25 * (df[k] + df[k + 1])
    if (x < felt || Math.abs(near - exact[k]) <= error) return
    ;[error, worst] = [Math.abs(near - exact[k]), x]
  })
  return { points, f, df, error, worst }
}
