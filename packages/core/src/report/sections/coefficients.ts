import { coefficientFigure } from "../figures/coefficients.ts"
import type { CoefficientRecord, ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber, plainNumber } from "../text.ts"
import { captioned, section } from "./section.ts"

/** Coefficients of an ordered basis, by order and degree. */
export function coefficientsSection({ coefficients }: ReportData): string {
  if (coefficients.length === 0) return ""
  const parts = [...Map.groupBy(coefficients, ({ unit }) => unit)].map(([unit, members]) => {
    const orders = [...new Set(members.map(({ order }) => order))].sort((a, b) => a - b)
    const drawn = members.some(({ value }) => value !== 0)
    const looks = legend(orders.map((order) => `order ${order}`))
    const caption =
      "Coefficients against degree, by order; pale ones are less than two standard errors from zero. Lines: root mean squares."
    const figure = drawn ? captioned(caption, looks + coefficientFigure(members, orders)) : ""
    return figure + orderTable(members, orders, unit)
  })
  return section(
    "Coefficients by order and degree",
    "The order counts the sums over neighbours that a function multiplies, the degree how fast it varies. Coefficients that do not fall with the degree ask for a larger basis or more data; pale ones at the end cost time and bring little.",
    parts.join("\n"),
  )
}

function orderTable(members: readonly CoefficientRecord[], orders: readonly number[], unit: string): string {
  const rows = orders.map((order) => {
    const own = members.filter((one) => one.order === order)
    const sizes = own.map(({ value }) => Math.abs(value))
    const clear = own.filter(({ value, standardError }) => standardError !== undefined && Math.abs(value) > 2 * standardError)
    const degrees = own.map(({ degree }) => degree)
    return [
      String(order),
      String(own.length),
      plainNumber(Math.max(...degrees), 3),
      formatNumber(Math.hypot(...sizes) / Math.sqrt(sizes.length), 3),
      formatNumber(Math.max(...sizes), 3),
      String(clear.length),
    ]
  })
  const shown = unit === "1" ? "" : ` [${escapeHtml(unit)}]`
  return table(["order", "functions", "largest degree", `root mean square${shown}`, `largest${shown}`, "beyond 2σ"], rows, {
    caption: "Coefficients by order; beyond 2σ: how many are more than two standard errors from zero.",
  })
}
