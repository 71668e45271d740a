import type { ErrorSummary, ErrorTable, PropertyErrors } from "@luthier/core"

/** `errors.md`: root-mean-square errors by group and property, a table for each data set. */
export function errorsMarkdown(sets: Readonly<Record<string, ErrorTable>>): string {
  const tables = Object.entries(sets).map(([name, { all, groups }]) => {
    const rows = [row("**all**", all), ...Object.entries(groups).map(([group, errors]) => row(group.replaceAll("|", "\\|"), errors))]
    return `## ${name}\n\n| group | energy [${all.energy.unit}] | force [${all.force.unit}] | stress [${all.stress.unit}] |\n|---|--:|--:|--:|\n${rows.join("\n")}\n`
  })
  return `# Root-mean-square errors\n\n${tables.join("\n")}`
}

function row(name: string, { energy, force, stress }: PropertyErrors): string {
  return `| ${name} | ${cell(energy)} | ${cell(force)} | ${cell(stress)} |`
}

/** An error with the number of data it is of, `–` without any. */
function cell({ count, rmse }: ErrorSummary): string {
  return count === 0 ? "–" : `${Number(rmse.toPrecision(4))} (${count})`
}
