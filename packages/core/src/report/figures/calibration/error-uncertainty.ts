import * as Plot from "@observablehq/plot"
import { uncertaintyMethods } from "../../../inference/calibration/calibration.ts"
import type { CalibrationRecord } from "../../../inference/predictive/calibration-record.ts"
import { draw, inks } from "../../drawing.ts"
import { decades } from "../../logarithmic.ts"
import { curveMarks } from "../../series.ts"

/** Bins of fewer data say little. */
const FEW = 5

/** Root mean squares of the errors found against those expected, binned by expectation; empty where there is none to show. */
export function errorUncertaintyFigure({ property, unit, methods, count }: CalibrationRecord): string {
  const least = Math.min(FEW, count / 10)
  const curves = methods.map(({ method, bins }) => ({
    at: uncertaintyMethods.indexOf(method),
    points: bins.filter((bin) => bin.count >= least && bin.expected > 0 && bin.found > 0),
  }))
  const values = curves.flatMap(({ points }) => points.flatMap(({ expected, found }) => [expected, found]))
  if (values.length === 0) return ""
  // Forces that symmetry forbids are expected to be wrong by rounding; they would stretch the axes.
  const largest = Math.max(...values)
  const shown = values.filter((value) => value > SHOWN * largest)
  const scale = decades(shown)
  const [low, high] = [10 ** Math.floor(Math.log10(Math.min(...shown))), 10 ** Math.ceil(Math.log10(largest))]
  return draw(
    {
      ...{ width: 348, height: 330, marginLeft: 60, marginTop: 28, marginBottom: 42, grid: true },
      x: { ...scale, label: `expected error [${unit}] →` },
      y: { ...scale, label: `↑ error found [${unit}]` },
      marks: [
        Plot.line([{ v: low }, { v: high }], { x: "v", y: "v", stroke: inks.rule, strokeDasharray: "4 3" }),
        ...curveMarks(
          curves.map(({ at, points }) => ({ at, points: points.filter(({ expected, found }) => expected >= low && found >= low) })),
          "expected",
          "found",
          { width: 1.2 },
        ),
      ],
    },
    `${property}: errors found against errors expected`,
  )
}

/** Values below this part of the largest are not drawn. */
const SHOWN = 1e-5
