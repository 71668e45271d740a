import { type Command, InvalidArgumentError } from "commander"
import type { ForeignOptions } from "../run/foreign-spec.ts"

/** Reads a whole number above zero from the command line. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1 || value > 1024) throw new InvalidArgumentError("It must be a whole number from 1 to 1024.")
  return value
}

/** Reads a probability from the command line. */
export function coverage(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("It must be between 0 and 1, such as 0.9.")
  return value
}

/** What a command line says of a potential file that does not say it itself. */
export interface PotentialFileOptions {
  readonly elements?: readonly string[]
  readonly table?: Pick<ForeignOptions, "interpolation" | "points">
}

/** What `luthier` takes for a potential. */
export const potentialArgument =
  "a run folder, potential.json, or a file of LAMMPS: setfl, table, .adp, .meam, .sw, .tersoff, .edip, .yace, .snapcoeff or .uf3"

/** Adds the options of commands that read potentials of other programs. */
export function withPotentialFileOptions(command: Command): Command {
  return command
    .option(
      "--elements <list>",
      "elements of a table file whose keywords are no pairs, or entries of a MEAM library, such as Ne,Xe",
      symbols,
    )
    .option("--table <style>", "how a table file is interpolated: spline or linear, then the points (default: spline)", tableStyle)
}

/** As `loadPotential` takes them. */
export function foreignOptions({ elements, table }: PotentialFileOptions): ForeignOptions {
  return { ...table, ...(elements && { elements }) }
}

function symbols(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter(Boolean)
}

function tableStyle(text: string): Pick<ForeignOptions, "interpolation" | "points"> {
  const [, interpolation, digits] = /^(spline|linear)(?:\s+(\d{1,7}))?$/u.exec(text.trim()) ?? []
  const points = digits === undefined ? undefined : Number(digits)
  if (interpolation === undefined || (points !== undefined && points < 2)) {
    throw new InvalidArgumentError("It must be spline or linear, then at least 2 points, such as 'spline 10000'.")
  }
  return { interpolation: interpolation === "spline" ? "spline" : "linear", ...(points !== undefined && { points }) }
}
