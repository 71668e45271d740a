import { symbolOf } from "../../../atoms/elements.ts"
import { SpecFailure } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import { highest, placeSection, resolveSection } from "../../many-body/section.ts"
import type { Parameter, ParameterLayout } from "../../parameters.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { parameterSetting, settingValue, withSetting } from "../../spec/parameter-setting.ts"
import { resolveTies } from "../../spec/resolve-ties.ts"
import { underPath } from "../../spec/under-path.ts"
import { within } from "../../spec/within.ts"
import type { Lattice } from "../model/lattice.ts"
import type { MeamOptions } from "../model/model.ts"
import type { AtomSpec, MeamPairSpec, MeamSpec } from "./meam-spec.ts"
import { atomParameters, pairParameters, screeningSection, type MeamParameter } from "./parameters.ts"

/** Column of θ by the name of a parameter. */
type Columns = Readonly<Record<string, number>>

/** A reference structure with its parameters in their places. */
interface PlacedReference {
  readonly lattice: Lattice
  /** [°] */
  readonly angle: number
  readonly second: boolean
  readonly nuclear: boolean
  readonly columns: Columns
}

/** An element with its parameters in their places. */
interface PlacedAtom extends PlacedReference {
  readonly symbol: string
  readonly number: number
  readonly combination: number
  readonly charge: number
  readonly mass: number | undefined
}

/** A spec with all its parameters in their places. */
export interface PlacedMeam {
  readonly parameters: ParameterLayout
  readonly atoms: readonly PlacedAtom[]
  /** At `speciesPair(a, b, n)`; of like elements that of the element. */
  readonly pairs: readonly PlacedReference[]
  /** At `(a n + b) n + c`. */
  readonly screening: readonly Columns[]
  /** The largest of all bounds of screening that there can be, at the same places. */
  readonly most: readonly number[]
  readonly options: MeamOptions
}

/**
 * The parameters of a spec as a layout, `meam.Si.b0`, `meam.Si-C.re`, `meam.Si-C-C.Cmin`.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for entries that are missing or for nothing, values left open, and bounds the wrong way round.
 */
export function placeMeam(spec: MeamSpec, numbers: readonly number[]): PlacedMeam {
  const symbols = numbers.map(symbolOf)
  const layout: Parameter[] = []
  const { atoms = {}, pairs = {}, screening } = spec
  const names = symbols.flatMap((first, a) => symbols.slice(a + 1).map((second) => `${first}-${second}`))
  refuseOthers("atoms", "element", atoms, symbols)
  refuseOthers("pairs", `pair of ${symbols.join(", ")} in this order`, pairs, names)
  const placedAtoms = symbols.map((symbol, k): PlacedAtom => {
    const atom = entry(atoms, "atoms", symbol)
    return {
      ...placeReference("atoms", symbol, atom, k === 0 ? firstAtom : atomParameters, layout),
      symbol,
      number: numbers[k],
      combination: atom.combination ?? 0,
      charge: atom.charge ?? numbers[k],
      mass: atom.mass,
    }
  })
  const placedPairs: PlacedReference[] = []
  symbols.forEach((first, a) => {
    placedPairs[speciesPair(a, a, symbols.length)] = placedAtoms[a]
    for (let b = a + 1; b < symbols.length; b++) {
      const name = `${first}-${symbols[b]}`
      placedPairs[speciesPair(a, b, symbols.length)] = placeReference("pairs", name, entry(pairs, "pairs", name), pairParameters, layout)
    }
  })
  const bounds = resolveSection(screeningSection, symbols, screening, () => ({ neighbour: 1, depth: 1 }))
  const placed = placeSection(screeningSection, symbols, bounds, "meam", layout)
  const parameters = resolveTies(Object.freeze(layout), spec)
  const columns = placed.columns.map((found) => found ?? {})
  return {
    ...{ parameters, atoms: placedAtoms, pairs: placedPairs, screening: columns },
    most: columns.map((found) => highest(parameters, found["Cmax"])),
    options: {
      cutoff: spec.cutoff ?? 4,
      width: spec.width ?? 0.1,
      averaging: spec.averaging ?? 0,
      augmentation: spec.augmentation ?? 1,
      smoothing: spec.smoothing ?? 99,
      roseForm: spec.roseForm ?? 0,
      mixedBackground: spec.mixedBackground ?? false,
      plainBackground: spec.plainBackground ?? false,
      linearEmbedding: spec.linearEmbedding ?? false,
    },
  }
}

/** Of one element alone only ratios of densities count, and so of the first of several. */
const firstAtom = atomParameters.map((parameter) => (parameter.name === "rho0" ? { ...parameter, fixed: true } : parameter))

function refuseOthers(section: string, what: string, entries: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const other = Object.keys(entries).find((key) => !names.includes(key))
  if (other !== undefined) throw new SpecFailure(`"${other}" is no ${what}`, { path: [section, other], advice: suggest(other, names) })
}

function entry<Entry>(entries: Readonly<Record<string, Entry>>, section: string, name: string): Entry {
  if (Object.hasOwn(entries, name)) return entries[name]
  throw new SpecFailure(`nothing is said of ${name}`, {
    path: [section],
    advice: `add ${name} to ${section}, or start from files of LAMMPS`,
  })
}

function placeReference(
  section: string,
  name: string,
  given: AtomSpec | MeamPairSpec,
  parameters: readonly MeamParameter[],
  layout: Parameter[],
): PlacedReference {
  return within([section, name], () => {
    if (given.lattice === undefined) {
      throw new SpecFailure(`${name} has no reference structure`, { advice: "give its `lattice`, such as fcc, bcc, dia, b1 or l12" })
    }
    const start = layout.length
    layout.push(
      ...underPath(
        parameters.map((one) => within([one.name], () => startingParameter(one, given[one.name]))),
        `meam.${name}`,
      ),
    )
    return {
      lattice: given.lattice,
      angle: given.angle ?? 180,
      second: given.second ?? false,
      nuclear: given.nuclear ?? true,
      columns: Object.fromEntries(parameters.map((one, k) => [one.name, start + k])),
    }
  })
}

/** Cubic terms of the Rose equation are absent where nothing is said of them. */
const absent: Readonly<Record<string, number>> = { attrac: 0, repuls: 0 }

function startingParameter({ name, ...form }: MeamParameter, given: unknown): Parameter {
  const setting = parameterSetting.optional().parse(given) ?? absent[name]
  const value = settingValue(setting)
  const tied = typeof setting === "object" && setting.tie !== undefined
  if (value === undefined && !tied) {
    throw new SpecFailure(`"${name}" has no value`, { advice: "give a number, which no data can tell, or start from files of LAMMPS" })
  }
  return withSetting({ ...form, key: name, value: value ?? Number.NaN }, setting)
}
