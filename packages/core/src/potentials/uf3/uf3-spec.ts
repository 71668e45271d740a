import { z } from "zod"
import type { PotentialSpec } from "../potential.ts"
import { autoLengthSchema } from "../spec/length.ts"

/** V₂ of one pair of elements, as a resolved spec or a file has it. */
export interface Uf3PairSpec {
  /** Where the pieces of the spline meet, from the first to the cutoff [Å]. */
  readonly knots: readonly number[]
  /** How many B-splines at the end are zero: with 3 the energy ends with zero slope and curvature. */
  readonly trailing: number
  /** How many B-splines at the start are held at their values, where no data are. */
  readonly core: number
  /** Of the `knots + 2 − trailing` B-splines [eV]; zero unless given. */
  readonly coefficients?: readonly number[] | undefined
}

/** V₃ of one centre and two neighbours. */
export interface Uf3TripletSpec {
  /** Along r_ij, r_ik and r_jk [Å]. */
  readonly knots: readonly [readonly number[], readonly number[], readonly number[]]
  /** How many B-splines are zero at the start and at the end of each axis. */
  readonly leading: number
  readonly trailing: number
  /** Of all B-splines, `[ij][ik][jk]` flattened [eV]; zero unless given. */
  readonly coefficients?: readonly number[] | undefined
}

/** Spec of `kind: uf3`. */
export interface Uf3Spec extends PotentialSpec {
  readonly kind: "uf3"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** Of the two-body term [Å]; `auto` is twice the nearest-neighbour distance. */
  readonly cutoff: number | "auto"
  /** Of r_ij and r_ik in the three-body term [Å]; `auto` is 1.5 × the nearest-neighbour distance, `none` leaves the term out. */
  readonly threeBodyCutoff: number | "auto" | "none"
  /** Spacing of knots [Å]; `auto` is a part of the nearest-neighbour distance. */
  readonly spacing: { readonly [axis in "pair" | "neighbours" | "opposite"]: number | "auto" }
  /** Lengths over which coefficients are expected to fall by a factor e [Å]: what their penalties are scaled with. */
  readonly decay: { readonly [term in "pair" | "threeBody"]: number | "auto" }
  /** How strong the bonds are [eV/atom]: what coefficients are expected to be large or small beside; `auto` is the cohesive energy of the elements. */
  readonly energy: number | "auto"
  /**
   * Volume per atom of the close-packed crystals whose bonds and surfaces are expected to be those of metals [Å³]; `auto` is the median of
   * data of one close-packed metal, and of others `none`, which expects nothing of them.
   */
  readonly surfaces: number | "auto" | "none"
  /** By pair `A-B`; found from the data unless given. */
  readonly pairs?: Readonly<Record<string, Uf3PairSpec>> | undefined
  /** By centre and neighbours, `A-B-C`; found from the data unless given. */
  readonly triplets?: Readonly<Record<string, Uf3TripletSpec>> | undefined
}

const knots = z.array(z.number().min(0)).min(5).max(500).describe("where the pieces of the spline meet [Å]")
const end = z.number().int().min(0).max(3)

const pairSchema: z.ZodType<Uf3PairSpec> = z
  .object({
    knots,
    trailing: end.default(3).describe("how many B-splines at the end are zero"),
    core: z.number().int().min(0).default(0).describe("how many B-splines at the start, where no data are, keep their values"),
    coefficients: z.array(z.number()).optional().describe("of the B-splines [eV]"),
  })
  .strict()

const tripletSchema: z.ZodType<Uf3TripletSpec> = z
  .object({
    knots: z.tuple([knots, knots, knots]).describe("knots along r_ij, r_ik and r_jk [Å]"),
    leading: end.default(3).describe("how many B-splines are zero at the start of each axis"),
    trailing: end.default(3).describe("how many B-splines are zero at the end of each axis"),
    coefficients: z.array(z.number()).optional().describe("of all B-splines, [ij][ik][jk] flattened [eV]"),
  })
  .strict()

/** See `Uf3Spec`. */
export const uf3Schema: z.ZodType<Uf3Spec> = z
  .object({
    kind: z.literal("uf3").describe("two- and three-body splines"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the data"),
    cutoff: autoLengthSchema.default("auto").describe("of the two-body term; auto is twice the nearest-neighbour distance"),
    threeBodyCutoff: z
      .union([autoLengthSchema, z.literal("none")])
      .default("auto")
      .describe("of r_ij and r_ik in the three-body term; auto is 1.5 × the nearest-neighbour distance, none leaves the term out"),
    spacing: z
      .object({
        pair: autoLengthSchema
          .default("auto")
          .describe("between knots of the two-body term; auto is 0.07 × the nearest-neighbour distance"),
        neighbours: autoLengthSchema
          .default("auto")
          .describe("between knots along r_ij and r_ik; auto is 0.11 × the nearest-neighbour distance"),
        opposite: autoLengthSchema.default("auto").describe("between knots along r_jk; auto is 0.14 × the nearest-neighbour distance"),
      })
      .strict()
      .prefault({})
      .describe("of the knots"),
    decay: z
      .object({
        pair: autoLengthSchema.default("auto").describe("of V₂ with r; auto is a sixth of the nearest-neighbour distance"),
        threeBody: autoLengthSchema
          .default("auto")
          .describe("of V₃ with (r_ij + r_ik)/2; auto is a sixth of the nearest-neighbour distance"),
      })
      .strict()
      .prefault({})
      .describe("lengths over which coefficients are expected to fall by a factor e, which their penalties are scaled with"),
    energy: z
      .union([z.literal("auto"), z.number().positive()])
      .default("auto")
      .describe(
        "how strong bonds are, per atom, which sizes of coefficients are expected in parts of; auto is the cohesive energy of the elements",
      ),
    surfaces: z
      .union([z.enum(["auto", "none"]), z.number().positive()])
      .default("auto")
      .describe(
        "volume per atom of the close-packed crystals whose bonds and surfaces are expected to be those of metals [Å³]; auto is the median of data of one close-packed metal, else none, which expects nothing of them",
      ),
    pairs: z.record(z.string(), pairSchema).optional().describe("two-body splines by pair of elements A-B; from the data unless given"),
    triplets: z
      .record(z.string(), tripletSchema)
      .optional()
      .describe("three-body splines by centre and neighbours A-B-C; from the data unless given"),
  })
  .strict()
