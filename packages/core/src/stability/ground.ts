import { cellVolume } from "../atoms/cell.ts"
import { cohesionOf } from "../atoms/cohesive-energy.ts"
import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { pairName } from "../atoms/distances.ts"
import { symbolOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"
import { transform } from "../atoms/transform.ts"
import type { Model } from "../certificate/model.ts"
import { compositionOf, hullAt, type Reference } from "../certificate/scans/hull.ts"
import { referenceCrystals } from "../certificate/surroundings/crystals.ts"
import { dataReferences } from "../certificate/surroundings/data.ts"
import { evaluateStructure } from "../potentials/evaluate-structure.ts"
import { crystalOf } from "../properties/crystal/crystal-of.ts"
import { tryEvaluate } from "../properties/evaluate.ts"
import { pointAt } from "../properties/point.ts"

/** Matter at rest: the lowest crystal of one element or of two. */
export interface Ground {
  /** Such as `fcc Cu`. */
  readonly name: string
  readonly elements: readonly number[]
  /** Primitive cell. */
  readonly structure: Structure
  /** [Å³ per atom] */
  readonly volume: number
  /** Nearest neighbours [Å]. */
  readonly nearest: number
  /** What binds it: the mean cohesive energy of its elements, or where none is known, what it lies below free atoms [eV per atom]. */
  readonly binding: number
  /** Energy of the lowest that is known of its composition, as the potential has it [eV per atom]. */
  readonly lowest: number
  /** Distance below which no atoms of it are in any data [Å]. */
  readonly shortest: number
}

/** Crystals that are tried when matter is compressed. */
const OF_ONE = ["fcc", "bcc", "hcp", "diamond", "sc"]
const OF_TWO = ["rocksalt", "CsCl", "zincblende"]
/** Shortest distance where no data tell it, in distances of nearest neighbours. */
const HOT = 0.85

/** The lowest crystals of every element and pair of elements that a potential binds. */
export function groundsOf(model: Model, data: ConfigurationList, shortest: Readonly<Record<string, number>>): readonly Ground[] {
  const { potential, theta } = model
  const energies = new Map(potential.elements.map((element) => [element, evaluateStructure(potential, theta, alone(element)).energy]))
  const free = (element: number): number => energies.get(element) ?? 0
  const crystals = referenceCrystals(model, free)
  const references: readonly Reference[] = [
    ...crystals.map(({ name, structure, energy }) => ({ name, composition: compositionOf(structure.numbers), energy })),
    ...dataReferences(model, data, free),
  ]
  const sorted = crystals.toSorted((a, b) => a.energy - b.energy)
  const compositions = new Map(sorted.toReversed().map((crystal) => [pairName(kindsOf(crystal.structure)), crystal]))
  return [...compositions.values()].toReversed().map(({ name, structure, volume, nearest, energy }): Ground => {
    const atoms = structure.numbers.length
    const offset = structure.numbers.reduce((sum, number) => sum + free(number), 0) / atoms
    const elements = [...new Set(structure.numbers)]
    const known = elements.flatMap((a) => elements.flatMap((b) => shortest[pairName(a < b ? [a, b] : [b, a])] ?? []))
    return {
      name,
      elements,
      structure,
      volume,
      nearest,
      // Data without free atoms leave open how far they lie above crystals.
      binding: cohesionOf(elements) ?? -energy,
      lowest: Math.min(energy, hullAt(references, compositionOf(structure.numbers)).energy) + offset,
      shortest: Math.min(HOT * nearest, ...known),
    }
  })
}

/** A crystal at a volume. */
export interface CompressedCrystal {
  readonly name: string
  readonly structure: Structure
  /** [eV per atom] */
  readonly energy: number
}

/** The crystal of lowest energy at a volume [Å³ per atom]; undefined where the potential refuses all. */
export function compressed({ potential, theta }: Model, { elements }: Ground, volume: number): CompressedCrystal | undefined {
  const symbols = elements.map(symbolOf)
  const point = pointAt(potential, theta)
  const tried = (elements.length === 1 ? OF_ONE : OF_TWO).flatMap((prototype): CompressedCrystal[] => {
    const crystal = crystalOf({ prototype, elements: symbols, a: 1 })
    const unit = crystal.primitive
    const atoms = unit.numbers.length
    const scale = Math.cbrt((volume * atoms) / (unit.cell ? cellVolume(unit.cell) : 1))
    const structure = transform(unit, [scale, 0, 0, 0, scale, 0, 0, 0, scale])
    const answer = tryEvaluate(point, structure)
    return answer ? [{ name: crystal.name, structure, energy: answer.energy / atoms }] : []
  })
  return tried.toSorted((a, b) => a.energy - b.energy).at(0)
}

function kindsOf({ numbers }: Structure): readonly [number, number] {
  const kinds = [...new Set(numbers)].toSorted((a, b) => a - b)
  return [kinds[0], kinds[kinds.length - 1]]
}

function alone(element: number): Structure {
  return { numbers: Int32Array.of(element), positions: new Float64Array(3), cell: null, pbc: [false, false, false] }
}
