import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { tryEvaluate } from "../../properties/evaluate.ts"
import { pointAt } from "../../properties/point.ts"
import type { Model } from "../model.ts"
import type { Sample } from "../sample.ts"
import { compositionOf, type Reference } from "../scans/hull.ts"

/** Structures of the data on which laws are tried. */
const SAMPLES = 6
/** Atoms of one of them, at most. */
const ATOMS = 200
/** Atoms of the data whose energies are compared with those of clusters, at most. */
const REFERENCE_ATOMS = 20_000

/** A few structures of the data of elements that the potential knows, from as many groups as there are. */
export function dataSamples({ potential }: Model, configurations: ConfigurationList): readonly Sample[] {
  const groups = new Map<string, Configuration[]>()
  for (const one of configurations) {
    const { numbers } = one.structure
    if (numbers.length > ATOMS || numbers.length < 2 || !numbers.every((number) => potential.elements.includes(number))) continue
    const members = groups.get(one.group) ?? []
    if (members.length < SAMPLES) groups.set(one.group, [...members, one])
  }
  const samples: Sample[] = []
  for (let round = 0; round < SAMPLES; round++) {
    for (const members of groups.values()) {
      const one = members.at(round)
      if (one && samples.length < SAMPLES) {
        samples.push({ name: `${one.origin.file} (frame ${one.origin.frame + 1})`, structure: one.structure })
      }
    }
  }
  return samples
}

/** What the potential says of the data: energies per atom against free atoms, of every 2nd, 3rd, … structure where there are many. */
export function dataReferences(
  { potential, theta }: Model,
  configurations: ConfigurationList,
  free: (element: number) => number,
): readonly Reference[] {
  let atoms = 0
  for (const { structure } of configurations) atoms += structure.numbers.length
  const step = Math.ceil(atoms / REFERENCE_ATOMS)
  const point = pointAt(potential, theta)
  const references: Reference[] = []
  let place = 0
  for (const { structure, origin } of configurations) {
    if (place++ % step !== 0) continue
    const { numbers } = structure
    if (!numbers.every((number) => potential.elements.includes(number))) continue
    const answer = tryEvaluate(point, structure)
    if (!answer) continue
    const energy = (answer.energy - numbers.reduce((sum, number) => sum + free(number), 0)) / numbers.length
    references.push({ name: `frame ${origin.frame + 1} of ${origin.file}`, composition: compositionOf(numbers), energy })
  }
  return references
}
