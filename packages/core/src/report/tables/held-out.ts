import type { ErrorTable, PropertyErrors } from "../../observables/errors.ts"
import { escapeHtml, formatNumber } from "../text.ts"
import { table } from "./table.ts"

const PROPERTIES = ["energy", "force", "stress"] as const

/** Root mean square errors on training data and, beside them, on the same data held out, by group. */
export function heldOutTable(training: ErrorTable, heldOut: ErrorTable, caption: string): string {
  const present = PROPERTIES.filter((property) => heldOut.all[property].count > 0)
  const over = present.map((property) => [`${property} [${heldOut.all[property].unit}]`, 2] as const)
  const head = ["group", ...present.flatMap(() => ["trained", "held out"])]
  const row = (name: string, trained: PropertyErrors | undefined, held: PropertyErrors): string[] => [
    name,
    ...present.flatMap((property) => {
      if (held[property].count === 0) return ["–", "–"]
      return [formatNumber(trained?.[property].rmse, 3), `<b>${formatNumber(held[property].rmse, 3)}</b>`]
    }),
  ]
  const groups = Object.entries(heldOut.groups).map(([name, held]) => row(escapeHtml(name), training.groups[name], held))
  return table(head, [row("<b>all</b>", training.all, heldOut.all), ...(groups.length === 1 ? [] : groups)], {
    caption,
    over: [["", 1], ...over],
  })
}
