import type { LibraryEntry } from "./library-entry.ts"
import { settingArity, type Setting } from "./settings.ts"

/** The text of a MEAM library file, three lines an element. */
export function formatLibrary(entries: readonly LibraryEntry[]): string {
  const blocks = entries.map(({ name, lattice, neighbours, atomicNumber, mass, alpha, beta, weights, ...entry }) =>
    [
      [`'${name}'`, `'${lattice}'`, neighbours, atomicNumber, mass],
      [alpha, ...beta, entry.latticeConstant, entry.cohesiveEnergy, entry.embedding],
      [...weights, entry.density, entry.combination],
    ]
      .map((words) => words.join(" "))
      .join("\n"),
  )
  const head = "# elt lat z ielement atwt\n# alpha b0 b1 b2 b3 alat esub asub\n# t0 t1 t2 t3 rozero ibar"
  return `${head}\n${blocks.join("\n")}\n`
}

/** The text of a MEAM parameter file, a line a setting. */
export function formatSettings(settings: readonly Setting[]): string {
  return settings
    .map(({ name, elements, value }) => {
      const index = settingArity[name] === 0 ? "" : `(${elements.map((element) => element + 1).join(",")})`
      return `${name}${index} = ${typeof value === "string" ? `'${value}'` : value}\n`
    })
    .join("")
}
