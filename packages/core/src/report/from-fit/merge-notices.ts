import type { ParameterLayout } from "../../potentials/parameters.ts"

/**
 * Notices that say the same of several parameters of one function, `pair.O-O.epsilon has no effect …`, as one line in the place of the
 * first: `pair.O-O (epsilon, sigma): has no effect …`. Others are left as they are.
 */
export function mergeNotices(notices: readonly string[], layout: ParameterLayout): readonly string[] {
  const keys = new Set(layout.map(({ key }) => key))
  const lines = Map.groupBy(notices, (notice) => {
    const [key] = notice.split(" ", 1)
    return keys.has(key) ? `${pathOf(key)}${notice.slice(key.length)}` : notice
  })
  return [...lines].flatMap(([, members]) => {
    const [key] = members[0].split(" ", 1)
    if (members.length === 1 || !keys.has(key)) return members
    const names = members.map((notice) => notice.split(" ", 1)[0].slice(pathOf(key).length + 1))
    return [`${pathOf(key)} (${names.join(", ")}):${members[0].slice(key.length)}`]
  })
}

/** `pair.O-O` of `pair.O-O.epsilon`. */
function pathOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(".")))
}
