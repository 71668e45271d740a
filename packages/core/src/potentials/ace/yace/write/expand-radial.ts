import type { AceRadial } from "../../model.ts"
import { radialBasis } from "../radial/radial-basis.ts"
import type { ExpandedRadials, YaceBond } from "../yace.ts"
import { nearestCombinations } from "./polynomial-fit.ts"

/** Radial functions as polynomials, and how far they are off. */
export interface ExpandedRadial {
  readonly radials: ExpandedRadials
  /** Largest error of a value beside the largest value of its function, and the same of slopes. */
  readonly error: { readonly value: number; readonly slope: number }
}

/** Degrees that are tried; LAMMPS evaluates as many functions for each neighbour. */
const DEGREES = [16, 24, 32, 48, 64, 80, 96, 128]
/** Error of slopes at which a degree is enough. */
const ENOUGH = 1e-9
/** Samples for each degree. */
const DENSITY = 6

/** What is written of a bond beside its radial functions. */
export const plainBond: Omit<YaceBond, "radials" | "cutoff"> = Object.freeze({
  corePrefactor: 0,
  coreDecay: 1,
  coreWidth: 0,
  inner: "density",
  innerCutoff: 0,
  innerWidth: 0,
})

/**
 * Radial functions in LAMMPS's basis `ChebPow` with λ = 1, which is all polynomials that vanish at the cutoff: the one of the lowest
 * degree that repeats values and slopes. Functions that are analytic between zero and the cutoff are found to rounding with 40 to 80.
 *
 * @param angular copies for so many l
 */
export function expandRadial(radial: AceRadial, angular: number): ExpandedRadial {
  for (const degree of DEGREES) {
    const radials = polynomials(radial, degree, angular)
    const error = errorOf(radials, radial)
    if (error.slope <= ENOUGH || degree === DEGREES.at(-1)) return { radials, error }
  }
  throw new Error("no degree is tried")
}

function polynomials(radial: AceRadial, degree: number, angular: number): ExpandedRadials {
  const { cutoff, count } = radial
  const shape = [count, angular, degree] as const
  const radials = {
    kind: "expanded",
    basis: "ChebPow",
    parameter: 1,
    cutoffWidth: 0,
    shape,
    coefficients: new Float64Array(count * angular * degree),
  } as const
  const slopes = new Float64Array(degree)
  const unused = new Float64Array(count)
  const size = DENSITY * degree
  const samples = Array.from({ length: size }, (_, k) => {
    const r = 0.5 * cutoff * (1 + Math.cos((Math.PI * (k + 0.5)) / size))
    const [basis, values] = [new Float64Array(degree), new Float64Array(count)]
    radialBasis(radials, { radials, cutoff, ...plainBond }, r, basis, slopes)
    radial.evaluate(r, values, unused, 0)
    return { basis, values }
  })
  nearestCombinations(samples).forEach((found, n) => {
    for (let l = 0; l < angular; l++) radials.coefficients.set(found, (n * angular + l) * degree)
  })
  return radials
}

function errorOf(radials: ExpandedRadials, radial: AceRadial): ExpandedRadial["error"] {
  const { cutoff, count } = radial
  const [, angular, degree] = radials.shape
  const bond = { radials, cutoff, ...plainBond }
  const [basis, steep] = [new Float64Array(degree), new Float64Array(degree)]
  const [values, slopes] = [new Float64Array(count), new Float64Array(count)]
  const worst = Array.from({ length: count }, () => ({ value: 0, slope: 0, largest: 0, steepest: 0 }))
  const steps = 8 * degree
  for (let k = 0; k < steps; k++) {
    const r = ((k + 0.37) / steps) * cutoff
    radialBasis(radials, bond, r, basis, steep)
    radial.evaluate(r, values, slopes, 0)
    worst.forEach((own, n) => {
      let [value, slope] = [-values[n], -slopes[n]]
      for (let j = 0; j < degree; j++) {
        const coefficient = radials.coefficients[n * angular * degree + j]
        value += coefficient * basis[j]
        slope += coefficient * steep[j]
      }
      own.value = Math.max(own.value, Math.abs(value))
      own.slope = Math.max(own.slope, Math.abs(slope))
      own.largest = Math.max(own.largest, Math.abs(values[n]))
      own.steepest = Math.max(own.steepest, Math.abs(slopes[n]))
    })
  }
  const used = worst.filter(({ largest, steepest }) => largest > 0 && steepest > 0)
  return {
    value: used.reduce((most, { value, largest }) => Math.max(most, value / largest), 0),
    slope: used.reduce((most, { slope, steepest }) => Math.max(most, slope / steepest), 0),
  }
}
