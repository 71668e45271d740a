import { z } from "zod"
import type { PotentialSpec } from "../../potential.ts"
import { autoLengthSchema } from "../../spec/length.ts"

/** One number for all elements, or one for each in their order. */
export type ByElement = number | readonly number[]

/** Spec of `kind: snap`; keys are the keywords of LAMMPS, its flags true or false. Lengths in Å. */
export interface SnapSpec extends PotentialSpec {
  readonly kind: "snap"
  readonly elements: readonly string[] | "auto"
  readonly twojmax: number
  readonly rcutfac: number | "auto"
  readonly rfac0: number
  readonly rmin0: number
  readonly radelems: ByElement
  readonly welems: ByElement
  readonly switchflag: boolean
  readonly bzeroflag: boolean
  readonly quadraticflag: boolean
  readonly chemflag: boolean
  readonly bnormflag: boolean
  readonly wselfallflag: boolean
  readonly switchinnerflag: boolean
  readonly sinner?: ByElement | undefined
  readonly dinner?: ByElement | undefined
  readonly constant: "fixed" | "fit"
  readonly coefficients?: Readonly<Record<string, readonly number[]>> | undefined
}

/** true or false, also as 1 or 0. */
const flag: z.ZodType<boolean, boolean | 0 | 1> = z
  .union([z.boolean(), z.literal(0), z.literal(1)])
  .transform((value) => value === true || value === 1)

const positives: z.ZodType<ByElement> = z.union([z.number().positive(), z.array(z.number().positive()).min(1)])
const numbers: z.ZodType<ByElement> = z.union([z.number(), z.array(z.number()).min(1)])

/** See `SnapSpec`. */
export const snapSchema: z.ZodType<SnapSpec> = z
  .object({
    kind: z.literal("snap").describe("the spectral neighbour analysis potential, linear in its coefficients"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; `auto`: those of the data"),
    twojmax: z
      .number()
      .int()
      .min(0)
      .max(16)
      .default(6)
      .describe("twice the largest angular momentum: 30 components at 6, 55 at 8, 91 at 10"),
    rcutfac: autoLengthSchema
      .default("auto")
      .describe(
        "two elements see each other up to rcutfac × the sum of their radelems; `auto`: a multiple of the nearest-neighbour distance",
      ),
    rfac0: z
      .number()
      .positive()
      .max(1)
      .default(0.99363)
      .describe("part of the half sphere that distances up to the cutoff are mapped to; 0.99363 as in LAMMPS"),
    rmin0: z.number().min(0).default(0).describe("distance at which this map begins [Å]"),
    radelems: positives.default(0.5).describe("radius of each element in units of rcutfac"),
    welems: numbers.default(1).describe("weight of each element as a neighbour"),
    switchflag: flag.default(true).describe("neighbours fade out towards the cutoff"),
    bzeroflag: flag.default(true).describe("the components of a lone atom are subtracted"),
    quadraticflag: flag.default(false).describe("products of two components beside the components"),
    chemflag: flag.default(false).describe("one density for each element of neighbours: elements³ times the components"),
    bnormflag: flag.default(false).describe("components are divided by 2j + 1"),
    wselfallflag: flag.default(false).describe("the atom itself counts in the densities of all elements"),
    switchinnerflag: flag.default(false).describe("neighbours fade out at short distance too, for a `zbl` beside it to take over"),
    sinner: numbers.optional().describe("middle of that switch, by element [Å]"),
    dinner: positives.optional().describe("its half width, by element [Å]"),
    constant: z
      .enum(["fixed", "fit"])
      .default("fixed")
      .describe("the energy of each element without neighbours; fit it only where `objective.references` leaves it to the potential"),
    coefficients: z
      .record(z.string(), z.array(z.number()))
      .optional()
      .describe("values to start from, by element: the constant, then those of the components, all of them 0 when left out"),
  })
  .strict()
