import { swapped } from "./pair-entries.ts"

/** Where in a spec the tie of parameter `key` (`pair.Ne-Xe.A`) is written; the whole spec when it is not found. */
export function tiePath(spec: unknown, key: string): readonly (string | number)[] {
  const parts = key.split(".")
  const name = parts[parts.length - 1]
  const places = parts.slice(0, -1).flatMap((part) => [part, swapped(part)])
  const own = tiesIn(spec, []).filter((path) => path[path.length - 2] === name)
  return own.find((path) => path.some((step) => places.includes(String(step)))) ?? own[0] ?? []
}

/** Paths of all that is called `tie`. */
function tiesIn(value: unknown, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const step = Array.isArray(value) ? Number(key) : key
    return key === "tie" ? [[...path, step]] : tiesIn(inner, [...path, step])
  })
}
