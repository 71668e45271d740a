import { type Command, InvalidArgumentError } from "commander"
import { Failure } from "@luthier/core"
import type { MotionSettings } from "../run/properties/motion-suite.ts"
import { positiveInteger } from "./options.ts"
import { atLeastZero, positive, real, whole } from "./simulation-options.ts"

/** Options of suites that move atoms. */
export interface MotionOptions extends Omit<MotionSettings, "temperature"> {
  readonly temperature?: number
}

/** Adds the options of suites that move atoms. */
export function withMotionOptions(command: Command): Command {
  return command
    .optionsGroup("Suites liquid, melting and heating:")
    .option("--temperature <K>", "of the liquid; from which the melting point is looked for, or heating begins", positive)
    .option("--until <K>", "to which it is heated, or quenched", positive)
    .option("--pressure <GPa>", "positive when it compresses, or fixed: the volume stays as it is", pressure, 0)
    .option("--atoms <count>", "about how many atoms", whole, 1000)
    .option("--timestep <fs>", "length of a step (default: 0.3 √m, m the mass of the lightest atom in amu)", positive)
    .option("--steps <count>", "steps that are measured", whole, 50_000)
    .option("--preparation <steps>", "of each part of the preparation", whole, 5000)
    .option("--every <steps>", "steps between two looks at velocities and pressures", whole, 5)
    .option("--window <fs>", "how long velocities, pressures and fluxes are followed (default: a thirtieth of the run)", positive)
    .option("--follow <fs>", "how long displacements are followed (default: a tenth of the run)", positive)
    .option("--hot <K>", "at which the crystal is melted, 0 for a file of a liquid (default: three times --temperature)", atLeastZero)
    .option("--no-conductivity", "without thermal conductivity: a flux of heat costs as much as several steps")
    .option("--repeats <count>", "independent runs of a melting point, whose spread is then its error", whole, 1)
    .option("--seed <number>", "of velocities and of moves by chance", whole, 1)
    .option("--threads <count>", "threads that share the atoms (default: one for every 2000)", positiveInteger)
}

/** What such a suite is told. @throws Failure without a temperature. */
export function motionSettings(options: MotionOptions): MotionSettings {
  const { temperature } = options
  if (temperature === undefined) throw new Failure("atoms that move have a temperature", { advice: "give --temperature in K" })
  const { atoms, timestep, steps, preparation, every, window, follow, hot, conductivity, repeats, seed, threads } = options
  return {
    temperature,
    until: options.until,
    pressure: options.pressure,
    atoms,
    timestep,
    steps,
    preparation,
    every,
    window,
    follow,
    hot,
    conductivity,
    repeats,
    seed,
    threads,
  }
}

function pressure(text: string): number | "fixed" {
  if (text === "fixed") return text
  try {
    return real(text)
  } catch {
    throw new InvalidArgumentError("It must be a number of GPa, or fixed.")
  }
}
