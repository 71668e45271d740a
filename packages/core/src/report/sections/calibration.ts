import { judgedCoverages, uncertaintyMethods } from "../../inference/calibration/calibration.ts"
import type { CalibrationRecord, MethodRecord } from "../../inference/predictive/calibration-record.ts"
import { coverageFigure } from "../figures/calibration/coverage.ts"
import { errorUncertaintyFigure } from "../figures/calibration/error-uncertainty.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatCount, formatNumber } from "../text.ts"
import { captioned, row, section } from "./section.ts"

/** Error bars of every kind beside the errors of data that were not fitted. */
export function calibrationSection({ calibration = [] }: Pick<ReportData, "calibration">): string {
  const shown = calibration.filter(({ records }) => records.length > 0)
  if (shown.length === 0) return ""
  const explanation =
    "How often intervals of five kinds hold the errors of data that were not fitted, and how wide they are. <b>Posterior</b>: what the parameters may be if the form and σ are right, no more. <b>POPS</b>: parameters that would each have met one datum; its bounds are for the largest error of a structure. <b>Committee</b>: fits to structures drawn anew. <b>Conformal</b>: errors on training data held out, scaled; its intervals hold for structures like those. <b>Predictive</b>, of what was fitted: what labels will be, with the posterior and noise as large as the fit, or data held out, show it. Bounds of posterior and committee are those of a thousand draws."
  return section("Error bars, and whether they hold", explanation, shown.map(({ set, records }) => ofSet(set, records)).join(""))
}

function ofSet(set: string, records: readonly CalibrationRecord[]): string {
  const tables = records.map((record) => methodsTable(set, record))
  const coverage = records.map((record) =>
    captioned(`<b>${escapeHtml(set)}</b>, ${record.property}: part of the data within intervals of every width.`, coverageFigure(record)),
  )
  const errors = records.flatMap((record) => {
    const figure = errorUncertaintyFigure(record)
    return figure === ""
      ? []
      : [
          captioned(
            `<b>${escapeHtml(set)}</b>, ${record.property}: errors found where so large ones were expected, root mean squares of bins.`,
            figure,
          ),
        ]
  })
  return `${tables.join("")}${legend(uncertaintyMethods)}${row([...coverage, ...errors], "three")}`
}

function methodsTable(set: string, { property, unit, coverage, count, structures, rmse, methods }: CalibrationRecord): string {
  const head = [
    "error bars",
    ...judgedCoverages.map((part) => `${100 * part}\u00A0%`),
    `mean ± of ${100 * coverage}\u00A0% [${unit}]`,
    "miscalibration area",
    "largest error of a structure within bounds",
  ]
  const rows = methods.map((own) => [
    own.method,
    ...judgedCoverages.map((part) => percent(own.within[String(part)])),
    halfWidth(own),
    own.miscalibration.toFixed(3),
    own.worst === null ? "–" : `<b>${percent(own.worst)}</b>`,
  ])
  const endless = methods.some((own) => own.halfWidth === null) ? " ∞: of some data the parameters leave open how wide a bar must be." : ""
  const caption = `<b>${escapeHtml(set)}</b>, ${property}: ${formatCount(count)} data of ${structures} structures, RMSE ${formatNumber(rmse, 3)} ${unit}.${endless}`
  return table(head, rows, {
    caption,
    over: [
      ["", 1],
      ["data within the interval of", judgedCoverages.length],
      ["", 3],
    ],
  })
}

function halfWidth({ halfWidth: own }: MethodRecord): string {
  return own === null ? "∞" : formatNumber(own, 3)
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}
