import type { Configuration } from "../../atoms/structure.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property, propertyUnits } from "../../observables/property.ts"
import {
  calibrationSums,
  type CalibrationSums,
  judgeNormal,
  judgeStudent,
  type JudgedDatum,
  type MethodCalibration,
  type UncertaintyMethod,
  uncertaintyMethods,
} from "../calibration/calibration.ts"
import { normalHalfWidth } from "../calibration/normal.ts"
import { studentQuantile, studentTails } from "../noise/student-distribution.ts"
import type { UncertainPrediction } from "./predict-uncertainty.ts"

/** How well the error bars of one property of a data set are calibrated, in internal units. */
export interface PropertyCalibration {
  readonly property: Property
  readonly unit: string
  readonly count: number
  readonly structures: number
  readonly rmse: number
  /** Of the intervals whose half-widths are told. */
  readonly coverage: number
  readonly methods: readonly MethodCalibration[]
}

/** Gathers predictions with error bars beside their labels. */
export interface Judge {
  add(configuration: Configuration, prediction: UncertainPrediction): void
  finish(): readonly PropertyCalibration[]
}

/** Draws that the bounds of a normal distribution are those of: half of all such ensembles reach beyond. */
const DRAWS = 1000

/** What an ensemble of so many normal draws spans, in standard deviations on either side. */
const BOUND = normalHalfWidth(1 - 1 / DRAWS)

/** Errors [eV, eV/Å, eV/Å³] that are those of writing labels down. A structure without others, such as a perfect crystal, has none to bound. */
const ROUNDING = 1e-6

/** A judge who has seen nothing. @param coverage of the conformal intervals of the predictions */
export function createJudge(coverage: number = 0.9): Judge {
  const half = normalHalfWidth(coverage)
  const halves = new Map<number, number>()
  // As many σ as hold that part of a t distribution, whose ν are few.
  const halfOf = (degrees: number): number => {
    const before = halves.get(degrees) ?? studentQuantile((1 + coverage) / 2, degrees)
    halves.set(degrees, before)
    return before
  }
  const own = new Map(properties.map((property) => [property, emptySums()] as const))
  return {
    add(configuration, prediction) {
      const references = referenceObservations(configuration)
      for (const property of properties) {
        const range = observationRange(property, configuration.structure.numbers.length)
        addStructure(own.get(property)!, prediction, references, range, { half, halfOf })
      }
    },
    finish: () =>
      properties.flatMap((property) => {
        const { count, structures, squares, sums } = own.get(property)!
        if (count === 0) return []
        const judged = uncertaintyMethods.filter((method) => sums[method].seen > 0)
        return [
          {
            ...{ property, unit: propertyUnits[property], count, structures, rmse: Math.sqrt(squares / count), coverage },
            methods: judged.map((method) => sums[method].sums.finish(method)),
          },
        ]
      }),
  }
}

interface PropertySums {
  count: number
  structures: number
  squares: number
  readonly sums: Readonly<Record<UncertaintyMethod, { seen: number; readonly sums: CalibrationSums }>>
}

function emptySums(): PropertySums {
  const none = (): { seen: number; sums: CalibrationSums } => ({ seen: 0, sums: calibrationSums() })
  const sums = { posterior: none(), POPS: none(), committee: none(), conformal: none(), predictive: none() }
  return { count: 0, structures: 0, squares: 0, sums }
}

function addStructure(
  total: PropertySums,
  prediction: UncertainPrediction,
  references: Float64Array,
  [from, to]: readonly [number, number],
  widths: HalfWidths,
): void {
  let worst = -1
  let largest = -1
  for (let i = from; i < to; i++) {
    const error = prediction.predicted[i] - references[i]
    if (Number.isNaN(error)) continue
    total.count++
    total.squares += error * error
    if (Math.abs(error) > largest) {
      largest = Math.abs(error)
      worst = i
    }
    for (const method of uncertaintyMethods) {
      const datum = judged(method, prediction, i, error, widths)
      if (Number.isNaN(datum.level)) continue
      total.sums[method].seen++
      total.sums[method].sums.add(datum)
    }
  }
  if (worst < 0) return
  total.structures++
  if (largest < ROUNDING) return
  for (const method of uncertaintyMethods) {
    const within = withinBounds(method, prediction, worst, prediction.predicted[worst] - references[worst])
    if (within !== undefined) total.sums[method].sums.addWorst(within)
  }
}

/** Half-widths that are asked for: of a normal distribution, and of Student's t, in units of their scales. */
interface HalfWidths {
  readonly half: number
  readonly halfOf: (degrees: number) => number
}

function judged(method: UncertaintyMethod, bars: UncertainPrediction, i: number, error: number, { half, halfOf }: HalfWidths): JudgedDatum {
  // Nothing is known of the labels of a property that was not fitted.
  if (method === "predictive" && Number.isNaN(bars.degrees[i])) return { level: NaN, halfWidth: NaN, expected: NaN, error }
  if (method === "predictive") return judgeStudent(error, bars.predictive[i], bars.degrees[i], halfOf(bars.degrees[i]))
  if (method === "posterior") return judgeNormal(error, bars.posterior[i], half)
  if (method === "committee") return judgeNormal(error, bars.committee[i], half)
  if (method === "POPS") return judgeNormal(error + bars.popsShift[i], bars.pops[i], half)
  const halfWidth = (bars.upper[i] - bars.lower[i]) / 2
  return { level: bars.level[i], halfWidth, expected: bars.scale[i], error }
}

/** Whether an error lies between the bounds that a method gives; `undefined` where it gives none. */
function withinBounds(method: UncertaintyMethod, bars: UncertainPrediction, i: number, error: number): boolean | undefined {
  if (method === "predictive") {
    const tails = studentTails(Math.abs(error) / bars.predictive[i], bars.degrees[i])
    return Number.isNaN(tails) ? undefined : tails >= 1 / DRAWS
  }
  if (method === "posterior") return Math.abs(error) <= BOUND * bars.posterior[i]
  if (method === "committee") return Math.abs(error) <= BOUND * bars.committee[i]
  if (method === "POPS") return Number.isNaN(bars.popsReach[i]) ? undefined : Math.abs(error + bars.popsShift[i]) <= bars.popsReach[i]
  return Number.isNaN(bars.worst[i]) ? undefined : Math.abs(error) <= bars.worst[i]
}
