import { z } from "zod"
import { potentialKind, type PotentialKind } from "../../potential-kind.ts"
import type { EamStyle } from "../functions.ts"
import { potentialFromSetfl } from "./potential.ts"

/** Spec of `kind: setfl`: the text of a file, evaluated as LAMMPS does. */
interface SetflSpec {
  readonly kind: "setfl"
  readonly style?: EamStyle | undefined
  /** Name in errors. */
  readonly file: string
  readonly text: string
  readonly [field: string]: unknown
}

const schema: z.ZodType<SetflSpec> = z
  .object({ kind: z.literal("setfl"), style: z.enum(["alloy", "fs"]).optional(), file: z.string().default("setfl"), text: z.string() })
  .strict()

/** `kind: setfl`: a tabulated embedded-atom potential without parameters. */
export const setfl: PotentialKind = potentialKind({
  kind: "setfl",
  doc: "a tabulated embedded-atom potential, from the text of a setfl file",
  schema,
  create: ({ text, file, style }) => potentialFromSetfl(text, { file }, style),
  resolve: (spec) => spec,
})
