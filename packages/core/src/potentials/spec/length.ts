import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import { parseQuantity } from "../../units/quantity.ts"

/** Longer than any cutoff that is meant [Å]: all pairs within it would fill the memory. */
const LONGEST = 100

/** A length above zero and at most 100 Å [Å]: a number, or a text with a unit. */
export const lengthSchema: z.ZodType<number, string | number> = z
  .union([z.number(), z.string()])
  .transform((value, context) => {
    try {
      const found = parseQuantity(value, "length")
      if (found > 0 && found <= LONGEST) return found
      context.addIssue({ code: "custom", message: found > LONGEST ? `a length of at most ${LONGEST} Å` : "a length above 0 Å" })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      context.addIssue({ code: "custom", message: 'a length such as 5.5 or "0.55 nm"' })
    }
    return z.NEVER
  })
  .meta({ description: "length, with a unit or in Å" })

/** A length, or `auto` for what the data say. */
export const autoLengthSchema: z.ZodType<number | "auto", string | number> = z.union([z.literal("auto"), lengthSchema])
