import { shortestDistances } from "../atoms/shortest-distances.ts"
import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { Failure } from "../failure/failure.ts"
import { predict } from "../testing/potential/prediction.ts"
import { randomNumbers } from "../testing/potential/random-structure.ts"
import type { Bench, Effort } from "./bench.ts"
import type { Model } from "./model.ts"
import type { Sample } from "./sample.ts"
import { compositionOf, type Reference } from "./scans/hull.ts"
import { referenceCrystals } from "./surroundings/crystals.ts"
import { dataReferences, dataSamples } from "./surroundings/data.ts"
import { diatomicMolecules } from "./surroundings/molecules.ts"
import { generatedSamples } from "./surroundings/generated.ts"
import { shortestOf } from "./surroundings/shortest-distances.ts"

/** What a certificate may be told beside the potential. */
export interface CertifyOptions {
  /** Data that the potential is meant for, such as those it was fitted to. */
  readonly data?: ConfigurationList
  /** Shortest distances by pair of elements, such as `Al-Ti` [Å]; those of the data unless given. */
  readonly shortest?: Readonly<Record<string, number>>
  /** What all random structures follow from; 1 unless given. */
  readonly seed?: number
  /** `quick` tries fewer components, and coarser scans; `full` unless given. */
  readonly effort?: Effort
  /** Time [ms]; that of the machine unless given. */
  readonly clock?: () => number
}

/** A bench, and what a potential refused to be tried on. */
export interface PreparedBench {
  readonly bench: Bench
  /** Sentences. */
  readonly refused: readonly string[]
}

/** Finds equilibrium crystals, makes structures or takes them from the data, and sizes by which deviations are judged. */
export function prepareBench(model: Model, options: CertifyOptions): PreparedBench {
  const { potential, theta } = model
  const { data = [], seed = 1, effort = "full", clock = () => performance.now() } = options
  const random = randomNumbers(seed)
  const free = freeEnergies(model)
  const crystals = referenceCrystals(model, free)
  const molecules = diatomicMolecules(model, free)
  const shortest = shortestOf(model, crystals, molecules, options.shortest ?? shortestDistances(data))
  const proposed = [...dataSamples(model, data), ...generatedSamples(model, crystals, shortest, random)]
  const refused: string[] = []
  const sizes: number[] = []
  const samples = proposed.filter((sample) => {
    try {
      const [{ energy }] = predict(potential, [sample.structure], theta)
      const { numbers } = sample.structure
      sizes.push(Math.abs(energy - numbers.reduce((sum, number) => sum + free(number), 0)) / numbers.length)
      return true
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      refused.push(`${sample.name}: ${failure.message}`)
      return false
    }
  })
  const references: readonly Reference[] = [
    ...potential.elements.map((element) => ({ name: "free atoms", composition: compositionOf([element]), energy: 0 })),
    ...crystals.map(({ name, structure, energy }) => ({ name, composition: compositionOf(structure.numbers), energy })),
    ...molecules.map(({ name, element, energy }) => ({ name, composition: compositionOf([element]), energy })),
    ...dataReferences(model, data, free),
  ]
  return {
    bench: Object.freeze({
      ...model,
      samples,
      crystals,
      references,
      shortest,
      scales: scalesOf(references, sizes, shortest),
      random,
      clock,
      effort,
    }),
    refused,
  }
}

/** Binding: that of the deepest reference; of what is not bound, what it costs to be there, though no more than repulsion of hot atoms. */
function scalesOf(references: readonly Reference[], sizes: readonly number[], shortest: Bench["shortest"]): Bench["scales"] {
  const deepest = references.reduce((most, { energy }) => Math.max(most, -energy), 0)
  const finite = sizes.filter(Number.isFinite).toSorted((a, b) => a - b)
  const energy = Math.max(1e-3, deepest > 0 ? deepest : Math.min(1, finite[Math.floor(finite.length / 2)] ?? 1))
  const length = Math.max(...shortest.map(({ distance }) => distance))
  return { energy, length, force: energy / length }
}

/** Energy of a free atom of each element [eV]. */
function freeEnergies({ potential, theta }: Model): (element: number) => number {
  const energies = new Map(
    potential.elements.map((element) => {
      const atom: Sample["structure"] = {
        numbers: Int32Array.of(element),
        positions: new Float64Array(3),
        cell: null,
        pbc: [false, false, false],
      }
      return [element, predict(potential, [atom], theta)[0].energy]
    }),
  )
  return (element) => energies.get(element) ?? 0
}
