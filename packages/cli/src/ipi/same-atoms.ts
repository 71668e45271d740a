import { type Configuration, symbolOf } from "@luthier/core"

/** Configurations with the same atoms in the same order: what one client can compute. */
export interface SameAtoms {
  readonly configurations: readonly Configuration[]
  /** Number of atoms and their elements, such as `4 atoms (Cu3 Ni)`. */
  readonly description: string
}

/** The parts of a data set that clients can compute, in the order in which they first appear. */
export function bySameAtoms(configurations: Iterable<Configuration>): readonly SameAtoms[] {
  const parts = new Map<string, Configuration[]>()
  for (const configuration of configurations) {
    const key = configuration.structure.numbers.join()
    const part = parts.get(key)
    if (part) part.push(configuration)
    else parts.set(key, [configuration])
  }
  return Array.from(parts.values(), (part) => {
    const { numbers } = part[0].structure
    return { configurations: part, description: `${numbers.length} ${numbers.length === 1 ? "atom" : "atoms"} (${runs(numbers)})` }
  })
}

/** Elements in order, each with how many follow each other. */
function runs(numbers: Int32Array): string {
  const words: string[] = []
  for (let i = 0; i < numbers.length && words.length < 12;) {
    let end = i + 1
    while (end < numbers.length && numbers[end] === numbers[i]) end++
    words.push(`${symbolOf(numbers[i])}${end - i > 1 ? end - i : ""}`)
    i = end
    if (words.length === 12 && i < numbers.length) words.push("…")
  }
  return words.join(" ")
}
