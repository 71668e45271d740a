import { z } from "zod"
import { type SearchMethod, searchMethods } from "../solve/global/search-solver.ts"

/** The `solver.search` of a config, defaults filled in: what goes before the descent of a fit that is not linear. */
export type SearchChoice =
  | { readonly method: "none" }
  | { readonly method: "multi-start"; readonly starts: number; readonly iterations: number }
  | { readonly method: SearchMethod; readonly budget: number; readonly polish: number }

const names = ["none", "multi-start", ...searchMethods] as const

const table = z.strictObject({
  method: z
    .enum(names)
    .describe(
      "multi-start: a few iterations of the solver from each of many points; cma-es, differential-evolution, annealing, basin-hopping: searches of the box by costs (basin hopping: by descents)",
    ),
  starts: z
    .int()
    .min(2)
    .max(100_000)
    .optional()
    .describe("of multi-start: points that are tried, the first of which is the one given; 20 when left out"),
  iterations: z.int().min(1).max(100_000).optional().describe("of multi-start: iterations from each point; 8 when left out"),
  budget: z
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe("of the other searches: how often the data are predicted at most; 3000 when left out"),
  polish: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("of the other searches: how many of the best points the solver goes down from; 3 when left out"),
})

/** Keys that each method has beside `method`. */
function keysOf(method: (typeof names)[number]): readonly Exclude<keyof typeof table.shape, "method">[] {
  if (method === "none") return []
  return method === "multi-start" ? ["starts", "iterations"] : ["budget", "polish"]
}

function resolve({ method, starts = 20, iterations = 8, budget = 3000, polish = 3 }: z.output<typeof table>): SearchChoice {
  if (method === "none") return { method }
  return method === "multi-start" ? { method, starts, iterations } : { method, budget, polish }
}

/** Reads the `solver.search` of a config; what it gives is valid input again. */
export const searchSchema: z.ZodType<SearchChoice> = z.union([
  z.enum(names).transform((method) => resolve({ method })),
  table
    .superRefine((search, context) => {
      const own = keysOf(search.method)
      for (const key of ["starts", "iterations", "budget", "polish"] as const) {
        if (search[key] === undefined || own.includes(key)) continue
        const message = `no ${key} with ${search.method}, which has ${own.join(" and ") || "no settings"}`
        context.addIssue({ code: "custom", path: [key], message, input: search[key] })
      }
    })
    .transform(resolve),
])
