import type { ConfigurationList } from "../atoms/configuration-list.ts"

/**
 * Cuts a list of configurations into runs of at least `atoms` atoms: offsets `[C + 1]`. The cut depends on the data alone, never on
 * the number of threads, so that sums over chunks in their order are the same everywhere.
 */
export function cutIntoChunks(configurations: ConfigurationList, atoms: number): number[] {
  const offsets = [0]
  let room = atoms
  let index = 0
  for (const { structure } of configurations) {
    room -= structure.numbers.length
    index++
    if (room > 0 && index < configurations.length) continue
    offsets.push(index)
    room = atoms
  }
  return offsets
}
