import { z } from "zod"
import { sectionSchema, type SectionSpec } from "../many-body/section.ts"
import type { PotentialSpec } from "../potential.ts"
import { pairSection, tripletSection } from "./sections.ts"

/** Spec of `kind: edip`. */
export interface EdipSpec extends PotentialSpec {
  readonly kind: "edip"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** By centre and neighbour. */
  readonly pairs?: SectionSpec | undefined
  /** By centre and two neighbours. */
  readonly triplets?: SectionSpec | undefined
  /** Name, and text, of a LAMMPS file to start from. */
  readonly file?: string | undefined
  readonly text?: string | undefined
  /** Which parametrisations of the file, where it has several of an element. */
  readonly labels?: readonly string[] | undefined
}

/** See `EdipSpec`. */
export const edipSchema: z.ZodType<EdipSpec> = z
  .object({
    kind: z.literal("edip").describe("environment-dependent interatomic potential"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the file, else of the data"),
    pairs: sectionSchema(pairSection),
    triplets: sectionSchema(tripletSection),
    file: z.string().optional().describe("LAMMPS file (.edip) to start from"),
    text: z.string().optional().describe("contents of the file"),
    labels: z.array(z.string()).optional().describe("entries of the file to take, such as Si(D), where it has several of an element"),
  })
  .strict()
