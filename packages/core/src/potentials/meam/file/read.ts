import { numberOf, symbolOf } from "../../../atoms/elements.ts"
import { Failure } from "../../../failure/failure.ts"
import { sharedEntries } from "../../many-body/shared-entries.ts"
import { elementLattices, nearestDistance, type Lattice } from "../model/lattice.ts"
import type { AtomSpec, MeamPairSpec, MeamSpec } from "../spec/meam-spec.ts"
import { screeningSection } from "../spec/parameters.ts"
import type { LibraryEntry } from "./library-entry.ts"
import { meamLibraryNames, parseLibrary } from "./parse-library.ts"
import { parseSettings } from "./parse-settings.ts"
import type { Setting, SettingName } from "./settings.ts"

/** The text of a file, and its name in errors. */
interface FileText {
  readonly file: string
  readonly text: string
}

/** What a pair has of elements of its own. */
interface Own {
  readonly lattice: Lattice
  readonly cohesive: number
  readonly nearest: number
  readonly alpha: number
}

/**
 * The spec of the files of LAMMPS `pair_style meam`, with its defaults: E_c, rₑ and α of a pair are means (of E_c by composition, less
 * `delta`), and of a pair named in both orders the first order counts.
 *
 * @param names of entries of the library, in the order in which the parameter file counts them; all unless given
 * @throws Failure with line and column for what is wrong in either file; for names without element, and pairs without reference structure.
 */
export function readMeam(library: FileText, parameters?: FileText, names?: readonly string[]): MeamSpec {
  const entries = parseLibrary(library.text, library.file, names ?? meamLibraryNames(library.text, library.file))
  const settings = parameters ? parseSettings(parameters.text, parameters.file, entries.length) : []
  const place = { file: library.file }
  const symbols = entries.map((entry) => symbolOf(elementNumber(entry)))
  const twice = symbols.findIndex((symbol, k) => symbols.indexOf(symbol) < k)
  if (twice >= 0) {
    throw new Failure(`${entries[symbols.indexOf(symbols[twice])].name} and ${entries[twice].name} are both ${symbols[twice]}`, {
      place,
      advice: "an element can have one entry of the library",
    })
  }
  const given = settingsBy(settings)
  const own = entries.map((entry, a) => ownOf(entry, a, given, parameters?.file ?? library.file))
  const reference = (a: number, b: number) => ({
    second: given("nn2", a, b) === 1,
    nuclear: (given("zbl", a, b) ?? 1) === 1,
    ...(given("theta", a, b) !== undefined && { angle: given("theta", a, b) }),
    attrac: given("attrac", a, b) ?? 0,
    repuls: given("repuls", a, b) ?? 0,
  })
  const atoms = entries.map((entry, a): readonly [string, AtomSpec] => {
    const [b0, b1, b2, b3] = entry.beta
    const [, t1, t2, t3] = entry.weights
    const { lattice, nearest: re, cohesive: Ec, alpha } = own[a]
    const { combination, atomicNumber: charge, mass, embedding: asub } = entry
    const rho0 = given("rho0", a) ?? entry.density
    return [
      symbols[a],
      { ...{ lattice, combination, charge, mass }, ...reference(a, a), ...{ re, Ec, alpha, asub, b0, b1, b2, b3, t1, t2, t3, rho0 } },
    ]
  })
  const pairs = entries.flatMap((_, a) =>
    entries.slice(a + 1).map((__, k): readonly [string, MeamPairSpec] => {
      const b = a + 1 + k
      const lattice = given.lattice(a, b)
      if (!lattice) {
        throw new Failure(`the pair ${entries[a].name}-${entries[b].name} has no reference structure`, {
          ...(parameters && { place: { file: parameters.file } }),
          advice: `add lattce(${a + 1},${b + 1}) = b1, b2, l12 … to the parameter file`,
        })
      }
      const composed = cohesiveMean(lattice, own[a], own[b]) - (given("delta", a, b) ?? 0)
      return [
        `${symbols[a]}-${symbols[b]}`,
        {
          lattice,
          ...reference(a, b),
          // Zero counts as not given.
          re: given("re", a, b) || (own[a].nearest + own[b].nearest) / 2,
          Ec: given("Ec", a, b) || composed,
          alpha: given("alpha", a, b) || (own[a].alpha + own[b].alpha) / 2,
        },
      ]
    }),
  )
  const bounds = (...tuple: readonly string[]) => {
    const [a, b, c] = tuple.map((symbol) => symbols.indexOf(symbol))
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    return { Cmin: given("Cmin", low, high, c) ?? 2, Cmax: given("Cmax", low, high, c) ?? 2.8 }
  }
  return {
    kind: "meam",
    elements: symbols,
    atoms: Object.fromEntries(atoms),
    ...(pairs.length > 0 && { pairs: Object.fromEntries(pairs) }),
    screening: sharedEntries(screeningSection, symbols, bounds),
    ...optionsOf(given),
  }
}

