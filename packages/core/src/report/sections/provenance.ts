import type { ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber } from "../text.ts"
import { section } from "./section.ts"

/** What other engines said of the exported files. */
export function exportsSection({ exports }: ReportData): string {
  if (exports.length === 0) return ""
  const rows = exports.map((check) => [
    escapeHtml(check.engine),
    escapeHtml(check.quantity),
    formatNumber(check.difference, 2),
    escapeHtml(check.unit),
  ])
  return section(
    "Exported files, run elsewhere",
    "Largest difference between this potential and the engine that ran the exported files.",
    table(["engine", "quantity", "largest difference", "unit"], rows, { text: [0, 1, 3] }),
  )
}

/** Where the report comes from. */
export function provenanceSection({ provenance, config }: ReportData): string {
  const rows = Object.entries(provenance).map(([key, value]) => [escapeHtml(key), `<code>${escapeHtml(value)}</code>`])
  const whole =
    config === undefined
      ? ""
      : `<details><summary>the config, with every default filled in</summary><pre>${escapeHtml(config.trimEnd())}</pre></details>`
  return section("Provenance", "What is needed to make this report again.", table(["", ""], rows, { text: [0, 1] }) + whole)
}
