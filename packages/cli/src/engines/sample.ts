import type { Configuration } from "@luthier/core"

const MOST_STRUCTURES = 16
const MOST_ATOMS = 400
/** Multiples of it, modulo 1, fill an interval evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Up to 16 configurations, of every group in turn and spread over each, small enough to be quick (the smallest of all where none is):
 * the same for the same data.
 */
export function sampleOf(configurations: readonly Configuration[]): readonly Configuration[] {
  const small = configurations.filter(({ structure }) => structure.numbers.length <= MOST_ATOMS)
  if (small.length === 0) return configurations.toSorted((a, b) => a.structure.numbers.length - b.structure.numbers.length).slice(0, 1)
  const groups = [...Map.groupBy(small, ({ group }) => group).values()].map(spread)
  const sample: Configuration[] = []
  for (let round = 0; sample.length < MOST_STRUCTURES && sample.length < small.length; round++) {
    sample.push(...groups.flatMap((members) => members.slice(round, round + 1)))
  }
  return sample.slice(0, MOST_STRUCTURES)
}

/** The first of a list, then others ever further between, none twice; no more than are wanted. */
function spread<T>(members: readonly T[]): readonly T[] {
  const taken = new Set<number>()
  for (let k = 0; taken.size < Math.min(members.length, MOST_STRUCTURES); k++) taken.add(Math.floor(members.length * ((k * GOLDEN) % 1)))
  return [...taken].map((index) => members[index])
}