/** The value of a setting, by its name and elements. */
interface Given {
  (name: SettingName, ...elements: readonly number[]): number | undefined
  lattice(a: number, b: number): Lattice | undefined
}

function settingsBy(settings: readonly Setting[]): Given {
  const values = new Map<string, number | Lattice>()
  for (const { name, elements, value } of settings) {
    const sorted = name === "nn2" || name === "zbl" || name === "theta" ? elements.toSorted((a, b) => a - b) : elements
    values.set([name, ...sorted].join(), value)
  }
  const number = (name: SettingName, ...elements: readonly number[]): number | undefined => {
    const value = values.get([name, ...elements].join())
    return typeof value === "number" ? value : undefined
  }
  return Object.assign(number, {
    lattice(a: number, b: number): Lattice | undefined {
      const value = values.get(["lattce", a, b].join())
      return typeof value === "string" ? value : undefined
    },
  })
}

function ownOf(entry: LibraryEntry, a: number, given: Given, file: string): Own {
  const lattice = given.lattice(a, a) ?? entry.lattice
  if (!elementLattices.includes(lattice)) {
    throw new Failure(`${entry.name} alone cannot be ${lattice}, a structure of two elements`, {
      place: { file },
      advice: `known are ${elementLattices.join(", ")}`,
    })
  }
  return {
    lattice,
    cohesive: given("Ec", a, a) ?? entry.cohesiveEnergy,
    nearest: given("re", a, a) ?? nearestDistance(entry.lattice, entry.latticeConstant),
    alpha: given("alpha", a, a) ?? entry.alpha,
  }
}

/** What holds for all elements, where it is given. */
function optionsOf(given: Given): Partial<MeamSpec> {
  const numbers = {
    cutoff: given("rc"),
    width: given("delr"),
    averaging: given("ialloy"),
    augmentation: given("augt1"),
    smoothing: given("gsmooth_factor"),
    roseForm: given("erose_form"),
  }
  const truths = {
    mixedBackground: given("mixture_ref_t") === 1,
    plainBackground: given("bkgd_dyn") === 1,
    linearEmbedding: (given("emb_lin_neg") ?? 0) !== 0,
  }
  return Object.fromEntries(Object.entries({ ...numbers, ...truths }).filter(([, value]) => value !== undefined))
}

/** E_c of a pair by the composition of its reference structure. */
function cohesiveMean(lattice: Lattice, a: Own, b: Own): number {
  if (lattice === "l12") return (3 * a.cohesive + b.cohesive) / 4
  if (lattice === "c11") return a.lattice === "dia" ? (2 * a.cohesive + b.cohesive) / 3 : (a.cohesive + 2 * b.cohesive) / 3
  return (a.cohesive + b.cohesive) / 2
}

/** The element of an entry: that of its atomic number where its name begins with that symbol in any case, else of the longest symbol it begins with. */
function elementNumber({ name, atomicNumber }: LibraryEntry): number {
  const known = Number.isInteger(atomicNumber) && atomicNumber >= 1 && atomicNumber <= 118
  if (known && name.toLowerCase().startsWith(symbolOf(atomicNumber).toLowerCase())) return atomicNumber
  const found = numberOf(name.slice(0, 2)) ?? numberOf(name.slice(0, 1))
  if (found !== undefined) return found
  throw new Failure(`the name ${name} does not begin with the symbol of an element`)
}
