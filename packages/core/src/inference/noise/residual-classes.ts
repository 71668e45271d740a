import type { Configuration } from "../../atoms/structure.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"

/** The noise that a fit assumed of a class of data. */
export interface NoiseClass {
  readonly property: Property
  readonly group: string
  /** In internal units. */
  readonly sigma: number
  /** ν of Student's t distribution; null for normal noise. */
  readonly degrees: number | null
  /** Whether σ is the mean of what is known to differ from datum to datum. */
  readonly varies?: boolean
}

/** What one configuration leaves over, in units of the σ that each datum was weighed with. */
export interface FrameResiduals {
  /** z = √weight (prediction − reference)/σ; NaN where there is no datum, or where both vanish, as forces by symmetry do. */
  readonly z: Float64Array
  /** Size of the reference by datum: |F| of the atom, or 0. */
  readonly magnitudes: Float64Array
  /** Whether this frame goes on where the one before it ended: the same file and atoms, a later frame. */
  readonly follows: boolean
}

/** Residuals of one class, frame by frame in the order of the data. */
export interface ResidualClass extends NoiseClass {
  readonly frames: readonly FrameResiduals[]
}

/** Reference and prediction below this both vanish [eV/Å]: symmetry makes them, up to digits of positions, and no noise. */
const VANISHED = 1e-4

/** The residuals of a data set by class; classes without a datum are left out. @param predicted observations of each configuration */
export function residualClasses(
  classes: readonly NoiseClass[],
  configurations: Iterable<Configuration>,
  predicted: readonly Float64Array[],
): readonly ResidualClass[] {
  const byGroup = new Map<string, Map<Property, { own: NoiseClass; frames: FrameResiduals[] }>>()
  for (const own of classes) {
    const members = byGroup.get(own.group) ?? new Map<Property, { own: NoiseClass; frames: FrameResiduals[] }>()
    members.set(own.property, { own, frames: [] })
    byGroup.set(own.group, members)
  }
  const last = new Map<string, Configuration>()
  let s = 0
  for (const configuration of configurations) {
    const before = last.get(configuration.group)
    last.set(configuration.group, configuration)
    const follows = before !== undefined && goesOn(before, configuration)
    const references = referenceObservations(configuration)
    const own = byGroup.get(configuration.group)
    for (const property of properties) {
      const entry = own?.get(property)
      if (entry) entry.frames.push({ ...frameOf(configuration, property, entry.own.sigma, references, predicted[s]), follows })
    }
    s++
  }
  const all = [...byGroup.values()].flatMap((members) => [...members.values()])
  return all
    .map(({ own, frames }): ResidualClass => ({ ...own, frames }))
    .filter(({ frames }) => frames.some(({ z }) => z.some((value) => !Number.isNaN(value))))
}

function goesOn(before: Configuration, after: Configuration): boolean {
  const [a, b] = [before.structure.numbers, after.structure.numbers]
  return (
    before.origin.file === after.origin.file &&
    after.origin.frame > before.origin.frame &&
    a.length === b.length &&
    a.every((number, i) => number === b[i])
  )
}

function frameOf(
  { structure, weights }: Configuration,
  property: Property,
  sigma: number,
  references: Float64Array,
  predictions: Float64Array,
): Pick<FrameResiduals, "z" | "magnitudes"> {
  const [from, to] = observationRange(property, structure.numbers.length)
  const unit = Math.sqrt(weights[property]) / sigma
  const z = new Float64Array(to - from)
  const magnitudes = new Float64Array(to - from)
  for (let k = 0; k < z.length; k++) {
    const [reference, prediction] = [references[from + k], predictions[from + k]]
    const vanishes = property === "forces" && Math.abs(reference) < VANISHED && Math.abs(prediction) < VANISHED
    z[k] = vanishes || weights[property] === 0 ? NaN : unit * (prediction - reference)
    const atom = from + 3 * Math.floor(k / 3)
    if (property === "forces") magnitudes[k] = Math.hypot(references[atom], references[atom + 1], references[atom + 2])
  }
  return { z, magnitudes }
}
