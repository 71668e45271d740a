import { symbols } from "../../../../atoms/elements.ts"
import { suggest } from "../../../spec/nearest-name.ts"
import type { NamedText } from "../yaml/yaml-node.ts"
import {
  embeddingForms,
  type ExpandedRadials,
  radialBases,
  type Yace,
  type YaceBond,
  type YaceEmbedding,
  type YaceFunction,
} from "../yace.ts"
import { fileLimits } from "./limits.ts"
import { Words } from "./words.ts"

/**
 * Reads the older text format of LAMMPS `pair_style pace`, `.ace`, with one element.
 *
 * @throws Failure with line and column.
 */
export function readAce(source: NamedText): Yace {
  const words = new Words(source)
  words.take("nelements=")
  const count = words.integer("the number of elements", 1, 118)
  if (count > 1)
    throw words.failure(
      ".ace files of several elements are not read",
      "LAMMPS has embedding functions for their first element only; take a .yace file",
      1,
    )
  words.take("elements:")
  const symbol = words.word("the symbol of the element")
  if (symbols.indexOf(symbol) < 1) throw words.failure(`no element is called ${symbol}`, undefined, 1)
  words.take("lmax=")
  const maximumL = words.integer("lmax", 0, fileLimits.l)
  const embedding = readEmbedding(words)
  const references = words.next("E0:") ? (words.take("E0:"), words.numbers(1, "E0")) : [0]
  const { step, bond, shape } = readRadial(words, maximumL)
  words.take("rankmax=")
  words.integer("rankmax", 1, fileLimits.rank)
  words.take("ndensitymax=")
  const densities = words.integer("ndensitymax", 1, fileLimits.densities)
  if (densities > embedding.terms.length)
    throw words.failure(`ndensitymax is ${densities}, but there are FS parameters for ${embedding.terms.length}`, undefined, 1)
  for (const name of ["num_c_tilde_max=", "num_ms_combinations_max="]) {
    words.take(name)
    words.number(name.slice(0, -1))
  }
  const functions: YaceFunction[] = []
  for (const [name, low, high] of [
    ["total_basis_size_rank1:", 1, 1],
    ["total_basis_size:", 2, fileLimits.rank],
  ] as const) {
    words.take(name)
    const size = words.integer(name.slice(0, -1), 0, fileLimits.functions)
    for (let k = 0; k < size; k++) functions.push(readFunction(words, [low, high], densities, shape))
  }
  if (!words.finished) throw words.failure("the file goes on after its last function", "do the counts of functions fit?")
  return {
    elements: [symbol],
    references,
    step,
    embeddings: [{ ...embedding, terms: embedding.terms.slice(0, densities) }],
    bonds: [bond],
    functions: [functions],
  }
}

function readEmbedding(words: Words): YaceEmbedding {
  let form: string = "FinnisSinclair"
  const named = words.next("embedding-function:")
  if (named) {
    words.take("embedding-function:")
    form = words.word("the embedding function")
  }
  const known = embeddingForms.find((name) => name === form)
  if (known === undefined) throw words.failure(`no embedding function is called ${form}`, suggest(form, embeddingForms), 1)
  const size = words.integer("the number of FS parameters", 2, 2 * fileLimits.densities)
  if (size % 2 === 1) throw words.failure(`${size} FS parameters are announced, but they come in pairs`, undefined, 1)
  words.take("FS", "parameters:")
  const values = words.numbers(size, "the FS parameters")
  if (!named && values.some((value, k) => k % 2 === 1 && value !== 1)) {
    throw words.failure(
      "no embedding function is named, but the exponents are not 1",
      "write `embedding-function: FinnisSinclair` before the FS parameters",
      1,
    )
  }
  words.take("core", "energy-cutoff", "parameters:")
  const [coreCutoff, coreWidth] = words.numbers(2, "the core energy-cutoff parameters")
  const terms = Array.from({ length: size / 2 }, (_, p) => ({ prefactor: values[2 * p], exponent: values[2 * p + 1] }))
  return { form: known, terms, coreCutoff, coreWidth }
}

function readRadial(
  words: Words,
  maximumL: number,
): { readonly step: number; readonly bond: YaceBond; readonly shape: ExpandedRadials["shape"] } {
  const value = (name: string): number => {
    words.take(name)
    const found = words.number(name.slice(0, -1))
    if (found > 0) return found
    throw words.failure(`${name.slice(0, -1)} is ${found}, but must be positive`, undefined, 1)
  }
  words.take("radbasename=")
  const name = words.word("the name of the radial basis")
  const basis = radialBases.find((known) => known === name)
  if (basis === undefined) throw words.failure(`no radial basis is called ${name}`, suggest(name, radialBases), 1)
  words.take("nradbase=")
  const base = words.integer("nradbase", 1, fileLimits.radial)
  words.take("nradmax=")
  const radial = words.integer("nradmax", 0, fileLimits.radial)
  value("cutoffmax=")
  const step = value("deltaSplineBins=")
  words.take("core", "repulsion", "parameters:")
  const [corePrefactor, coreDecay] = words.numbers(2, "the core repulsion parameters")
  words.take("radparameter=")
  const parameter = words.number("radparameter")
  const cutoff = value("cutoff=")
  if (cutoff / step > fileLimits.bins) {
    throw words.failure(`deltaSplineBins is ${step}, which makes tables of ${Math.round(cutoff / step)} rows`, "0.001 is usual", 1)
  }
  words.take("dcut=")
  const cutoffWidth = words.number("dcut")
  words.take("crad=")
  const angular = maximumL + 1
  const coefficients = new Float64Array(radial * angular * base)
  // In the file k is the slowest index.
  for (let k = 0; k < base; k++) {
    for (let nl = 0; nl < radial * angular; nl++) coefficients[nl * base + k] = words.number("a coefficient of crad")
  }
  const radials = { kind: "expanded", basis, parameter, cutoffWidth, shape: [radial, angular, base], coefficients } as const
  const core = { corePrefactor, coreDecay, coreWidth: cutoffWidth, inner: "density", innerCutoff: 0, innerWidth: 0 } as const
  return { step, bond: { radials, cutoff, ...core }, shape: radials.shape }
}

function readFunction(
  words: Words,
  [low, high]: readonly [number, number],
  densities: number,
  shape: ExpandedRadials["shape"],
): YaceFunction {
  words.take("ctilde_basis_func:", "rank=")
  const rank = words.integer("rank", low, high)
  words.take("ndens=")
  words.integer("ndens", densities, densities)
  words.take("mu0=")
  words.integer("mu0", 0, 0)
  const list = (name: string, least: number, most: number): number[] => {
    words.take(name, "(")
    const found = words.integers(rank, name.slice(0, -1), least, most)
    words.take(")")
    return found
  }
  const species = list("mu=", 0, 0)
  const ns = list("n=", 1, rank === 1 ? shape[2] : shape[0])
  const ls = list("l=", 0, rank === 1 ? 0 : shape[1] - 1)
  words.take("num_ms=")
  const combinations = words.integer("num_ms", 1, fileLimits.combinations)
  const ms: number[] = []
  const coefficients: number[] = []
  for (let k = 0; k < combinations; k++) {
    words.take("<")
    for (const l of ls) ms.push(words.integer("m", -l, l))
    words.take(">:")
    coefficients.push(...words.numbers(densities, "the coefficients"))
  }
  return { species, ns, ls, ms, coefficients }
}
