import {
  analysePosterior,
  configureDense,
  identifyRecord,
  identifySentences,
  type InformationPart,
  type IdentifyRecord,
  scaleTriangle,
  symbolOf,
} from "@luthier/core"
import { Command, Option } from "commander"
import { findDenseBackend } from "../backends/openblas.ts"
import { demandWritable } from "../files/demand-writable.ts"
import { writeWhole } from "../files/write-whole.ts"
import { type FinishedRun, openRun } from "../run/finished-run.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson, textTable } from "../terminal.ts"

interface IdentifyOptions {
  readonly by: "property" | "group"
  readonly units: "alone" | "value"
  readonly json?: boolean
}

/** `luthier identify`: how well a finished fit knows its parameters, and which data say so. Reads no data. */
export function identifyCommand(): Command {
  return new Command("identify")
    .description("say how well a finished fit knows its parameters, and which data say so")
    .argument("<run>", "a run folder")
    .addOption(new Option("--by <what>", "what the data are divided into").choices(["property", "group"]).default("property"))
    .addOption(
      new Option("--units <choice>", "units of parameters in spectra: what each alone would be known to, or its value")
        .choices(["alone", "value"])
        .default("alone"),
    )
    .option("--json", "print identify.json on standard output")
    .action(identify)
}

async function identify(folder: string, { by, units, json = false }: IdentifyOptions): Promise<void> {
  const run = await openRun(folder)
  await demandWritable(folder)
  // A thousand parameters are matrices that a library of the machine multiplies faster.
  configureDense(await findDenseBackend())
  const { fitted, posterior, artefacts } = run
  const data = by === "group" ? await partsByClass(run) : undefined
  const analysis = analysePosterior(posterior, fitted.potential, { scale: units, ...(data && { data }) })
  const record = identifyRecord(analysis, posterior, fitted.potential)
  const sentences = identifySentences(record)
  await writeWhole(artefacts.identify, `${JSON.stringify(record, null, 1)}\n`)
  const { identifyPage } = await import("@luthier/core/report")
  const { potential } = fitted
  const title = `${potential.elements.map(symbolOf).join("–")}: ${potential.spec.kind}: how well it is known`
  await writeWhole(artefacts.identifyPage, identifyPage(title, sentences, record))
  if (json) printJson(record)
  else process.stdout.write(`${identifyText(record, sentences)}\nwritten to ${shownPath(artefacts.identifyPage)}\n`)
}

/** A part for each class of data, in units of its σ. */
async function partsByClass({ classTriangles }: FinishedRun): Promise<readonly InformationPart[]> {
  const parts: InformationPart[] = []
  for await (const [{ property, group, factor }, triangle] of classTriangles()) {
    parts.push({ name: `${property}/${group}`, triangle: scaleTriangle(triangle, factor) })
  }
  return parts
}

/** Parameters of the table at most. */
const SHOWN = 30

function identifyText({ parts, parameters }: IdentifyRecord, sentences: readonly string[]): string {
  const head = ["", "data", "decides", "bits added", "only it sees", "rank alone", "decades alone"]
  const rows = parts.map(({ name, rows: count, decides, bits, opens, rank, decades }) => [
    ...[name, String(count), brief(decides), brief(bits), String(opens), String(rank), brief(decades)],
  ])
  const known = parameters
    .slice(0, SHOWN)
    .map(({ key, value, unit, standardError, remark }) => [
      key,
      ...[String(Number(value.toPrecision(7))), standardError === null ? "∞" : brief(standardError), unit === "1" ? "" : unit, remark],
    ])
  const more = parameters.length > SHOWN ? `… and ${parameters.length - SHOWN} more in identify.json\n` : ""
  const tables = [textTable([head, ...rows]), textTable([["parameter", "value", "± standard error", "unit", ""], ...known])]
  return `${sentences.join("\n")}\n\n${tables.join("\n\n")}\n${more}`
}

function brief(value: number): string {
  return String(Number(value.toPrecision(3)))
}
