import { z } from "zod"
import { potentialKind, type PotentialKind } from "../../potential-kind.ts"
import { readPace } from "./read/read-pace.ts"
import { yacePotential } from "./yace-potential.ts"

/** Spec of `kind: yace`: the text of a file, evaluated as LAMMPS does. */
interface YaceSpec {
  readonly kind: "yace"
  /** Name in errors. */
  readonly file: string
  readonly text: string
  readonly [field: string]: unknown
}

const schema: z.ZodType<YaceSpec> = z
  .object({
    kind: z.literal("yace").describe("an atomic cluster expansion of another program, without parameters"),
    file: z.string().default("yace").describe("its name, for messages"),
    text: z.string().describe("the text of the `.yace` or `.ace` file"),
  })
  .strict()

/** `kind: yace`: an atomic cluster expansion of another program, without parameters. */
export const yace: PotentialKind = potentialKind({
  kind: "yace",
  doc: "an atomic cluster expansion from the text of a .yace or .ace file (LAMMPS pair_style pace)",
  schema,
  create: (spec) => yacePotential(readPace(spec), spec),
  resolve: (spec) => spec,
})
