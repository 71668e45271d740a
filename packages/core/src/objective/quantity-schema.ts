import { z } from "zod"
import { Failure } from "../failure/failure.ts"
import { type Dimension, internalUnit, parseQuantity } from "../units/quantity.ts"

/** A number in internal units, or a text with a unit such as `5 meV/atom`. */
export function quantity(dimension: Dimension): z.ZodType<number, string | number> {
  return z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      try {
        return parseQuantity(value, dimension)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        context.addIssue({ code: "custom", message: error.advice ? `${error.message}; ${error.advice}` : error.message })
        return z.NEVER
      }
    })
    .meta({ description: `${dimension}, with a unit or in ${internalUnit(dimension) || "no unit"}` })
}
