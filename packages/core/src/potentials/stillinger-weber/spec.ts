import { z } from "zod"
import { sectionSchema, type SectionSpec } from "../many-body/section.ts"
import type { PotentialSpec } from "../potential.ts"
import { pairSection, tripletSection } from "./sections.ts"

/** Spec of `kind: stillinger-weber`. */
export interface StillingerWeberSpec extends PotentialSpec {
  readonly kind: "stillinger-weber"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** By pair of elements. */
  readonly pairs?: SectionSpec | undefined
  /** By centre and two neighbours. */
  readonly triplets?: SectionSpec | undefined
  /** ε of exported files [eV]: energies know only its products with A and λ. */
  readonly epsilon?: number | undefined
  /** Name, and text, of a LAMMPS file to start from. */
  readonly file?: string | undefined
  readonly text?: string | undefined
  /** Which parametrisations of the file, where it has several of an element. */
  readonly labels?: readonly string[] | undefined
}

/** See `StillingerWeberSpec`. */
export const stillingerWeberSchema: z.ZodType<StillingerWeberSpec> = z
  .object({
    kind: z.literal("stillinger-weber").describe("pair and angular energies of Stillinger and Weber"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the file, else of the data"),
    pairs: sectionSchema(pairSection),
    triplets: sectionSchema(tripletSection),
    epsilon: z
      .number()
      .positive()
      .optional()
      .describe("ε of exported files [eV]; energies know only its products with A and λ; 1 unless given"),
    file: z.string().optional().describe("LAMMPS file (.sw) to start from"),
    text: z.string().optional().describe("contents of the file"),
    labels: z.array(z.string()).optional().describe("entries of the file to take, such as Si(D), where it has several of an element"),
  })
  .strict()
