import { z } from "zod"
import type { SpecFailure } from "../../failure/failure.ts"
import { describeIssue } from "./describe-issue.ts"

/**
 * Reads a description by its schema.
 *
 * @throws SpecFailure with the path of the first thing that is wrong; an unknown key is answered with the nearest known one.
 */
export function parseSpec<Schema extends z.ZodType>(schema: Schema, spec: unknown): z.output<Schema> {
  const known = new Map<string, readonly string[]>()
  const result = schema.safeParse(spec, {
    reportInput: true,
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject)
        known.set(issue.keys.join("\n"), Object.keys(issue.inst.shape))
      return undefined
    },
  })
  if (result.success) return result.data
  const failure: SpecFailure = describeIssue(result.error.issues, (keys) => known.get(keys.join("\n")) ?? [])
  throw failure
}
