import { z } from "zod"

/** What matter is put through: `gates.stability` of a config, defaults filled in. */
export interface StabilitySettings {
  /** Length of each trial [ps]. */
  readonly picoseconds: number
  /** [K]; estimated from the cohesive energy unless given. */
  readonly melting: "auto" | number
  /** Temperatures at constant energy, in melting temperatures. */
  readonly temperatures: readonly number[]
  /** Temperature of matter that melts, in melting temperatures. */
  readonly hot: number
  /** Volumes that crystals are compressed to, in volumes at rest. */
  readonly compressions: readonly number[]
  readonly seeds: readonly number[]
  /** Of a trial, about. */
  readonly atoms: number
  /** [fs]; from the lightest mass unless given. */
  readonly timestep: "auto" | number
}

const part: z.ZodNumber = z.number().positive().max(10)

/** See `StabilitySettings`. */
export const stabilitySchema: z.ZodType<StabilitySettings> = z.strictObject({
  picoseconds: z.number().positive().max(1e6).default(1).describe("length of each trial"),
  melting: z
    .union([z.literal("auto"), z.number().positive()])
    .default("auto")
    .describe("melting temperature [K]; auto: 0.032 of the cohesive energy over Boltzmann's constant"),
  temperatures: z.array(part).default([0.5, 1, 1.5, 2]).describe("of crystals at constant energy, in melting temperatures"),
  hot: part.default(1.5).describe("of crystals at constant volume and at zero pressure, and of random starts, in melting temperatures"),
  compressions: z
    .array(z.number().positive().max(1))
    .default([0.8, 0.65, 0.5])
    .describe("volumes that crystals are compressed to, in volumes at rest, at twice the melting temperature"),
  seeds: z.array(z.int().min(0)).min(1).default([1, 2, 3]).describe("every trial is made from each of them"),
  atoms: z.int().min(8).max(100_000).default(100).describe("atoms of a trial, about"),
  timestep: z
    .union([z.literal("auto"), z.number().positive().max(20)])
    .default("auto")
    .describe("length of a step [fs]; auto: by the lightest mass, a quarter for hydrogen, 2 for copper"),
})
