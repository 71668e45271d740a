import { numberOf, symbolOf } from "../../../atoms/elements.ts"
import { Failure } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import type { LibraryEntry } from "../file/library-entry.ts"
import type { Setting, SettingName } from "../file/settings.ts"
import { nearestDistance, type HalfAngle, type Lattice } from "./lattice.ts"
import type { MeamElement, MeamModel, MeamPair } from "./model.ts"

/** What LAMMPS takes where a parameter file is silent. */
const defaults: Readonly<Partial<Record<SettingName, number>>> = {
  delta: 0,
  attrac: 0,
  repuls: 0,
  nn2: 0,
  zbl: 1,
  Cmin: 2,
  Cmax: 2.8,
  rc: 4,
  delr: 0.1,
  augt1: 1,
  gsmooth_factor: 99,
  ialloy: 0,
  mixture_ref_t: 0,
  erose_form: 0,
  emb_lin_neg: 0,
  bkgd_dyn: 0,
  theta: 180,
}

/**
 * The model of some library entries and settings, with LAMMPS's defaults: E_c, rₑ and α of a pair are means (of E_c by composition, less
 * `delta`), t⁽¹⁾ has 3/5 of t⁽³⁾ added where it is augmented, and of a pair named in both orders the first order counts.
 *
 * @throws Failure for a name without element, and a pair without reference structure.
 */
export function buildModel(entries: readonly LibraryEntry[], settings: readonly Setting[]): MeamModel {
  const count = entries.length
  const values = new Map<string, number | Lattice>()
  for (const { name, elements, value } of settings) {
    const sorted = name === "nn2" || name === "zbl" || name === "theta" ? elements.toSorted((a, b) => a - b) : elements
    values.set([name, ...sorted].join(), value)
  }
  const given = (name: SettingName, ...elements: readonly number[]): number | undefined => {
    const value = values.get([name, ...elements].join())
    return typeof value === "number" ? value : undefined
  }
  const setting = (name: SettingName, ...elements: readonly number[]): number => given(name, ...elements) ?? defaults[name] ?? 0
  const angle = (a: number, b: number): HalfAngle => {
    const half = (setting("theta", a, b) * Math.PI) / 360
    return { sine: Math.sin(half), cosine: Math.cos(half) }
  }

  const latticeAt = (a: number, b: number): Lattice | undefined => {
    const value = values.get(["lattce", a, b].join())
    return typeof value === "string" ? value : a === b ? entries[a].lattice : undefined
  }
  const own = entries.map((entry, a) => ({
    lattice: latticeAt(a, a) ?? entry.lattice,
    cohesive: given("Ec", a, a) ?? entry.cohesiveEnergy,
    nearest: given("re", a, a) ?? nearestDistance(entry.lattice, entry.latticeConstant),
    alpha: given("alpha", a, a) ?? entry.alpha,
  }))
  const elements = entries.map((entry, a): MeamElement => {
    const [, t1, t2, t3] = entry.weights
    const number = elementNumber(entry)
    return {
      symbol: symbolOf(number),
      number,
      charge: entry.atomicNumber,
      lattice: own[a].lattice,
      angle: angle(a, a),
      nearest: own[a].nearest,
      beta: entry.beta,
      weights: [t1 + setting("augt1") * 0.6 * t3, t2, t3],
      embedding: entry.embedding * own[a].cohesive,
      density: given("rho0", a) ?? entry.density,
      combination: entry.combination,
    }
  })
  const pairs: MeamPair[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      const lattice = latticeAt(a, b)
      if (!lattice) {
        throw new Failure(`the pair ${entries[a].name}-${entries[b].name} has no reference structure`, {
          advice: `add lattce(${a + 1},${b + 1}) = b1, b2, l12 … to the parameter file`,
        })
      }
      // Zero counts as not given.
      const mean = (name: "re" | "alpha", first: number, second: number): number => given(name, a, b) || (first + second) / 2
      const composed = cohesiveMean(lattice, own[a], own[b]) - setting("delta", a, b)
      pairs[speciesPair(a, b, count)] = {
        lattice,
        angle: angle(a, b),
        nearest: a === b ? own[a].nearest : mean("re", own[a].nearest, own[b].nearest),
        cohesive: a === b ? own[a].cohesive : given("Ec", a, b) || composed,
        alpha: a === b ? own[a].alpha : mean("alpha", own[a].alpha, own[b].alpha),
        attraction: setting("attrac", a, b),
        repulsion: setting("repuls", a, b),
        second: setting("nn2", a, b) === 1,
        nuclear: setting("zbl", a, b) === 1,
      }
    }
  }
  const bounds = (name: "Cmin" | "Cmax"): Float64Array => {
    const all = new Float64Array(count ** 3)
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        for (let k = 0; k < count; k++) all[(i * count + j) * count + k] = setting(name, Math.min(i, j), Math.max(i, j), k)
      }
    }
    return all
  }
  return Object.freeze({
    elements,
    pairs,
    least: bounds("Cmin"),
    most: bounds("Cmax"),
    cutoff: setting("rc"),
    width: setting("delr"),
    averaging: setting("ialloy"),
    mixedBackground: setting("mixture_ref_t") === 1,
    plainBackground: setting("bkgd_dyn") === 1,
    roseForm: setting("erose_form"),
    linearEmbedding: setting("emb_lin_neg") !== 0,
    smoothing: setting("gsmooth_factor"),
  })
}

/** E_c of a pair by the composition of its reference structure. */
function cohesiveMean(lattice: Lattice, a: { cohesive: number; lattice: Lattice }, b: { cohesive: number }): number {
  if (lattice === "l12") return (3 * a.cohesive + b.cohesive) / 4
  if (lattice === "c11") return a.lattice === "dia" ? (2 * a.cohesive + b.cohesive) / 3 : (a.cohesive + 2 * b.cohesive) / 3
  return (a.cohesive + b.cohesive) / 2
}

/** The element of an entry: that of its atomic number where its name begins with its symbol, else of the longest symbol it begins with. */
function elementNumber({ name, atomicNumber }: LibraryEntry): number {
  const known = Number.isInteger(atomicNumber) && atomicNumber >= 1 && atomicNumber <= 118
  if (known && name.startsWith(symbolOf(atomicNumber))) return atomicNumber
  const found = numberOf(name.slice(0, 2)) ?? numberOf(name.slice(0, 1))
  if (found !== undefined) return found
  throw new Failure(`the name ${name} does not begin with the symbol of an element`)
}
