import { join } from "node:path"
import { type Potential, type PropertiesRecord, symbolOf } from "@luthier/core"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import { textTable } from "../../terminal.ts"
import { version } from "../../version.ts"

/** `properties.json`: what was found, and with what. */
export function propertiesFile(record: PropertiesRecord, { spec, elements, cutoff }: Potential): object {
  return {
    schema: 1,
    luthier: version,
    potential: { kind: spec.kind, elements: elements.map(symbolOf), cutoff },
    ...record,
  }
}

/** What standard errors are of, said on the page. */
const meaningOfErrors = {
  parameters:
    "Standard errors in parentheses (last digits) are those of the parameters, by linear propagation; they say nothing of what the form of the potential cannot describe.",
  time: "Standard errors in parentheses (last digits) are those of means over a trajectory that ends; they say nothing of the potential.",
  none: "The uncertainty of the parameters is not known, so values stand without standard errors.",
} as const

/** Writes `properties.json` and `properties.html`. */
export async function writeProperties(
  folder: string,
  record: PropertiesRecord,
  potential: Potential,
  errors: keyof typeof meaningOfErrors,
): Promise<void> {
  await writeWhole(join(folder, "properties.json"), jsonText(propertiesFile(record, potential)))
  const { propertiesPage } = await import("@luthier/core/report")
  const title = `${record.subject}: properties by ${potential.spec.kind}`
  const summary = [
    `Suite ${record.suite}, luthier ${version}; potential of kind ${potential.spec.kind}, cutoff ${potential.cutoff} Å.`,
    meaningOfErrors[errors],
    ...(record.reference === null ? [] : [`Reference values: ${record.reference}.`]),
  ]
  await writeWhole(join(folder, "properties.html"), propertiesPage(title, summary, record))
}

/** Numbers that one trouble has, and that are named. */
const FEW = 3

/**
 * The numbers as a table for people, with what must be said in words below.
 *
 * @param errors what standard errors are of
 */
export function propertiesText({ properties, parts }: PropertiesRecord, errors?: keyof typeof meaningOfErrors): string {
  const compared = properties.some(({ reference }) => reference !== null)
  const uncertain = properties.some(({ standardError }) => standardError !== null)
  const rows = properties.map(({ label, unit, value, standardError, reference, deviation }) => [
    label,
    shown(value, 6),
    ...(uncertain ? [shown(standardError, 2)] : []),
    unit,
    ...(compared ? [shown(reference, 5), deviation === null ? "" : deviation.toFixed(2)] : []),
  ])
  const head = ["", "value", ...(uncertain ? ["±"] : []), "unit", ...(compared ? ["reference", "%"] : [])]
  const said = [...new Set(parts.flatMap(({ remarks }) => remarks))]
  const troubled = Map.groupBy(
    properties.filter(({ trouble }) => trouble !== null && !said.includes(trouble)),
    ({ trouble }) => trouble,
  )
  const troubles = Array.from(troubled, ([trouble, those]) => {
    const labels = those.map(({ label }) => label)
    return `${labels.length > FEW ? `${labels.length} numbers` : labels.join(", ")}: ${trouble}`
  })
  const known = errors === undefined || rows.length === 0 ? [] : [meaningOfErrors[errors].replace(" in parentheses (last digits)", "")]
  return [...(rows.length > 0 ? [textTable([head, ...rows])] : []), ...said, ...troubles, ...known].join("\n")
}

function shown(value: number | null, digits: number): string {
  return value === null ? "" : String(Number(value.toPrecision(digits)))
}
