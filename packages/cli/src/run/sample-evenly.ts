import type { ConfigurationList } from "@luthier/core"

/** Configurations of a sample at most, but one of each group. */
const MOST = 2000

/** Atoms of a sample at most, unless that leaves less than one of each group. */
const MOST_ATOMS = 500_000

/** Indices of all configurations of a small data set; of a larger one, of every 2nd, 3rd, … of each group, beginning with its first. */
export function sampleEvenly(configurations: ConfigurationList, most: number = MOST, mostAtoms: number = MOST_ATOMS): ReadonlySet<number> {
  const groups = new Map<string, number[]>()
  let count = 0
  let atoms = 0
  for (const { group, structure } of configurations) {
    const members = groups.get(group)
    if (members) members.push(count)
    else groups.set(group, [count])
    count++
    atoms += structure.numbers.length
  }
  const step = Math.max(1, Math.ceil(count / most), Math.ceil(atoms / mostAtoms))
  return new Set([...groups.values()].flatMap((members) => members.filter((_, place) => place % step === 0)))
}
