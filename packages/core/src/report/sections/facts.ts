import type { ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml } from "../text.ts"
import { section } from "./section.ts"

/** What was fitted, to what, and how it came out. */
export function factsSection({ facts = {} }: Pick<ReportData, "facts">): string {
  const rows = Object.entries(facts).map(([name, fact]) => [`<b>${escapeHtml(name)}</b>`, escapeHtml(fact)])
  return rows.length === 0 ? "" : section("At a glance", "", table(["", ""], rows, { text: [0, 1] }))
}
