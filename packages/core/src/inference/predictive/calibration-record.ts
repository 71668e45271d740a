import type { Property } from "../../observables/property.ts"
import { gigapascal } from "../../units/constants.ts"
import { judgedCoverages, type MethodCalibration, type UncertaintyMethod } from "../calibration/calibration.ts"
import type { PropertyCalibration } from "./judge-predictions.ts"

/** Error bars of one method, for people and for JSON. Where a method gives none that end, as of few data, it is null. */
export interface MethodRecord {
  readonly method: UncertaintyMethod
  /** Part of the data within the intervals of 50, 68, 90 and 95 %. */
  readonly within: Readonly<Record<string, number>>
  /** Part of the data within intervals of 0, 1, 2, … 100 %. */
  readonly curve: readonly number[]
  /** Area between this curve and the diagonal. */
  readonly miscalibration: number
  /** Mean half-width of intervals of the `coverage` of the record. */
  readonly halfWidth: number | null
  /** Part of the structures whose largest error lies within the bounds of the method. */
  readonly worst: number | null
  /** Root mean squares of expected and found errors, by rising expectation. */
  readonly bins: readonly { readonly expected: number; readonly found: number; readonly count: number }[]
}

/** How the error bars of one property of a data set compare with its errors: an entry of the `sets` of `calibration.json`. */
export interface CalibrationRecord {
  readonly property: "energy" | "force" | "stress"
  readonly unit: string
  readonly count: number
  readonly structures: number
  readonly rmse: number
  /** Of the intervals whose half-widths are told. */
  readonly coverage: number
  readonly methods: readonly MethodRecord[]
}

/** Names, units and factors from the units inside, as tables of errors have them. */
const shown: Readonly<Record<Property, readonly [name: CalibrationRecord["property"], unit: string, scale: number]>> = {
  energy: ["energy", "meV/atom", 1000],
  forces: ["force", "meV/Å", 1000],
  stress: ["stress", "GPa", 1 / gigapascal],
}

/** Calibrations in the units in which errors are shown. */
export function calibrationRecords(calibrations: readonly PropertyCalibration[]): CalibrationRecord[] {
  return calibrations.map(({ property, count, structures, rmse, coverage, methods }) => {
    const [name, unit, scale] = shown[property]
    return {
      property: name,
      unit,
      count,
      structures,
      rmse: scale * rmse,
      coverage,
      methods: methods.map((own) => methodRecord(own, scale)),
    }
  })
}

function methodRecord({ method, observed, curve, miscalibration, halfWidth, worst, bins }: MethodCalibration, scale: number): MethodRecord {
  return {
    method,
    within: Object.fromEntries(judgedCoverages.map((coverage, c) => [String(coverage), observed[c]])),
    curve,
    miscalibration,
    halfWidth: halfWidth < Infinity ? scale * halfWidth : null,
    worst: Number.isNaN(worst) ? null : worst,
    bins: bins.map(({ expected, found, count }) => ({ expected: scale * expected, found: scale * found, count })),
  }
}

/** What the methods say of the data that a table of errors shows, a sentence a property. */
export function calibrationSentences(set: string, records: readonly CalibrationRecord[]): string[] {
  return records.flatMap(({ property, methods }) => {
    const of = (name: UncertaintyMethod): MethodRecord | undefined => methods.find(({ method }) => method === name)
    const [conformal, pops, posterior] = [of("conformal"), of("POPS"), of("posterior")]
    if (!conformal || pops?.worst == null || posterior?.worst == null) return []
    return [
      `${property} of ${set}: conformal intervals of 90 % hold ${percent(conformal.within["0.9"])} of the data; the largest error of a structure is within the bounds of pointwise optimal parameters in ${percent(pops.worst)} of the structures, within those of the posterior in ${percent(posterior.worst)}`,
    ]
  })
}

function percent(part: number): string {
  return `${Number((100 * part).toFixed(1))} %`
}
