import { speciesPair } from "../../graph/pair-segments.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { Parameter, ParameterLayout } from "../parameters.ts"
import { underPath } from "../spec/under-path.ts"

/**
 * `alloy`: the density an atom gives depends on its own element, ρ_i = Σ_j f_b(r_ij). `fs`: it also depends on the element that
 * receives it, ρ_i = Σ_j f_ab(r_ij) with a the element of i and b that of j.
 */
export type EamStyle = "alloy" | "fs"

/** The functions of an embedded-atom potential for n elements, E = Σ_i F_a(ρ_i) + ½ Σ_{i≠j} φ_ab(r_ij). */
export interface EamFunctions {
  readonly style: EamStyle
  /** Chemical symbols, `[n]`. */
  readonly symbols: readonly string[]
  /** φ_ab, `[n(n + 1)/2]`, at `speciesPair(a, b, n)`. */
  readonly pair: readonly RadialFunction[]
  /** `alloy`: f_b, `[n]`. `fs`: f_ab of receiving element a and giving element b at `a × n + b`, `[n²]`. */
  readonly density: readonly RadialFunction[]
  /** F_a, `[n]`, of the density ρ. */
  readonly embedding: readonly RadialFunction[]
  /** What the functions interpolate, as LAMMPS does, where they do. */
  readonly tables?: EamTables
}

/** Values at equal steps from 0. */
interface Samples {
  readonly step: number
  readonly values: ArrayLike<number>
}

/** The tables of an embedded-atom potential for n elements, as setfl files hold them. */
interface EamTables {
  /** [Å] */
  readonly cutoff: number
  /** F_a(ρ), `[n]` [eV]. */
  readonly embedding: readonly Samples[]
  /** `densities[a][b]`: f_ab, what an atom of element b gives to one of element a. */
  readonly densities: readonly (readonly Samples[])[]
  /** r φ_ab, `[n(n + 1)/2]`, at `speciesPair(a, b, n)` [eV Å]. */
  readonly pairs: readonly Samples[]
}

/** Number in `density` of the function that gives the density at element `site` due to a neighbour of element `source`. */
export function densityNumber(style: EamStyle, site: number, source: number, count: number): number {
  return style === "alloy" ? source : site * count + source
}

/** First parameter of each function in the layout; densities and embeddings follow the pairs in one run of columns. */
export interface EamColumns {
  readonly pair: readonly number[]
  readonly density: readonly number[]
  readonly embedding: readonly number[]
  /** First column that is not of a pair function. */
  readonly many: number
  readonly count: number
}

/** Where the parameters of each function stand: all pairs, then all densities, then all embeddings. */
export function eamColumns(functions: EamFunctions): EamColumns {
  let column = 0
  const place = (list: readonly RadialFunction[]): number[] =>
    list.map((f) => {
      const start = column
      column += f.parameters.length
      return start
    })
  const pair = place(functions.pair)
  const many = column
  const density = place(functions.density)
  const embedding = place(functions.embedding)
  return { pair, density, embedding, many, count: column }
}

/** `Cu-Ni` of each pair function, in the order of `EamFunctions.pair`. */
export function pairNames(symbols: readonly string[]): readonly string[] {
  const names: string[] = []
  symbols.forEach((a, k) => symbols.slice(k).forEach((b, l) => (names[speciesPair(k, k + l, symbols.length)] = `${a}-${b}`)))
  return names
}

/** `Cu` (alloy) or `Cu-Ni` (fs: at Cu due to Ni) of each density function, in the order of `EamFunctions.density`. */
export function densityNames(style: EamStyle, symbols: readonly string[]): readonly string[] {
  return style === "alloy" ? symbols : symbols.flatMap((site) => symbols.map((source) => `${site}-${source}`))
}

/** The layouts of all functions under their paths: `pair.Cu-Cu.D`, `density.Cu.beta`, `embedding.Cu.knot3`. */
export function eamLayout(functions: EamFunctions): ParameterLayout {
  const { style, symbols, pair, density, embedding } = functions
  const under = (path: string, list: readonly RadialFunction[], names: readonly string[]): Parameter[] =>
    list.flatMap((f, k) => underPath(f.parameters, `${path}.${names[k]}`))
  return Object.freeze([
    ...under("pair", pair, pairNames(symbols)),
    // A density enters through the embedding function: never linear, whatever it is in its own parameters.
    ...under("density", density, densityNames(style, symbols)).map((parameter) => Object.freeze({ ...parameter, linear: false })),
    ...under("embedding", embedding, symbols),
  ])
}
