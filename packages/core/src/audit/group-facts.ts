import type { Configuration } from "../atoms/structure.ts"
import { cellVolume } from "../atoms/cell.ts"
import { symbolOf } from "../atoms/elements.ts"
import type { DataSet } from "./finding.ts"
import { range } from "./statistics.ts"

/** What one group of one set holds. */
export interface GroupFacts {
  readonly set: string
  readonly group: string
  readonly configurations: number
  readonly atoms: number
  readonly elements: readonly string[]
  readonly withEnergy: number
  readonly withForces: number
  readonly withStress: number
  /** [eV/atom] */
  readonly energyPerAtom: readonly [number, number]
  /** Of force components [eV/Å]. */
  readonly largestForce: number
  /** Of periodic configurations [Å³/atom]. */
  readonly volumePerAtom: readonly [number, number]
}

/** Counts and ranges by group, in order of appearance. */
export function groupFacts(sets: readonly DataSet[]): readonly GroupFacts[] {
  return sets.flatMap(({ name, configurations }) =>
    [...Map.groupBy(configurations, (configuration) => configuration.group)].map(([group, members]) => factsOf(name, group, members)),
  )
}

function factsOf(set: string, group: string, members: readonly Configuration[]): GroupFacts {
  const numbers = new Set(members.flatMap(({ structure }) => [...new Set(structure.numbers)]))
  let largestForce = Number.NaN
  for (const { forces } of members) {
    for (const component of forces ?? []) if (!(largestForce >= Math.abs(component))) largestForce = Math.abs(component)
  }
  return {
    set,
    group,
    configurations: members.length,
    atoms: members.reduce((sum, { structure }) => sum + structure.numbers.length, 0),
    elements: [...numbers].sort((a, b) => a - b).map(symbolOf),
    withEnergy: members.filter(({ energy }) => energy !== undefined).length,
    withForces: members.filter(({ forces }) => forces !== undefined).length,
    withStress: members.filter(({ stress }) => stress !== undefined).length,
    energyPerAtom: range(
      members.filter(({ energy }) => energy !== undefined).map(({ energy, structure }) => energy! / structure.numbers.length),
    ),
    largestForce,
    volumePerAtom: range(
      members
        .filter(({ structure }) => structure.cell && structure.pbc.every(Boolean))
        .map(({ structure }) => cellVolume(structure.cell!) / structure.numbers.length),
    ),
  }
}
