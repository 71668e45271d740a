import type { Configuration } from "../atoms/structure.ts"

/**
 * Cuts a list of configurations into runs of at least `atoms` atoms: offsets `[C + 1]`. The cut depends on the data alone, never on
 * the number of threads, so that sums over chunks in their order are the same everywhere.
 */
export function cutIntoChunks(configurations: readonly Configuration[], atoms: number): number[] {
  const offsets = [0]
  let room = atoms
  configurations.forEach((configuration, index) => {
    room -= configuration.structure.numbers.length
    if (room <= 0 || index === configurations.length - 1) {
      offsets.push(index + 1)
      room = atoms
    }
  })
  return offsets
}
