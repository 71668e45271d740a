import { ensembles, Failure } from "@luthier/core"
import { Command, Option } from "commander"
import { hashFile } from "../files/file-source.ts"
import { digestInputs } from "../run/checkpoint.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { loadPotential, potentialFileOf } from "../run/potential-file.ts"
import type { MeasurementsRecord } from "../run/trajectory/measurements.ts"
import { beginWith, readStructure } from "../run/trajectory/read-structure.ts"
import { chosenBefore, inspectSimulation, openSimulationFolder } from "../run/trajectory/simulation-folder.ts"
import { beginSimulation, simulate } from "../run/trajectory/simulate.ts"
import { type SimulationSettings, trajectoryFiles } from "../run/trajectory/settings.ts"
import { printJson, textTable } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"
import { atLeastZero, positive, real, repeats, whole } from "./simulation-options.ts"

interface MdOptions
  extends
    PotentialFileOptions,
    Omit<SimulationSettings, "potential" | "structure" | "timestep" | "initialTemperature" | "skin" | "threads"> {
  readonly timestep?: number
  readonly initialTemperature?: number
  readonly skin?: number
  readonly threads?: number
  readonly out: string
  readonly resume?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

/** `luthier md`: molecular dynamics. */
export function mdCommand(): Command {
  const command = new Command("md")
    .description("move the atoms of a structure in a potential: molecular dynamics")
    .argument("<potential>", potentialArgument)
    .argument("<structure>", "a file of any format that luthier reads")
    .addOption(new Option("--ensemble <name>", "what is held constant, and how").choices(ensembles).makeOptionMandatory())
    .requiredOption("--temperature <K>", "of the bath; of the first velocities where there is none", atLeastZero)
    .requiredOption("-o, --out <folder>", "where all is written")
    .option("--initial-temperature <K>", "of the first velocities, exactly (default: --temperature)", atLeastZero)
    .option("--timestep <fs>", "length of a step (default: a hundredth of the fastest period that is found)", positive)
    .option("--steps <count>", "number of steps", whole, 10_000)
    .option("--repeat <a,b,c>", "copies of the structure along its vectors", repeats, [1, 1, 1])
    .option("--frame <number>", "which structure of the file, counted from 1", whole, 1)
    .option("--damping <fs>", "time in which a thermostat forgets", positive, 100)
    .option("--pressure <GPa>", "positive when it compresses", real, 0)
    .option("--pressure-damping <fs>", "time in which the cell answers", positive, 1000)
    .addOption(
      new Option("--coupling <how>", "how the cell changes: all lengths alike, those along x, y and z, or any strain")
        .choices(["isotropic", "anisotropic", "triclinic"])
        .default("isotropic"),
    )
    .option("--compressibility <1/GPa>", "about that of the system, for npt-rescale", positive, 0.01)
    .option("--every <steps>", "steps between rows of thermo.csv", whole, 10)
    .option("--frames <steps>", "steps between frames of the trajectory", whole, 100)
    .option("--checkpoint <steps>", "steps between checkpoints; neighbours are then found anew", whole, 1000)
    .addOption(new Option("--format <format>", "of the trajectory").choices(Object.keys(trajectoryFiles)).default("extxyz"))
    .option("--skin <Å>", "how far pairs are kept beyond the cutoff", atLeastZero)
    .option("--threads <count>", "threads (default: one for 2000 atoms, as many as the machine runs at once)", whole)
    .option("--seed <number>", "of velocities and of moves by chance", whole, 1)
    .option("--resume", "go on from the checkpoint")
    .option("--force", "write over a simulation")
    .option("--json", "print averages.json on standard output")
  return withPotentialFileOptions(command).action(md)
}

async function md(potential: string, structure: string, options: MdOptions): Promise<void> {
  const { out, resume = false, force = false, json = false } = options
  if (options.pressure !== 0 && !options.ensemble.startsWith("npt")) {
    throw new Failure(`the ensemble ${options.ensemble} has no pressure of its own`, {
      advice: `leave --pressure out, or hold it: ${ensembles.filter((name) => name.startsWith("npt")).join(" or ")}`,
    })
  }
  await inspectSimulation(out, { resume, force })
  const fitted = await loadPotential(potential, foreignOptions(options))
  const atoms = await readStructure(structure, options.frame, options.repeat)
  const before = resume ? await chosenBefore(out) : {}
  const { timestep = before.timestep, threads = before.threads } = options
  const begun = await beginWith(structure, atoms, fitted.potential, () =>
    beginSimulation(fitted, atoms, { ...settingsOf(potential, structure, options), timestep, threads }),
  )
  const { settings, reason } = begun
  const { steps: _, potential: __, structure: ___, ...fixed } = settings
  const inputs = digestInputs(fixed, await hashFile(await potentialFileOf(potential)), await hashFile(structure), foreignOptions(options))
  const log = createLog()
  const folder = await openSimulationFolder(out, settings, inputs, resume).catch(async (error: unknown) => {
    await begun.close()
    throw error
  })
  const interruption = watchSignals()
  if (reason !== undefined) log.line(reason)
  log.line(`${atoms.numbers.length} atoms in ${settings.threads === 1 ? "one thread" : `${settings.threads} threads`}`)
  const work = simulate(begun, folder, log, interruption.signal)
  try {
    const found = await interruption.during(work)
    if (json) printJson(found)
    else process.stdout.write(`${describe(found)}\n`)
  } catch (error) {
    log.line(`ended before the last step; --resume goes on from the checkpoint of step ${folder.saved()}`)
    throw error
  } finally {
    // An interruption is heard between two steps.
    await work.catch(() => undefined)
    interruption.release()
    await folder.close()
  }
}

function settingsOf(potential: string, structure: string, options: MdOptions): Omit<SimulationSettings, "threads" | "timestep"> {
  const { frame, repeat, ensemble, temperature, steps, damping, pressure, pressureDamping, coupling } = options
  const { compressibility, every, frames, checkpoint, format, seed, initialTemperature = temperature, skin = null } = options
  const motion = {
    ensemble,
    temperature,
    initialTemperature,
    steps,
    damping,
    pressure,
    pressureDamping,
    coupling,
    compressibility,
  }
  return { potential, structure, frame, repeat, ...motion, every, frames, checkpoint, format, skin, seed }
}

/** Means with their errors, and how well energy was conserved. */
function describe({ averages, drift, atoms }: MeasurementsRecord): string {
  const rows = Object.entries(averages)
    .filter(([, { deviation }]) => deviation !== null && deviation > 0)
    .map(([name, { mean, error, deviation, unit }]) => [
      name,
      mean.toPrecision(7),
      error === null ? "?" : error.toPrecision(2),
      deviation === null ? "?" : deviation.toPrecision(3),
      unit,
    ])
  const table = textTable([["", "mean", "error", "deviation", "unit"], ...rows])
  return `${table}\ndrift of the conserved quantity: ${drift.value === null ? "?" : drift.value.toExponential(2)} ${drift.unit} (${atoms} atoms)`
}
