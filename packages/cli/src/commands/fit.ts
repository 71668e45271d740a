import { existsSync } from "node:fs"
import { join } from "node:path"
import { Command, Option } from "commander"
import { configName, loadConfig } from "../config/load.ts"
import { artefactsOf } from "../run/artefacts.ts"
import { allErrors } from "../run/conclude.ts"
import { runFit } from "../run/fit-run.ts"
import { Interrupted } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { errorRows } from "./error-rows.ts"
import { positiveInteger } from "./options.ts"
import { targetRowsText } from "./target-rows.ts"

interface FitOptions {
  readonly out?: string
  readonly from?: string
  readonly resume?: boolean
  readonly force?: boolean
  readonly threads?: number
  readonly json?: boolean
}

/** `luthier fit`: makes one run folder, and nothing outside it. */
export function fitCommand(): Command {
  return new Command("fit")
    .description("fit a potential and write a run folder")
    .argument("<config>", "a YAML config; luthier init writes one")
    .option("-o, --out <folder>", "the run's folder (default: runs/<name of the config>)")
    .option(
      "--from <run>",
      "go on from the statistics of a linear fit: new weights, priors or solver, and more data, without reading the old",
    )
    .addOption(new Option("--resume", "go on from the last checkpoint").conflicts("force"))
    .option("--force", "write over an earlier run")
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .option("--json", "print metrics.json on standard output")
    .action(fit)
}

async function fit(file: string, { out, from, resume = false, force = false, threads, json = false }: FitOptions): Promise<void> {
  const folder = out ?? join("runs", configName(file))
  const log = createLog()
  try {
    const run = await runFit(await loadConfig(file), { out: folder, resume, force, threads, from }, log)
    if (run.refused.length > 0) process.exitCode = 1
    if (json) printJson(run.metrics)
    else
      process.stdout.write(
        `${errorRows(allErrors(run.metrics))}\n\n${targetRowsText(run)}written to ${shownPath(folder)}: start with report.html\n`,
      )
  } catch (error) {
    if (error instanceof Interrupted) {
      const saved = existsSync(artefactsOf(folder).latest)
      log.line(
        saved
          ? `interrupted; everything so far is saved. Go on with: luthier fit ${file} --out ${folder} --resume`
          : "interrupted before the first step; nothing was written",
      )
    }
    throw error
  }
}
