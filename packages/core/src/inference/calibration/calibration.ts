import { studentTails } from "../noise/student-distribution.ts"
import { normalCoverage } from "./normal.ts"

/** How error bars were made. */
export type UncertaintyMethod = "posterior" | "POPS" | "committee" | "conformal" | "predictive"

export const uncertaintyMethods: readonly UncertaintyMethod[] = ["posterior", "POPS", "committee", "conformal", "predictive"]

/** Coverages at which intervals are judged. */
export const judgedCoverages: readonly number[] = [0.5, 0.68, 0.9, 0.95]

/** Error bars of one method on data whose truth is known, such as forces of a test set. */
export interface MethodCalibration {
  readonly method: UncertaintyMethod
  /** Part of the data within the intervals of each of `judgedCoverages`. */
  readonly observed: readonly number[]
  /** The same for coverages 0, 1/n, 2/n, … 1. */
  readonly curve: readonly number[]
  /** ∫ |observed − expected| d expected: 0 for perfect intervals, ½ for none. */
  readonly miscalibration: number
  /** Mean half-width of intervals of the coverage that was asked for, in the unit of the property. */
  readonly halfWidth: number
  /** Part of the structures whose largest error lies within the bounds of the method. */
  readonly worst: number
  /** Root mean square of what was expected and of what was found, by rising expectation. */
  readonly bins: readonly { readonly expected: number; readonly found: number; readonly count: number }[]
}

/** One datum under one method. */
export interface JudgedDatum {
  /** Smallest coverage whose interval holds it. */
  readonly level: number
  /** Half-width of the interval of the coverage that was asked for. */
  readonly halfWidth: number
  /** Expected size of its error. */
  readonly expected: number
  readonly error: number
}

/** Steps of a calibration curve. */
const STEPS = 100

/** Bins of expected errors to a factor of ten. */
const BINS = 4

/** Gathers judged data of one method as they come; a few numbers whatever their count. */
export interface CalibrationSums {
  add(datum: JudgedDatum): void
  /** Whether the largest error of one more structure was within its bounds. */
  addWorst(within: boolean): void
  finish(method: UncertaintyMethod): MethodCalibration
}

/** Sums of nothing. */
export function calibrationSums(): CalibrationSums {
  const histogram = new Float64Array(STEPS + 1)
  const within = judgedCoverages.map(() => 0)
  const bins = new Map<number, { expected: number; found: number; count: number }>()
  let count = 0
  let widths = 0
  let structures = 0
  let met = 0
  return {
    add({ level, halfWidth, expected, error }) {
      count++
      widths += halfWidth
      histogram[Math.min(STEPS, Math.ceil(level * STEPS - 1e-9))]++
      judgedCoverages.forEach((coverage, c) => (within[c] += level <= coverage ? 1 : 0))
      if (!(expected > 0 && expected < Infinity)) return
      const place = Math.floor(BINS * Math.log10(expected))
      const bin = bins.get(place) ?? { expected: 0, found: 0, count: 0 }
      bins.set(place, bin)
      bin.expected += expected * expected
      bin.found += error * error
      bin.count++
    },
    addWorst(inside) {
      structures++
      if (inside) met++
    },
    finish(method) {
      const curve: number[] = []
      let sum = 0
      for (const own of histogram) curve.push((sum += own) / count)
      return {
        method,
        observed: within.map((own) => own / count),
        curve,
        miscalibration: areaBeside(curve),
        halfWidth: widths / count,
        worst: met / structures,
        bins: [...bins.entries()]
          .sort(([a], [b]) => a - b)
          .map(([, bin]) => ({ expected: Math.sqrt(bin.expected / bin.count), found: Math.sqrt(bin.found / bin.count), count: bin.count })),
      }
    },
  }
}

/** Area between a calibration curve and the diagonal, by trapezoids. */
function areaBeside(curve: readonly number[]): number {
  const away = curve.map((observed, step) => Math.abs(observed - step / STEPS))
  return (away.reduce((area, own) => area + own, 0) - (away[0] + away[STEPS]) / 2) / STEPS
}

/** A datum whose error is taken to follow Student's t distribution of ν degrees of freedom; `half` is the half-width that is asked for, in units of its scale. */
export function judgeStudent(error: number, scale: number, degrees: number, half: number): JudgedDatum {
  const level = error === 0 || scale === Infinity ? 0 : 1 - studentTails(Math.abs(error) / scale, degrees)
  // Without a variance the scale stands for the size of errors.
  return {
    level,
    halfWidth: half * scale,
    expected: scale * Math.sqrt(degrees > 2 && degrees < Infinity ? degrees / (degrees - 2) : 1),
    error,
  }
}

/** A datum whose error is taken to be normal with a standard deviation; `half` is the half-width that is asked for, in these. */
export function judgeNormal(error: number, deviation: number, half: number): JudgedDatum {
  const level = error === 0 || deviation === Infinity ? 0 : normalCoverage(Math.abs(error) / deviation)
  return { level, halfWidth: half * deviation, expected: deviation, error }
}
