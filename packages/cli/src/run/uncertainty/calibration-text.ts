import { judgedCoverages, type CalibrationRecord } from "@luthier/core"
import { textTable } from "../../terminal.ts"

/** The methods side by side, a table for each property of each set. */
export function calibrationText(sets: Readonly<Record<string, readonly CalibrationRecord[]>>): string {
  return Object.entries(sets)
    .flatMap(([set, records]) =>
      records.length > 0 ? records.map((record) => propertyText(set, record)) : [`${set}: no labels to compare with`],
    )
    .join("\n\n")
}

function propertyText(set: string, { property, unit, count, structures, rmse, coverage, methods }: CalibrationRecord): string {
  const head = [
    `${set}, ${property}`,
    ...judgedCoverages.map((part) => `in ${100 * part} %`),
    `± (${100 * coverage} %) [${unit}]`,
    "area",
    "worst in bounds",
  ]
  const rows = methods.map(({ method, within, halfWidth, miscalibration, worst }) => [
    method,
    ...judgedCoverages.map((part) => percent(within[String(part)])),
    halfWidth === null ? "∞" : brief(halfWidth),
    miscalibration.toFixed(3),
    worst === null ? "–" : percent(worst),
  ])
  const about = `${count} data of ${structures} ${structures === 1 ? "structure" : "structures"}, RMSE ${brief(rmse)} ${unit}`
  return `${textTable([head, ...rows])}\n${about}`
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}

function brief(value: number): string {
  return String(Number(value.toPrecision(4)))
}
