import { numberOf } from "../../../../atoms/elements.ts"
import type { AceCentre, AceModel, AceRadial } from "../../model.ts"
import { coreEnergy } from "../radial/core-energy.ts"
import { radialBasis } from "../radial/radial-basis.ts"
import { radialTable } from "../radial/radial-table.ts"
import type { Yace, YaceBond, YaceFunction } from "../yace.ts"
import { realProducts } from "./real-products.ts"

/**
 * The densities of a file as a cluster expansion in real harmonics: the functions B of a centre are its densities ρ_p, so that with
 * all θ one the energy of an atom is F(B) and what the file adds close to other atoms.
 */
export interface YaceModel {
  readonly densities: AceModel
  /** By centre × elements + neighbour: the core energy as the only radial function; none where it is zero. */
  readonly cores: readonly (AceRadial | undefined)[]
}

/** Prepares a file for evaluation, with the radial functions in tables of its step. */
export function yaceModel(yace: Yace): YaceModel {
  const count = yace.elements.length
  const elements = yace.elements.map((symbol) => numberOf(symbol)!)
  const numbers = yace.bonds.map(() => new Map<string, number>())
  let first = 0
  const centres = yace.functions.map((functions, centre) => {
    const size = yace.embeddings[centre].terms.length
    first += size
    return centreOf(functions, size, numbers.slice(centre * count, (centre + 1) * count), first - size)
  })
  const most = Math.max(...yace.bonds.map(({ shape }) => shape[2]))
  const cores = yace.bonds.map((bond, k) => {
    if (bond.corePrefactor === 0) return undefined
    const [a, b] = [elements[Math.floor(k / count)], elements[k % count]]
    return radialTable(1, bond.cutoff, yace.step, (r, values, slopes) => {
      const core = coreEnergy(bond, a, b, r)
      values[0] = core.value
      slopes[0] = core.slope
    })
  })
  return Object.freeze({
    densities: Object.freeze({
      elements,
      cutoff: Math.max(...yace.bonds.map(({ cutoff }) => cutoff)),
      maximumL: Math.max(0, ...yace.functions.flat().flatMap(({ ls }) => ls)),
      radials: yace.bonds.map((bond, k) => radialOf(bond, [...numbers[k].keys()], most, yace.step)),
      centres,
    }),
    cores,
  })
}

/** @param numbers the radial functions of each neighbour that are in use, by name; takes new ones */
function centreOf(
  functions: readonly YaceFunction[],
  densities: number,
  numbers: readonly Map<string, number>[],
  first: number,
): AceCentre {
  const particles = new Map<string, number>()
  const species: number[] = []
  const radial: number[] = []
  const harmonic: number[] = []
  const particleOf = (from: YaceFunction, t: number, lm: number): number => {
    const neighbour = from.species[t]
    const name = from.species.length === 1 ? `${from.ns[t] - 1}` : `${from.ns[t] - 1},${from.ls[t]}`
    const known = numbers[neighbour]
    if (!known.has(name)) known.set(name, known.size)
    const key = `${neighbour};${name};${lm}`
    let found = particles.get(key)
    if (found === undefined) {
      found = particles.size
      particles.set(key, found)
      species.push(neighbour)
      radial.push(known.get(name)!)
      harmonic.push(lm)
    }
    return found
  }
  const products = realProducts(functions, densities, particleOf)
  const offsets = [0]
  for (const { factors } of products) offsets.push(offsets[offsets.length - 1] + factors.length)
  return Object.freeze({
    species: Uint8Array.from(species),
    radial: Int32Array.from(radial),
    harmonic: Int32Array.from(harmonic),
    monomials: { offsets: Int32Array.from(offsets), factors: Int32Array.from(products.flatMap(({ factors }) => factors)) },
    functions: sparseRows(
      products.map(({ coefficients }) => coefficients),
      densities,
    ),
    first,
  })
}

/** Rows p of the coefficients of all products that are not zero, CSR. */
function sparseRows(columns: readonly Float64Array[], rows: number): AceCentre["functions"] {
  const offsets = [0]
  const monomials: number[] = []
  const coefficients: number[] = []
  for (let p = 0; p < rows; p++) {
    columns.forEach((column, t) => {
      if (column[p] === 0) return
      monomials.push(t)
      coefficients.push(column[p])
    })
    offsets.push(monomials.length)
  }
  return { offsets: Int32Array.from(offsets), monomials: Int32Array.from(monomials), coefficients: Float64Array.from(coefficients) }
}

/** @param names `k` for g_k, `n,l` for R_nl */
function radialOf(bond: YaceBond, names: readonly string[], most: number, step: number): AceRadial {
  const [, angular, base] = bond.shape
  const basis = new Float64Array(most)
  const steep = new Float64Array(most)
  const wanted = names.map((name) => name.split(",").map(Number))
  return radialTable(names.length, bond.cutoff, step, (r, values, slopes) => {
    radialBasis(bond, r, basis, steep)
    wanted.forEach(([n, l], at) => {
      if (l === undefined) {
        values[at] = basis[n]
        slopes[at] = steep[n]
        return
      }
      let [value, slope] = [0, 0]
      const row = (n * angular + l) * base
      for (let k = 0; k < base; k++) {
        value += bond.coefficients[row + k] * basis[k]
        slope += bond.coefficients[row + k] * steep[k]
      }
      values[at] = value
      slopes[at] = slope
    })
  })
}
