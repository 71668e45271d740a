import { z } from "zod"
import { quantity } from "../quantity-schema.ts"

/** What all rules say of how strictly they are meant. */
export interface RuleSettings {
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly sigma?: number | undefined
  readonly points: number
  readonly weight: number
}

/** The `penalties` of an objective, defaults filled in; a rule that is left out does not hold. */
export interface PenaltySettings {
  readonly repulsion?: (RuleSettings & { readonly force: number }) | undefined
  readonly decreasingDensity?: RuleSettings | undefined
  readonly convexEmbedding?: RuleSettings | undefined
}

const strength = {
  points: z.int().min(2).max(10_000).default(50).describe("cells that the range is cut into"),
  weight: z.number().positive().default(1000).describe("data that the whole range weighs as much as"),
}
const tolerance = (of: string) =>
  z
    .number()
    .positive()
    .optional()
    .describe(`violation that counts as one, in the unit of ${of}; a hundredth of what is usual at the start when left out`)

/** The `penalties` of an objective. */
export const penaltySchema: z.ZodType<PenaltySettings> = z.strictObject({
  repulsion: z
    .strictObject({
      from: quantity("length").optional(),
      to: quantity("length").optional(),
      force: quantity("force").default(1),
      sigma: tolerance("a force"),
      ...strength,
    })
    .optional()
    .describe("pair functions fall where atoms are closer than in the data"),
  decreasingDensity: z
    .strictObject({
      from: quantity("length").optional(),
      to: quantity("length").optional(),
      sigma: tolerance("a slope of the density"),
      ...strength,
    })
    .optional()
    .describe("densities never grow with the distance"),
  convexEmbedding: z
    .strictObject({
      from: z.number().optional().describe("where the range of densities begins; the first knot of a spline when left out"),
      to: z.number().optional().describe("where it ends; the last knot of a spline when left out"),
      sigma: tolerance("a curvature of the embedding energy"),
      ...strength,
    })
    .optional()
    .describe("embedding functions have no negative curvature"),
})
