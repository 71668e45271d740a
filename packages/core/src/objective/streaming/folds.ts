import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { seedRandom, uniforms } from "../../random/random.ts"

/** How data are parted for cross-validation. */
export interface FoldChoice {
  /** 1: no cross-validation. */
  readonly count: number
  readonly seed: number
  /** Whether a fold is a run of neighbouring frames, as frames of one trajectory ask for, or a random draw. */
  readonly contiguous: boolean
}

/** Energies per atom of twins agree to this [eV]. */
const SAME_ENERGY = 1e-6

/**
 * The fold of each configuration, `[configurations]`, from 0 to count − 1. Every group is shared out evenly among the folds, and the
 * groups together too. Structures of one group, composition, volume and energy are taken for symmetry twins and stay together, so that
 * none is predicted from its own mirror image.
 */
export function assignFolds(configurations: ConfigurationList, { count, seed, contiguous }: FoldChoice): Uint8Array {
  const folds = new Uint8Array(configurations.length)
  if (count <= 1) return folds
  const groups = new Map<string, Map<string, number[]>>()
  let next = 0
  for (const configuration of configurations) {
    const index = next++
    const own = groups.get(configuration.group) ?? new Map<string, number[]>()
    groups.set(configuration.group, own)
    const family = familyOf(configuration, index)
    const members = own.get(family)
    if (members) members.push(index)
    else own.set(family, [index])
  }
  let turn = 0
  let stream = 0
  for (const group of groups.values()) {
    const families = [...group.values()]
    const order = contiguous ? [...families.keys()] : permutation(families.length, seed, stream)
    stream++
    order.forEach((family, place) => {
      const share = contiguous ? Math.floor((place * count) / families.length) : place
      for (const index of families[family]) folds[index] = (turn + share) % count
    })
    turn = (turn + families.length) % count
  }
  return folds
}

/** What symmetry twins have in common; a name of its own for a configuration without an energy. */
function familyOf({ structure, energy }: Configuration, index: number): string {
  const { numbers, cell } = structure
  if (energy === undefined) return `frame ${index}`
  const composition = [...Map.groupBy(numbers, (number) => number)].map(([number, { length }]) => `${number}×${length}`).sort()
  const volume = cell === null ? "none" : Math.abs(determinant(cell) / numbers.length).toFixed(6)
  return `${composition.join()} ${volume} ${Math.round(energy / numbers.length / SAME_ENERGY)}`
}

function determinant([a, b, c, d, e, f, g, h, i]: Float64Array): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
}

/** A random order of 0 … length − 1 (Fisher & Yates). */
function permutation(length: number, seed: number, stream: number): number[] {
  const draws = new Float64Array(length)
  uniforms(seedRandom(seed, FOLD_STREAM + stream), draws)
  const order = Array.from(draws.keys())
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(draws[last] * (last + 1))
    const moved = order[last]
    order[last] = order[other]
    order[other] = moved
  }
  return order
}

/** Random streams from here on belong to folds. */
const FOLD_STREAM = 1_000_000
