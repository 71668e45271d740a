import {
  cellVolume,
  type Configuration,
  Failure,
  gigapascal,
  relaxStructure,
  type RelaxedStructure,
  type RelaxStructureOptions,
  stressAse,
  type Structure,
} from "@luthier/core"
import { Command, Option } from "commander"
import { demandOutput } from "../files/demand-output.ts"
import { structureFormatOf, structureNames, structureText } from "../files/structure-format.ts"
import { writeWhole } from "../files/write-whole.ts"
import { type FittedPotential, loadPotential } from "../run/potential-file.ts"
import { openEngine } from "../run/trajectory/open-engine.ts"
import { beginWith, readStructure } from "../run/trajectory/read-structure.ts"
import { printJson } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"
import { positive, real, repeats, whole } from "./simulation-options.ts"

interface RelaxOptions extends PotentialFileOptions, Pick<RelaxStructureOptions, "cell" | "method" | "evaluations"> {
  readonly pressure: number
  readonly force: number
  readonly threads?: number
  readonly frame: number
  readonly repeat: readonly [number, number, number]
  readonly out?: string
  readonly overwrite?: boolean
  readonly json?: boolean
}

/** `luthier relax`: the nearest minimum of the energy. */
export function relaxCommand(): Command {
  const command = new Command("relax")
    .description("move the atoms of a structure, and its cell, to the nearest minimum of the energy")
    .argument("<potential>", potentialArgument)
    .argument("<structure>", "a file of any format that luthier reads")
    .option("-o, --out <file>", `write the relaxed structure: ${structureNames}`)
    .option("--overwrite", "write over an existing file")
    .addOption(
      new Option("--cell <how>", "how the cell may change").choices(["fixed", "isotropic", "anisotropic", "triclinic"]).default("fixed"),
    )
    .option("--pressure <GPa>", "positive when it compresses", real, 0)
    .option("--force <eV/Å>", "largest component of a force that may be left", positive, 1e-5)
    .addOption(new Option("--method <method>", "l-bfgs, or the slower and steadier fire").choices(["l-bfgs", "fire"]).default("l-bfgs"))
    .option("--evaluations <count>", "evaluations of the energy at most", whole, 5000)
    .option("--repeat <a,b,c>", "copies of the structure along its vectors", repeats, [1, 1, 1])
    .option("--frame <number>", "which structure of the file, counted from 1", whole, 1)
    .option("--threads <count>", "threads (default: one for 2000 atoms, as many as the machine runs at once)", whole)
    .option("--json", "print what was found on standard output")
  return withPotentialFileOptions(command).action(relax)
}

async function relax(file: string, structureFile: string, options: RelaxOptions): Promise<void> {
  const { cell, pressure, force, method, evaluations, out, overwrite = false, json = false } = options
  const format = out === undefined ? undefined : structureFormatOf(out, `name it ${structureNames}`)
  if (out !== undefined) await demandOutput(out, { force: overwrite, forcedBy: "--overwrite" })
  if (cell === "fixed" && pressure !== 0) {
    throw new Failure("a fixed cell feels no pressure", { advice: "leave --pressure out, or let the cell change: --cell isotropic" })
  }
  const fitted = await loadPotential(file, foreignOptions(options))
  const start = await readStructure(structureFile, options.frame, options.repeat)
  // A structure that the format cannot hold is not relaxed first.
  if (format) structureText(frameOf(structureFile, options.frame, { structure: start }), format)
  const how = { cell, pressure: pressure * gigapascal, tolerance: force, evaluations, method }
  const found = await beginWith(structureFile, start, fitted.potential, () => relaxed(fitted, start, options.threads, how))
  demandHeld(found, start)
  if (out !== undefined && format) await writeWhole(out, structureText(frameOf(structureFile, options.frame, labelled(found)), format))
  if (json) printJson(record(found))
  else process.stdout.write(`${describe(found)}\n${out === undefined ? "" : `written to ${out}\n`}`)
  if (found.outcome !== "converged") process.exitCode = 3
}

async function relaxed(
  fitted: FittedPotential,
  start: Structure,
  threads: number | undefined,
  options: RelaxStructureOptions,
): Promise<RelaxedStructure> {
  const { engine, close } = await openEngine(fitted, start.numbers.length, { threads })
  try {
    return relaxStructure(engine, start, options)
  } finally {
    await close()
  }
}

/** So many times larger or smaller than at the start, a cell has run away. */
const GROWTH = 10

/** @throws Failure for a cell that has run away. */
function demandHeld({ structure }: RelaxedStructure, start: Structure): void {
  const growth = (volumeOf(structure) ?? 1) / (volumeOf(start) ?? 1)
  if (growth < GROWTH && growth > 1 / GROWTH) return
  throw new Failure(`the volume became ${growth.toPrecision(3)} times what it was: the cell runs away`, {
    advice: "the pressure pulls matter apart, or the potential does not hold it: change --pressure, or keep the cell (--cell fixed)",
  })
}

function volumeOf({ cell, pbc }: Structure): number | null {
  return cell && pbc.every(Boolean) ? cellVolume(cell) : null
}

function record({ structure, energy, virial, slope, evaluations, outcome }: RelaxedStructure): object {
  const volume = volumeOf(structure)
  return {
    outcome,
    evaluations,
    energy: { value: energy, unit: "eV" },
    energyPerAtom: { value: energy / structure.numbers.length, unit: "eV/atom" },
    largestGradient: { value: slope, unit: "eV/Å" },
    cell: structure.cell && Array.from(structure.cell),
    volume: volume === null ? null : { value: volume, unit: "Å³" },
    pressure:
      volume === null ? null : { value: Array.from(virial, (w) => w / volume / gigapascal), unit: "GPa", order: "xx yy zz yz xz xy" },
  }
}

const endings = {
  converged: "converged",
  stalled: "no better place was found before forces were as small as asked",
  limit: "not converged: the evaluations are used up (--evaluations)",
} as const

function describe({ structure, energy, virial, slope, evaluations, outcome }: RelaxedStructure): string {
  const volume = volumeOf(structure)
  const lines = [
    `${endings[outcome]} after ${evaluations} evaluations: forces up to ${slope.toExponential(2)} eV/Å`,
    `energy ${energy.toFixed(8)} eV (${(energy / structure.numbers.length).toFixed(8)} eV/atom)`,
  ]
  if (volume !== null && structure.cell) {
    const { cell } = structure
    const lengths = [0, 3, 6].map((k) => Math.hypot(cell[k], cell[k + 1], cell[k + 2]).toFixed(6))
    const pressure = (virial[0] + virial[1] + virial[2]) / 3 / volume / gigapascal
    lines.push(`cell ${lengths.join(" × ")} Å, ${volume.toFixed(5)} Å³, pressure ${pressure.toPrecision(4)} GPa`)
  }
  return lines.join("\n")
}

function labelled({ structure, energy, forces, virial }: RelaxedStructure): Labelled {
  const volume = volumeOf(structure)
  return { structure, energy, forces, ...(volume !== null && { stress: stressAse(virial.map((w) => -w / volume)) }) }
}

type Labelled = Pick<Configuration, "structure" | "energy" | "forces" | "stress">

function frameOf(file: string, frame: number, content: Labelled): Configuration {
  return { ...content, group: "relaxed", weights: { energy: 1, forces: 1, stress: 1 }, origin: { file, frame: frame - 1 } }
}
