import { Command } from "commander"
import { loadConfig } from "../config/load.ts"
import { artefactsOf } from "../run/artefacts.ts"
import { runFit } from "../run/fit-run.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"

/** `luthier report`: writes the artefacts of a run anew from its last checkpoint, the fit itself being finished. */
export function reportCommand(): Command {
  return new Command("report")
    .description("write the report and tables of a run anew")
    .argument("<folder>", "a run folder")
    .action(async (folder: string) => {
      const artefacts = artefactsOf(folder)
      const loaded = await loadConfig(artefacts.config)
      await runFit(loaded, { out: folder, resume: true, force: false }, createLog())
      process.stdout.write(`${shownPath(artefacts.report)}\n`)
    })
}
