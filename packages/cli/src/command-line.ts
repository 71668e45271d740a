import { Failure } from "@luthier/core"
import { Command, CommanderError } from "commander"
import { certifyCommand } from "./commands/certify.ts"
import { checkCommand } from "./commands/check.ts"
import { convertCommand } from "./commands/convert.ts"
import { doctorCommand } from "./commands/doctor.ts"
import { evaluateCommand } from "./commands/evaluate.ts"
import { withExamples } from "./commands/examples.ts"
import { exportCommand } from "./commands/export.ts"
import { fitCommand } from "./commands/fit.ts"
import { gradeCommand } from "./commands/grade.ts"
import { identifyCommand } from "./commands/identify.ts"
import { initCommand } from "./commands/init.ts"
import { labelCommand } from "./commands/label.ts"
import { mdCommand } from "./commands/md.ts"
import { profileCommand } from "./commands/profile.ts"
import { propertiesCommand } from "./commands/properties.ts"
import { reduceCommand } from "./commands/reduce.ts"
import { relaxCommand } from "./commands/relax.ts"
import { reportCommand } from "./commands/report.ts"
import { sampleCommand } from "./commands/sample.ts"
import { schemaCommand } from "./commands/schema.ts"
import { selectCommand } from "./commands/select.ts"
import { serveCommand } from "./commands/serve.ts"
import { Interrupted } from "./run/interruption.ts"
import { describeFailure } from "./terminal.ts"
import { version } from "./version.ts"

const commands = [
  initCommand,
  checkCommand,
  fitCommand,
  evaluateCommand,
  reportCommand,
  identifyCommand,
  profileCommand,
  sampleCommand,
  reduceCommand,
  gradeCommand,
  selectCommand,
  certifyCommand,
  propertiesCommand,
  exportCommand,
  serveCommand,
  labelCommand,
  mdCommand,
  relaxCommand,
  convertCommand,
  schemaCommand,
  doctorCommand,
]

/** Does what a command line asks, without the program's name: `["fit", "config.yaml"]`. Never throws; gives the exit code, unless a command has set it. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const program = new Command("luthier")
    .description("Fit interatomic potentials to reference data.")
    .version(version)
    .showHelpAfterError(false)
  for (const command of commands) program.addCommand(withExamples(command()))
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: () => {}, writeErr: () => {} })
  try {
    await program.parseAsync(words, { from: "user" })
    return 0
  } catch (error) {
    return explain(error)
  }
}

/** Prints what went wrong and gives the exit code: 2 for what the user can mend, 1 for a defect of ours. */
function explain(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    const message = error.code === "commander.help" ? "say what to do, such as `luthier fit config.yaml`" : error.message
    process.stderr.write(`luthier  ${message.replace(/^error: /, "").replaceAll("\n", " ")}  see luthier --help\n`)
    return 2
  }
  if (error instanceof Failure) {
    process.stderr.write(`${describeFailure(error)}\n`)
    return 2
  }
  process.stderr.write(`This is a defect of luthier ${version}:\n${error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}
