import { z } from "zod"
import { sectionSchema, type SectionSpec } from "../many-body/section.ts"
import type { PotentialSpec } from "../potential.ts"
import type { TersoffForm } from "./form.ts"
import { tersoffSections } from "./sections.ts"

/** Spec of `kind: tersoff`. */
export interface TersoffSpec extends PotentialSpec {
  readonly kind: "tersoff"
  readonly form: TersoffForm
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** Power of the difference of bond lengths. */
  readonly m?: 1 | 3 | undefined
  readonly pairs?: SectionSpec | undefined
  readonly bonds?: SectionSpec | undefined
  readonly angles?: SectionSpec | undefined
  readonly angleCutoffs?: SectionSpec | undefined
  /** Name, and text, of a LAMMPS file to start from. */
  readonly file?: string | undefined
  readonly text?: string | undefined
  /** Which parametrisations of the file, where it has several of an element. */
  readonly labels?: readonly string[] | undefined
}

/** The sections of all forms at once: what belongs to another form is refused when the potential is made. */
const all = (["tersoff", "tersoff/mod/c", "tersoff/zbl"] as const).map(tersoffSections)

function sectionOf(name: "pairs" | "bonds" | "angles" | "angleCutoffs"): z.ZodType<SectionSpec | undefined> {
  const parameters = new Map(all.flatMap((sections) => sections[name].parameters.map((parameter) => [parameter.name, parameter] as const)))
  return sectionSchema({ ...all[0][name], parameters: [...parameters.values()] })
}

/** See `TersoffSpec`. */
export const tersoffSchema: z.ZodType<TersoffSpec> = z
  .object({
    kind: z.literal("tersoff").describe("bond-order potential of Tersoff"),
    form: z
      .enum(["tersoff", "tersoff/mod", "tersoff/mod/c", "tersoff/zbl"])
      .default("tersoff")
      .describe("variant, as the pair styles of LAMMPS are called"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the file, else of the data"),
    m: z
      .union([z.literal(1), z.literal(3)])
      .optional()
      .describe("power of λ₃ (r_ij − r_ik); 3 unless given, 1 in modified forms"),
    pairs: sectionOf("pairs"),
    bonds: sectionOf("bonds"),
    angles: sectionOf("angles"),
    angleCutoffs: sectionOf("angleCutoffs"),
    file: z.string().optional().describe("LAMMPS file (.tersoff, .tersoff.mod, .tersoff.modc, .tersoff.zbl) to start from"),
    text: z.string().optional().describe("contents of the file"),
    labels: z.array(z.string()).optional().describe("entries of the file to take, such as Si(D), where it has several of an element"),
  })
  .strict()
