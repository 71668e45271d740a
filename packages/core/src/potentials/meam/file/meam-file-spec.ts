import { z } from "zod"

/** The text of a file. */
interface FileText {
  /** Name in errors. */
  readonly file: string
  readonly text: string
}

/** Spec of `kind: meam-file`: the texts of the two files of LAMMPS `pair_style meam`, evaluated as LAMMPS does. */
export interface MeamFileSpec {
  readonly kind: "meam-file"
  /** Names in the library, in the order in which the parameter file counts them. */
  readonly elements: readonly string[]
  readonly library: FileText
  readonly settings?: FileText | undefined
  readonly [field: string]: unknown
}

const fileText = (name: string): z.ZodType<FileText> =>
  z
    .object({
      file: z.string().default(name).describe("its name, for messages"),
      text: z.string().describe("the text of the file"),
    })
    .strict()

/** See `MeamFileSpec`. */
export const meamFileSchema: z.ZodType<MeamFileSpec> = z
  .object({
    kind: z.literal("meam-file").describe("a modified embedded-atom potential of the files of LAMMPS, without parameters"),
    elements: z.array(z.string()).min(1).describe("names of entries of the library, in the order in which the parameter file counts them"),
    library: fileText("library.meam").describe("the library file"),
    settings: fileText("meam").optional().describe("the parameter file, if there is one"),
  })
  .strict()
