import { Command } from "commander"
import { demandOutput, frameEndings } from "../files/demand-output.ts"
import { openForceServer } from "../ipi/force-server.ts"
import { labelFrames, type LabelSummary } from "../ipi/label-frames.ts"
import { type AddressOptions, chosenAddress, withAddressOptions } from "../ipi/socket-address.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"

interface LabelOptions extends AddressOptions {
  readonly out: string
  readonly json?: boolean
}

/** `luthier label`: structures computed by another program, over a socket of the i-PI protocol; exit code 1 when some are not. */
export function labelCommand(): Command {
  const command = new Command("label")
    .description("have structures computed by a program that speaks the i-PI protocol as a client")
    .argument("<structures...>", "files of structures; labels are not looked at")
    .requiredOption("-o, --out <file>", "where labelled frames are added, as extended XYZ; those that it holds are not computed again")
    .option("--json", "print how many frames were labelled, skipped and failed at")
  return withAddressOptions(command, "where to listen for clients").action(label)
}

async function label(files: readonly string[], options: LabelOptions): Promise<void> {
  const { out, json } = options
  // Frames are added to a file that is there.
  await demandOutput(out, { endings: frameEndings, force: true })
  const log = createLog()
  const interruption = watchSignals()
  try {
    const server = await openForceServer(chosenAddress(options), log.line)
    try {
      const summary = await interruption.during(labelFrames(files, out, server, log.line))
      if (json) printJson(summary)
      else process.stdout.write(`${describe(summary)}; written to ${shownPath(out)}\n`)
      if (summary.failed > 0) process.exitCode = 1
    } finally {
      await server.close()
    }
  } finally {
    interruption.release()
  }
}

function describe({ labelled, skipped, failed }: LabelSummary): string {
  const parts = [`${labelled} frames labelled`]
  if (skipped > 0) parts.push(`${skipped} were there`)
  if (failed > 0) parts.push(`${failed} left out`)
  return parts.join(", ")
}
