import { z } from "zod"
import { autoLengthSchema } from "../../spec/length.ts"

/** Spec of `kind: ace`. Lengths in Å. */
export interface AceSpec {
  readonly kind: "ace"
  readonly elements: readonly string[] | "auto"
  readonly size?: AceSize | undefined
  readonly timePerAtom?: number | undefined
  readonly order?: number | undefined
  readonly degree?: number | readonly number[] | undefined
  readonly lWeight: number
  readonly cutoff: number | "auto"
  readonly core: AceCoreSpec
  readonly radial: AceRadialSpec
  readonly smoothness: AceSmoothness
  readonly compression: AceCompression
  readonly [field: string]: unknown
}

/** Sizes of a basis. */
export type AceSize = "small" | "medium" | "large"

/** Repulsion at short distance: that of two nuclei, none, or numbers. */
export type AceCoreSpec =
  | "zbl"
  | "none"
  | {
      /** By `A-B` [eV Å]. */
      readonly prefactor: "auto" | Readonly<Record<string, number>>
      /** By `A-B` [1/Å²]. */
      readonly decay: "auto" | Readonly<Record<string, number>>
      /** By symbol of the centre [eV]. */
      readonly fade: "auto" | Readonly<Record<string, readonly [number, number]>>
    }

/** How distances become arguments of the radial polynomials. */
interface AceRadialSpec {
  readonly transform: number
  readonly envelope: number
  /** By `A-B`. */
  readonly neighbour: "auto" | Readonly<Record<string, number>>
  /** By `A-B`. */
  readonly shortest: "auto" | Readonly<Record<string, number>>
}

/** Shape of the prior. */
export interface AceSmoothness {
  readonly exponent: number
  readonly lWeight: number
  readonly strengths: "one" | "by order"
}

/** What is expected of crystals denser than the data. */
interface AceCompression {
  /** [Å³ per atom] */
  readonly volume: number | "auto"
  /** [eV per atom] */
  readonly energy: number | "auto"
}

const lengths = z.union([z.literal("auto"), z.record(z.string(), z.number().positive())]).default("auto")

const radial: z.ZodType<AceRadialSpec> = z
  .object({
    transform: z
      .number()
      .int()
      .min(0)
      .max(6)
      .refine((p) => p !== 1, "0 or 2 to 6")
      .default(2)
      .describe(
        "p of x ~ 1/(1 + (p − 1)/(p + 1) (r/r₀)^p), the argument of the radial polynomials, which resolves best near r₀; 0: r itself",
      ),
    envelope: z
      .number()
      .int()
      .min(3)
      .max(8)
      .default(3)
      .describe("power of the factor (1 − (r/cutoff)²)^power, which brings functions to zero"),
    neighbour: lengths.describe("r₀ by pair `A-B` [Å]; `auto`: the median distance of nearest neighbours in the data"),
    shortest: lengths.describe(
      "distance by pair `A-B` below which functions flatten [Å]; `auto`: just below the shortest one of the data, the core below it",
    ),
  })
  .strict()

const smoothness: z.ZodType<AceSmoothness> = z
  .object({
    exponent: z.number().min(0).max(8).default(4).describe("p of the prior: a coefficient is expected to fall as 1/Σ(n^p + lWeight l^p)"),
    lWeight: z.number().min(0).max(100).default(1).describe("how much faster it falls with l than with n"),
    strengths: z
      .enum(["one", "by order"])
      .default("one")
      .describe("one α for all functions, or one for each correlation order, chosen with the data"),
  })
  .strict()

const compression: z.ZodType<AceCompression> = z
  .object({
    volume: z
      .union([z.literal("auto"), z.number().positive()])
      .default("auto")
      .describe("crystals of less volume than this are taken for denser than the data [Å³ per atom]; `auto`: 0.75 of the median volume"),
    energy: z
      .union([z.literal("auto"), z.number().positive()])
      .default("auto")
      .describe(
        "scale of the energies that these rise by at least when they are compressed further [eV per atom]; `auto`: the mean cohesive energy of the elements",
      ),
  })
  .strict()

const numbersOfPairs = z.union([z.literal("auto"), z.record(z.string(), z.number().positive())]).default("auto")

const core: z.ZodType<AceCoreSpec> = z.union([
  z.enum(["zbl", "none"]),
  z
    .object({
      prefactor: numbersOfPairs.describe(
        "p by pair `A-B` of the core energy p exp(−d r²)/r of each atom of the pair [eV Å]; `auto`: meets ZBL",
      ),
      decay: numbersOfPairs.describe("d by pair `A-B` [1/Å²]; `auto`: meets the slope of ZBL"),
      fade: z
        .union([z.literal("auto"), z.record(z.string(), z.tuple([z.number().min(0), z.number().positive()]))])
        .default("auto")
        .describe("by element: core energies of an atom between which the expansion gives way to the core [eV]; `auto`: above the data"),
    })
    .strict(),
])

/** See `AceSpec`. */
export const aceSchema: z.ZodType<AceSpec> = z
  .object({
    kind: z.literal("ace").describe("an atomic cluster expansion, linear in its coefficients"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; `auto`: those of the data"),
    size: z
      .enum(["small", "medium", "large"])
      .optional()
      .describe("about 130, 400 or 1200 functions for each element; medium unless `degree` or `timePerAtom` is given"),
    timePerAtom: z
      .number()
      .positive()
      .optional()
      .describe("chooses the largest basis whose energy and forces are expected to take so many µs per atom, on one core"),
    order: z
      .number()
      .int()
      .min(1)
      .max(4)
      .optional()
      .describe("most neighbours that a function depends on at once, where `degree` is one number"),
    degree: z
      .union([z.number().min(1).max(40), z.array(z.number().min(0).max(40)).min(1).max(4)])
      .optional()
      .describe("largest Σ(n + lWeight l) of the factors of a product, n from 1; a list has one for each correlation order"),
    lWeight: z.number().min(0.25).max(8).default(1).describe("weight of l beside n in the degree"),
    cutoff: autoLengthSchema.default("auto").describe("where all functions end; `auto`: a multiple of the nearest-neighbour distance"),
    core: core
      .default("zbl")
      .describe("repulsion of atoms nearer than in the data, where the expansion fades: one that meets ZBL, one in numbers, or none"),
    radial: radial.prefault({}),
    smoothness: smoothness.prefault({}),
    compression: compression.prefault({}),
  })
  .strict()
