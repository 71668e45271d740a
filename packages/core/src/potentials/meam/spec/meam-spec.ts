import { z } from "zod"
import { sectionSchema, type SectionSpec } from "../../many-body/section.ts"
import type { PotentialSpec } from "../../potential.ts"
import { parameterSetting, type ParameterSetting } from "../../spec/parameter-setting.ts"
import { combinations } from "../model/combination.ts"
import { elementLattices, latticeNames, type Lattice } from "../model/lattice.ts"
import { atomParameters, pairParameters, screeningSection, type MeamParameter } from "./parameters.ts"

/** A reference structure with the settings of its parameters. */
interface ReferenceSpec {
  readonly lattice?: Lattice | undefined
  readonly second?: boolean | undefined
  readonly nuclear?: boolean | undefined
  readonly angle?: number | undefined
  readonly [parameter: string]: unknown
}

/** What a spec says of an element. */
export interface AtomSpec extends ReferenceSpec {
  readonly combination?: number | undefined
  readonly charge?: number | undefined
  readonly mass?: number | undefined
}

/** What a spec says of two unlike elements. */
export type MeamPairSpec = ReferenceSpec

/** A file, and its text. */
interface FileText {
  readonly file: string
  readonly text?: string | undefined
}

/** Spec of `kind: meam`. */
export interface MeamSpec extends PotentialSpec {
  readonly kind: "meam"
  /** Symbols, in the order in which pairs name them. */
  readonly elements: readonly string[] | "auto"
  readonly atoms?: Readonly<Record<string, AtomSpec>> | undefined
  /** By `A-B`, A before B among the elements. */
  readonly pairs?: Readonly<Record<string, MeamPairSpec>> | undefined
  readonly screening?: SectionSpec | undefined
  readonly cutoff?: number | undefined
  readonly width?: number | undefined
  readonly averaging?: number | undefined
  readonly augmentation?: number | undefined
  readonly smoothing?: number | undefined
  readonly roseForm?: number | undefined
  readonly mixedBackground?: boolean | undefined
  readonly plainBackground?: boolean | undefined
  readonly linearEmbedding?: boolean | undefined
  /** Files of LAMMPS to start from. */
  readonly library?: FileText | undefined
  readonly settings?: FileText | undefined
  /** Entries of the library. */
  readonly names?: readonly string[] | undefined
}

function settings(parameters: readonly MeamParameter[]): Record<string, z.ZodType<ParameterSetting | undefined>> {
  return Object.fromEntries(
    parameters.map(({ name, unit, doc }) => [name, parameterSetting.optional().describe(unit === "1" ? doc : `${doc} [${unit}]`)]),
  )
}

const reference = {
  second: z.boolean().optional().describe("whether the pair energy allows for second neighbours; false unless given"),
  nuclear: z.boolean().optional().describe("whether close atoms repel each other as nuclei; true unless given"),
  angle: z.number().optional().describe("angle of lin, zig and tri [°]; 180 unless given"),
}

const fileText = (what: string) =>
  z
    .object({
      file: z.string().describe("its name"),
      text: z.string().optional().describe("its contents"),
    })
    .strict()
    .optional()
    .describe(what)

/** See `MeamSpec`. */
export const meamSchema: z.ZodType<MeamSpec> = z
  .object({
    kind: z.literal("meam").describe("the modified embedded-atom method"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the files"),
    atoms: z
      .record(
        z.string(),
        z
          .object({
            lattice: z.enum(elementLattices).optional().describe("reference structure, by its name in LAMMPS"),
            ...reference,
            combination: z
              .literal([...combinations])
              .optional()
              .describe("which G(Γ) combines densities: 0, 4 and −5 √(1 + Γ), 1 exp(Γ/2), 3 2/(1 + exp(−Γ)); 0 unless given"),
            charge: z.number().optional().describe("charge of the nucleus; the atomic number unless given"),
            mass: z.number().optional().describe("mass in exported files [amu]; that of the element unless given"),
            ...settings(atomParameters),
          })
          .strict(),
      )
      .optional()
      .describe("elements, by symbol"),
    pairs: z
      .record(
        z.string(),
        z
          .object({
            lattice: z.enum(latticeNames).optional().describe("reference structure, by its name in LAMMPS"),
            ...reference,
            ...settings(pairParameters),
          })
          .strict(),
      )
      .optional()
      .describe("unlike elements, A-B in the order of `elements`"),
    screening: sectionSchema(screeningSection),
    cutoff: z.number().positive().optional().describe("where all ends, rc [Å]; 4 unless given"),
    width: z.number().positive().optional().describe("width of the switch before it, delr [Å]; 0.1 unless given"),
    averaging: z.literal([0, 1, 2]).optional().describe("how t are averaged over neighbours, ialloy; 0 unless given"),
    augmentation: z.number().optional().describe("how much of 3/5 t3 is added to t1, augt1; 1 unless given"),
    smoothing: z.number().positive().optional().describe("sharpness of G below Γ = −1, gsmooth_factor; 99 unless given"),
    roseForm: z.literal([0, 1, 2]).optional().describe("form of the cubic term of the Rose equation, erose_form; 0 unless given"),
    mixedBackground: z.boolean().optional().describe("whether background densities have averaged t, mixture_ref_t; false unless given"),
    plainBackground: z.boolean().optional().describe("whether background densities are Z rho0, bkgd_dyn; false unless given"),
    linearEmbedding: z.boolean().optional().describe("whether negative densities have an energy, emb_lin_neg; false unless given"),
    library: fileText("library file of LAMMPS to start from"),
    settings: fileText("parameter file of LAMMPS to start from"),
    names: z
      .array(z.string())
      .optional()
      .describe("entries of the library, in the order in which the parameter file counts them; all unless given"),
  })
  .strict()
