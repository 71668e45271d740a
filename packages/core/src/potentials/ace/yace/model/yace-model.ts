import { numberOf } from "../../../../atoms/elements.ts"
import type { AceCentre, AceModel, AceRadial } from "../../model.ts"
import { coreEnergy } from "../radial/core-energy.ts"
import { radialBasis } from "../radial/radial-basis.ts"
import { radialTable, tabulatedRadial } from "../radial/radial-table.ts"
import type { TabulatedRadials, Yace, YaceBond, YaceFunction } from "../yace.ts"
import { realProducts } from "./real-products.ts"

/** Name of the core energy among the radial functions of a bond. */
const CORE = "core"

/**
 * The densities of a file as a cluster expansion in real harmonics: the functions B of a centre are its densities ρ_p and, as the last,
 * its core energy, so that with all θ one the energy of an atom is a function of B. Radial functions are in tables of the file's step.
 */
export function yaceModel(yace: Yace): AceModel {
  const count = yace.elements.length
  const elements = yace.elements.map((symbol) => numberOf(symbol)!)
  const numbers = yace.bonds.map(() => new Map<string, number>())
  let first = 0
  const centres = yace.functions.map((functions, centre) => {
    const densities = yace.embeddings[centre].terms.length
    const start = first
    first += densities + 1
    const [from, to] = [centre * count, (centre + 1) * count]
    return centreOf(functions, densities, yace.bonds.slice(from, to), numbers.slice(from, to), start)
  })
  const most = Math.max(...yace.bonds.map(({ radials }) => (radials.kind === "expanded" ? radials.shape[2] : 0)))
  return Object.freeze({
    elements,
    cutoff: Math.max(...yace.bonds.map(({ cutoff }) => cutoff)),
    maximumL: yace.functions.flat().reduce((most, { ls }) => Math.max(most, ...ls), 0),
    radials: yace.bonds.map((bond, k) => {
      const pair: [number, number] = [elements[Math.floor(k / count)], elements[k % count]]
      return radialOf(bond, pair, [...numbers[k].keys()], most, yace.step)
    }),
    centres,
  })
}

/** @param numbers the radial functions of each neighbour that are in use, by name; takes new ones */
function centreOf(
  functions: readonly YaceFunction[],
  densities: number,
  bonds: readonly YaceBond[],
  numbers: readonly Map<string, number>[],
  first: number,
): AceCentre {
  const particles = new Map<string, number>()
  const species: number[] = []
  const radial: number[] = []
  const harmonic: number[] = []
  const particle = (neighbour: number, name: string, lm: number): number => {
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
  const products = realProducts(functions, densities, ({ species: neighbours, ns, ls }, t, lm) =>
    particle(
      neighbours[t],
      ls.length === 1 || bonds[neighbours[t]].radials.kind === "tabulated" ? `${ns[t] - 1}` : `${ns[t] - 1},${ls[t]}`,
      lm,
    ),
  )
  const columns = products.map(({ factors, coefficients }) => ({ factors, coefficients: [...coefficients, 0] }))
  bonds.forEach((bond, neighbour) => {
    if (bond.corePrefactor === 0) return
    const coefficients = Array.from({ length: densities + 1 }, (_, p) => (p === densities ? Math.sqrt(4 * Math.PI) : 0))
    columns.push({ factors: [particle(neighbour, CORE, 0)], coefficients })
  })
  const offsets = [0]
  for (const { factors } of columns) offsets.push(offsets[offsets.length - 1] + factors.length)
  return Object.freeze({
    species: Uint8Array.from(species),
    radial: Int32Array.from(radial),
    harmonic: Int32Array.from(harmonic),
    monomials: { offsets: Int32Array.from(offsets), factors: Int32Array.from(columns.flatMap(({ factors }) => factors)) },
    functions: sparseRows(
      columns.map(({ coefficients }) => coefficients),
      densities + 1,
    ),
    first,
  })
}

/** Rows p of the coefficients of all products that are not zero, CSR. */
function sparseRows(columns: readonly (readonly number[])[], rows: number): AceCentre["functions"] {
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

/**
 * @param elements atomic numbers of centre and neighbour
 * @param names `k` for g_k or R_k of a table, `n,l` for R_nl, or `core`
 * @param most functions of the basis
 */
function radialOf(bond: YaceBond, elements: readonly [number, number], names: readonly string[], most: number, step: number): AceRadial {
  const { radials } = bond
  if (radials.kind === "tabulated") return tableOf(radials, bond.cutoff, names)
  const [, angular, base] = radials.shape
  const basis = new Float64Array(most)
  const steep = new Float64Array(most)
  const core = names.indexOf(CORE)
  const wanted = names.map((name) => name.split(",").map(Number))
  return radialTable(names.length, bond.cutoff, step, (r, values, slopes) => {
    radialBasis(radials, bond, r, basis, steep)
    wanted.forEach(([n, l], at) => {
      if (at === core) {
        const { value, slope } = coreEnergy(bond, ...elements, r)
        values[at] = value
        slopes[at] = slope
        return
      }
      if (l === undefined) {
        values[at] = basis[n]
        slopes[at] = steep[n]
        return
      }
      let [value, slope] = [0, 0]
      const row = (n * angular + l) * base
      for (let k = 0; k < base; k++) {
        value += radials.coefficients[row + k] * basis[k]
        slope += radials.coefficients[row + k] * steep[k]
      }
      values[at] = value
      slopes[at] = slope
    })
  })
}

function tableOf({ bins, values, slopes }: TabulatedRadials, cutoff: number, names: readonly string[]): AceRadial {
  const wanted = names.map(Number)
  return tabulatedRadial(wanted.length, cutoff, bins, (row, into, slopesInto) => {
    wanted.forEach((n, at) => {
      into[at] = values[n][row]
      slopesInto[at] = slopes[n][row]
    })
  })
}
