import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { nearestName } from "./nearest-name.ts"

/**
 * Reads a description by its schema.
 *
 * @throws SpecFailure with the path of the first thing that is wrong; an unknown key is answered with the nearest known one.
 */
export function parseSpec<Schema extends z.ZodType>(schema: Schema, spec: unknown): z.output<Schema> {
  const known = new Map<string, readonly string[]>()
  const result = schema.safeParse(spec, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject)
        known.set(issue.keys.join("\n"), Object.keys(issue.inst.shape))
      return undefined
    },
  })
  if (result.success) return result.data
  throw describe(first(result.error.issues), known)
}

type Issue = z.core.$ZodIssue

/** Misspelt keys come before what is missing because of them. */
function first(issues: readonly Issue[]): Issue {
  return issues.find((issue) => issue.code === "unrecognized_keys") ?? issues[0]
}

function describe(issue: Issue, known: ReadonlyMap<string, readonly string[]>): SpecFailure {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const inner = closest(issue.errors)
    if (inner.some((one) => one.path.length > 0 || one.code === "unrecognized_keys")) return describe(first(inner), known).within(...path)
    return new SpecFailure("this is none of the forms allowed here", { path, advice: alternatives(issue.errors) })
  }
  if (issue.code === "unrecognized_keys") {
    const candidates = known.get(issue.keys.join("\n")) ?? []
    const key = issue.keys[0]
    const nearest = nearestName(key, candidates)
    const advice = nearest === undefined ? `known keys are ${candidates.join(", ")}` : `did you mean "${nearest}"?`
    return new SpecFailure(`unknown key "${key}"`, { path: [...path, key], advice })
  }
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined")
  const key = path[path.length - 1]
  if (missing && typeof key === "string") return new SpecFailure(`"${key}" is missing`, { path: path.slice(0, -1), advice: issue.message })
  return new SpecFailure(issue.message, { path })
}

/** The branch of a union that the value most likely meant: the one with the fewest complaints. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const complaints = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : issue.path.length === 0 ? 10 : 1), 0)
  return branches.reduce((best, branch) => (complaints(branch) < complaints(best) ? branch : best))
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  return [...new Set(branches.map((issues) => issues[0].message))].join("; or ")
}
