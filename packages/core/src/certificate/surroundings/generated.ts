import { completeCell } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { strain, supercell } from "../../atoms/transform.ts"
import { randomStructure } from "../../testing/potential/random-structure.ts"
import type { Model } from "../model.ts"
import type { Sample, ShortestDistance } from "../sample.ts"
import type { ReferenceCrystal } from "./crystals.ts"

/** Displacements of hot atoms along an axis, in distances of neighbours: as at the melting point. */
const HOT = 0.05
/** Largest random strain. */
const STRAIN = 0.02
/** Atoms of a small cell, at least. */
const ATOMS = 8
/** Atoms of a random cluster. */
const CLUSTER = 12
/** Tries at a place for an atom before the cluster becomes wider. */
const TRIES = 60

/**
 * Structures for a potential of which no data are known: hot and strained crystals and surfaces of each element, hot compounds, a random
 * alloy, and random clusters, dense and dilute.
 */
export function generatedSamples(
  { potential }: Model,
  crystals: readonly ReferenceCrystal[],
  shortest: readonly ShortestDistance[],
  random: () => number,
): readonly Sample[] {
  const samples: Sample[] = []
  const lowest = (elements: readonly number[]): ReferenceCrystal | undefined =>
    crystals
      .filter(
        ({ structure }) => new Set(structure.numbers).size === elements.length && elements.every((one) => structure.numbers.includes(one)),
      )
      .toSorted((a, b) => a.energy - b.energy)
      .at(0)
  const elements = potential.elements.toSorted((a, b) => a - b)
  for (const element of elements) {
    const crystal = lowest([element])
    if (!crystal) continue
    samples.push({ name: `hot ${crystal.name}`, structure: heated(enlarged(crystal.structure), crystal.nearest, random) })
    samples.push({
      name: `hot surface of ${crystal.name}`,
      structure: opened(heated(enlarged(crystal.structure), crystal.nearest, random), potential.cutoff),
    })
  }
  for (const [k, a] of elements.entries()) {
    for (const b of elements.slice(k + 1)) {
      const crystal = lowest([a, b])
      if (crystal) samples.push({ name: `hot ${crystal.name}`, structure: heated(enlarged(crystal.structure), crystal.nearest, random) })
    }
  }
  const spacing = Math.max(...shortest.map(({ distance }) => distance)) / 0.7
  if (elements.length > 1) {
    // Of each element as many, so that charges that balance go on to do so.
    const drawn = randomStructure("crystal", elements, spacing, random)
    samples.push({ name: "random alloy", structure: { ...drawn, numbers: shuffled(balanced(elements, drawn.numbers.length), random) } })
  } else if (crystals.length === 0) {
    samples.push({ name: "random crystal", structure: randomStructure("crystal", elements, spacing, random) })
  }
  samples.push({ name: "dense cluster", structure: cluster(elements, CLUSTER, shortest, 1, random) })
  samples.push({ name: "dilute cluster", structure: cluster(elements, CLUSTER - 4, shortest, 1.4, random) })
  return samples
}

/** Repeated to eight atoms or more, an even number of them. */
function enlarged(structure: Structure): Structure {
  const copies = Math.max(1, Math.ceil(Math.cbrt(ATOMS / structure.numbers.length) - 1e-9))
  return supercell(structure, [copies, copies, copies])
}

function heated(structure: Structure, nearest: number, random: () => number): Structure {
  const components = Array.from({ length: 6 }, () => STRAIN * (2 * random() - 1))
  const strained = strain(structure, components)
  // A sum of three uniform numbers on (−1, 1) has variance 1 and no far tail.
  const displacement = (): number => HOT * nearest * (2 * (random() + random() + random()) - 3)
  return { ...strained, positions: strained.positions.map((x) => x + displacement()) }
}

/** With a vacuum beyond the third vector. */
function opened(structure: Structure, cutoff: number): Structure {
  const cell = completeCell(structure.cell, structure.pbc).slice()
  const length = Math.hypot(cell[6], cell[7], cell[8])
  const factor = 1 + (2 * cutoff) / length
  for (let c = 6; c < 9; c++) cell[c] *= factor
  return { ...structure, cell, pbc: [true, true, false] }
}

/** Atoms at random in a ball, none nearer to another than `factor` times the shortest distance of their pair. */
function cluster(
  elements: readonly number[],
  count: number,
  shortest: readonly ShortestDistance[],
  factor: number,
  random: () => number,
): Structure {
  const numbers = shuffled(balanced(elements, count), random)
  const distanceOf = (a: number, b: number): number => {
    const found = shortest.find(({ elements: [c, d] }) => (a === c && b === d) || (a === d && b === c))
    return factor * (found?.distance ?? 0)
  }
  const longest = factor * Math.max(...shortest.map(({ distance }) => distance))
  let radius = 0.6 * longest * Math.cbrt(count)
  const positions: number[] = []
  for (let i = 0; i < count;) {
    let placed = false
    for (let attempt = 0; attempt < TRIES && !placed; attempt++) {
      const place = [0, 1, 2].map(() => radius * (2 * random() - 1))
      placed =
        Math.hypot(...place) <= radius &&
        Array.from({ length: i }, (_, j) => j).every(
          (j) => Math.hypot(...place.map((x, c) => x - positions[3 * j + c])) >= distanceOf(numbers[i], numbers[j]),
        )
      if (placed) positions.push(...place)
    }
    if (placed) i++
    else radius *= 1.05
  }
  return { numbers, positions: Float64Array.from(positions), cell: null, pbc: [false, false, false] }
}

/** Elements in turn. */
function balanced(elements: readonly number[], count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => elements[i % elements.length])
}

function shuffled(numbers: Int32Array, random: () => number): Int32Array {
  const order = Array.from(numbers, (number) => ({ number, at: random() })).toSorted((a, b) => a.at - b.at)
  return Int32Array.from(order, ({ number }) => number)
}
