import { kernels } from "../../../kernels/kernels.ts"
import { formulaFunction } from "../../functions/formula.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { formulaParameter } from "../../spec/formula-parameter.ts"
import { smoothSlope, smoothStep } from "../model/lattice.ts"
import { pairOf, type MeamModel } from "../model/model.ts"
import type { Quantity } from "../model/quantity.ts"
import { firstNeighbours } from "./first-neighbours.ts"
import { nuclearRepulsion } from "./nuclear.ts"
import { pairTerms } from "./pair-terms.ts"

/** Points of a table of a pair energy, and how far beyond the cutoff it goes. */
const POINTS = 1000
const BEYOND = 1.1

/** φ of two elements at 0, Δr, 2 Δr …, and its derivatives. */
export interface PairTable {
  /** Δr [Å] */
  readonly step: number
  /** [eV] */
  readonly values: Float64Array
  /** ∂φ/∂θ by column; empty where they were not asked for. */
  readonly slopes: ReadonlyMap<number, Float64Array>
}

/**
 * φ of elements a ≤ b on the grid of LAMMPS: what the embedding energies leave of the Rose energy of their reference structure, with the
 * repulsion of nuclei below α (r/rₑ − 1) = −1 where the pair has it.
 */
export function pairTable(model: MeamModel<Quantity>, a: number, b: number, withSlopes: boolean): PairTable {
  const step = (BEYOND * model.options.cutoff) / POINTS
  const values = new Float64Array(POINTS)
  const slopes = new Map<number, Float64Array>()
  const slopesOf = (column: number): Float64Array => {
    const found = slopes.get(column) ?? new Float64Array(POINTS)
    slopes.set(column, found)
    return found
  }
  const formulas = new Map<string, { readonly radial: RadialFunction; readonly quantities: readonly Quantity[] }>()
  for (const { a: c, b: d, ratio, weight } of pairTerms(model, a, b)) {
    const key = `${c}-${d}`
    let formula = formulas.get(key)
    if (!formula) {
      const { text, quantities } = firstNeighbours(model, c, d)
      formula = { radial: compiled(text, Object.keys(quantities)), quantities: Object.values(quantities) }
      formulas.set(key, formula)
    }
    addTerm(formula.radial, formula.quantities, ratio * step, weight, values, withSlopes ? slopesOf : undefined)
  }
  // At zero distance LAMMPS has nothing, and no formula a value.
  values[0] = 0
  for (const column of slopes.values()) column[0] = 0
  if (pairOf(model, a, b).nuclear) addNuclei(model, a, b, step, values, withSlopes ? slopesOf : undefined, slopes)
  return { step, values, slopes }
}

/** Adds `weight × φ⁽¹⁾` at the multiples of `step`, and its derivatives. */
function addTerm(
  radial: RadialFunction,
  quantities: readonly Quantity[],
  step: number,
  weight: Quantity,
  values: Float64Array,
  slopesOf: ((column: number) => Float64Array) | undefined,
): void {
  const { heap } = kernels()
  heap.scope(() => {
    const n = POINTS
    const count = quantities.length
    const [x, theta, f, df] = [heap.f64(n), heap.f64(count), heap.f64(n), heap.f64(n)]
    for (let m = 0; m < n; m++) x[m] = Math.max(1, m) * step
    quantities.forEach(({ value }, k) => (theta[k] = value))
    if (!slopesOf) {
      radial.evaluate(n, x, theta, f, df)
      for (let m = 0; m < n; m++) values[m] += weight.value * f[m]
      return
    }
    const fk = heap.f64(count * n)
    radial.jacobian(n, x, theta, { f, df, d2f: heap.f64(n), fk, dfk: heap.f64(count * n) })
    for (let m = 0; m < n; m++) values[m] += weight.value * f[m]
    const add = (column: number, factor: number, from: Float64Array, at: number): void => {
      const to = slopesOf(column)
      for (let m = 0; m < n; m++) to[m] += factor * from[at + m]
    }
    for (const [column, slope] of weight.slopes) add(column, slope, f, 0)
    quantities.forEach((quantity, k) => {
      for (const [column, slope] of quantity.slopes) add(column, weight.value * slope, fk, k * n)
    })
  })
}

/** Goes over to the repulsion of nuclei where atoms are close. */
function addNuclei(
  model: MeamModel<Quantity>,
  a: number,
  b: number,
  step: number,
  values: Float64Array,
  slopesOf: ((column: number) => Float64Array) | undefined,
  slopes: ReadonlyMap<number, Float64Array>,
): void {
  const { alpha, nearest } = pairOf(model, a, b)
  for (let m = 0; m < POINTS; m++) {
    const r = m * step
    const reduced = alpha.value * (r / nearest.value - 1)
    if (reduced >= -1) return
    const place = (reduced + 3) / 2
    const part = smoothStep(place)
    const repulsion = nuclearRepulsion(r, model.elements[a].charge, model.elements[b].charge)
    const byReduced = 0.5 * smoothSlope(place) * (values[m] - repulsion)
    values[m] = part === 0 ? repulsion : part * values[m] + (1 - part) * repulsion
    if (!slopesOf) continue
    for (const column of slopes.values()) column[m] *= part
    for (const [column, slope] of alpha.slopes) slopesOf(column)[m] += byReduced * (r / nearest.value - 1) * slope
    for (const [column, slope] of nearest.slopes) slopesOf(column)[m] -= (byReduced * alpha.value * r * slope) / nearest.value ** 2
  }
}

const compiledBefore = new Map<string, RadialFunction>()

/** Compiles a formula once, however many potentials it is for. */
function compiled(text: string, names: readonly string[]): RadialFunction {
  const key = `${names.join()}: ${text}`
  const made = compiledBefore.get(key) ?? formulaFunction(text, names.map(formulaParameter), { variable: "x" })
  compiledBefore.set(key, made)
  return made
}
