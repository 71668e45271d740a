import type { ErrorTable, PropertyErrors } from "../../observables/errors.ts"
import { escapeHtml, formatNumber } from "../text.ts"
import { table } from "./table.ts"

const PROPERTIES = ["energy", "force", "stress"] as const

/** Errors of one set by group × property: RMSE, MAE and largest error, with the number of data. */
export function errorTable(errors: ErrorTable): string {
  const present = PROPERTIES.filter((property) => errors.all[property].count > 0)
  const head = ["group", ...present.flatMap((property) => [`${property} RMSE [${errors.all[property].unit}]`, "MAE", "largest", "data"])]
  const row = (name: string, entry: PropertyErrors): string[] => [
    name,
    ...present.flatMap((property) => {
      const summary = entry[property]
      if (summary.count === 0) return ["–", "–", "–", "–"]
      return [`<b>${formatNumber(summary.rmse, 3)}</b>`, shown(summary.mae), shown(summary.max), String(summary.count)]
    }),
  ]
  const groups = Object.entries(errors.groups).map(([name, entry]) => row(escapeHtml(name), entry))
  return table(head, [row("<b>all</b>", errors.all), ...groups])
}

function shown(value: number | null): string {
  return value === null ? "–" : formatNumber(value, 3)
}
