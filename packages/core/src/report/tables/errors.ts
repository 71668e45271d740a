import type { ErrorTable, PropertyErrors } from "../../observables/errors.ts"
import { escapeHtml, formatCount, formatNumber } from "../text.ts"
import { table } from "./table.ts"

const PROPERTIES = ["energy", "force", "stress"] as const

/** Errors of one set by group × property: RMSE, MAE and largest error, with the number of data. */
export function errorTable(errors: ErrorTable, caption: string): string {
  const present = PROPERTIES.filter((property) => errors.all[property].count > 0)
  const over = present.map((property) => [`${property} [${errors.all[property].unit}]`, 4] as const)
  const head = ["group", ...present.flatMap(() => ["RMSE", "MAE", "largest", "data"])]
  const row = (name: string, entry: PropertyErrors): string[] => [
    name,
    ...present.flatMap((property) => {
      const summary = entry[property]
      if (summary.count === 0) return ["–", "–", "–", "–"]
      return [`<b>${shown(summary.rmse)}</b>`, shown(summary.mae), shown(summary.max), formatCount(summary.count)]
    }),
  ]
  const groups = Object.entries(errors.groups).map(([name, entry]) => row(escapeHtml(name), entry))
  // One group is all there is.
  const shownGroups = groups.length === 1 ? [] : groups
  return table(head, [row("<b>all</b>", errors.all), ...shownGroups], { caption, over: [["", 1], ...over] })
}

/** Errors below this are rounding, in the units of errors. */
const ROUNDING = 1e-9

function shown(value: number | null): string {
  return value === null ? "–" : formatNumber(value < ROUNDING ? 0 : value, 3)
}
