import type { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "./nearest-name.ts"

type Issue = z.core.$ZodIssue

/** The known keys of the object in which these are unknown. */
type KnownKeys = (unknown: readonly string[]) => readonly string[]

/** The issue that says most, as a failure with its path. Misspelt keys come before what is missing because of them. */
export function describeIssue(issues: readonly Issue[], known: KnownKeys): SpecFailure {
  const issue = issues.find((one) => one.code === "unrecognized_keys") ?? issues[0]
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]
    return new SpecFailure(`unknown key "${key}"`, { path: [...path, key], advice: suggest(key, known(issue.keys)) })
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) return describeUnion(issue.errors, issue.input, known).within(...path)
  const key = path[path.length - 1]
  if (isMissing(issue) && typeof key === "string") {
    return new SpecFailure(`"${key}" is missing`, { path: path.slice(0, -1), advice: `it should be ${expectation(issue)}` })
  }
  if (issue.code === "invalid_value" && typeof issue.input === "string") {
    const words = issue.values.map(String)
    return new SpecFailure(`"${issue.input}" is not ${expectation(issue)}`, { path, advice: suggest(issue.input, words) })
  }
  return new SpecFailure(`expected ${expectation(issue)}, here is ${shown(issue.input)}`, { path })
}

function describeUnion(branches: readonly (readonly Issue[])[], input: unknown, known: KnownKeys): SpecFailure {
  const closest = branches.reduce((best, branch) => (complaints(branch) < complaints(best) ? branch : best))
  if (closest.every((issue) => issue.path.length === 0 && issue.code !== "unrecognized_keys")) {
    const wanted = [...new Set(branches.flatMap((issues) => (issues[0].path.length === 0 ? alternatives(issues[0]) : [])))]
    return new SpecFailure(`expected ${wanted.join(" or ")}, here is ${shown(input)}`)
  }
  const missing = branches.map((issues) => issues.find((issue) => issue.path.length === 1 && isMissing(issue))?.path[0])
  if (missing.every((key) => key !== undefined) && closest.length === 1) {
    return new SpecFailure(`one of ${missing.map((key) => `"${String(key)}"`).join(", ")} is missing`)
  }
  return describeIssue(closest, known)
}

/** How far a value is from a branch of a union: what it meant is the branch with the fewest complaints. */
function complaints(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : issue.path.length === 0 ? 10 : 1), 0)
}

function isMissing(issue: Issue): boolean {
  return "input" in issue && issue.input === undefined && (issue.code === "invalid_type" || issue.code === "invalid_value")
}

/** The expectations of an issue, those of a union within a union one by one. */
function alternatives(issue: Issue): readonly string[] {
  if (issue.code !== "invalid_union") return [expectation(issue)]
  return issue.errors.flatMap((issues) => (issues[0].path.length === 0 ? alternatives(issues[0]) : []))
}

/** What would have been right, in words. */
function expectation(issue: Issue): string {
  if (issue.code === "invalid_value") {
    const words = issue.values.map((value) => JSON.stringify(value))
    return words.length === 1 ? words[0] : `one of ${words.join(", ")}`
  }
  if (issue.code === "invalid_type") {
    const names: Readonly<Record<string, string>> = {
      array: "a list",
      tuple: "a list",
      object: "a mapping",
      record: "a mapping",
      string: "a text",
      int: "a whole number",
    }
    return names[issue.expected] ?? `a ${issue.expected}`
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    const bound = issue.code === "too_small" ? issue.minimum : issue.maximum
    const side =
      issue.code === "too_small"
        ? issue.inclusive === false
          ? "more than"
          : "at least"
        : issue.inclusive === false
          ? "less than"
          : "at most"
    return issue.origin === "array" ? `${side} ${bound} entries` : `a number of ${side} ${bound}`
  }
  return issue.message
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === "object" && value !== null) return "a mapping"
  if (typeof value === "number") return Number.isNaN(value) ? "not a number" : String(value)
  return JSON.stringify(value) ?? "nothing"
}
