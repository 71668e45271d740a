import { z } from "zod"
import { potentialKind, type PotentialKind } from "../../potential-kind.ts"
import { potentialFromAdp } from "./potential.ts"

/** Spec of `kind: adp-file`: the text of a file, evaluated as LAMMPS does. */
interface AdpFileSpec {
  readonly kind: "adp-file"
  /** Name in errors. */
  readonly file: string
  readonly text: string
  readonly [field: string]: unknown
}

const schema: z.ZodType<AdpFileSpec> = z
  .object({
    kind: z.literal("adp-file").describe("a tabulated angular-dependent potential, without parameters"),
    file: z.string().default("adp").describe("its name, for messages"),
    text: z.string().describe("the text of the file"),
  })
  .strict()

/** `kind: adp-file`: a tabulated angular-dependent potential without parameters. */
export const adpFile: PotentialKind = potentialKind({
  kind: "adp-file",
  doc: "a tabulated angular-dependent potential, from the text of an ADP file of LAMMPS",
  schema,
  create: ({ text, file }) => potentialFromAdp(text, { file }),
  resolve: (spec) => spec,
})
