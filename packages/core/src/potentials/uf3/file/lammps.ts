import { symbolOf } from "../../../atoms/elements.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import type { NamedPair } from "../terms.ts"
import { tripletLabels } from "../triplet-entries.ts"
import type { TripletTerm } from "../triplet-term.ts"
import { writeUf3 } from "./write-uf3.ts"

/** What of a potential goes into its file. */
interface Uf3Model {
  /** Symbols, in the potential's order. */
  readonly symbols: readonly string[]
  /** With the first of its parameters. */
  readonly pairs: readonly (NamedPair & { readonly offset: number })[]
  readonly triplets: readonly TripletTerm[]
}

/** The potential as `pair_style uf3` and its file. */
export function lammpsModelOf({ symbols, pairs, triplets }: Uf3Model, theta: Float64Array): LammpsModel {
  const file = `${symbols.join("")}.uf3`
  const blocks = pairs.map(({ elements: [a, b], radial: { knots, parameters }, offset }) => {
    const coefficients = new Float64Array(knots.length + 2)
    coefficients.set(theta.subarray(offset, offset + parameters.length))
    return { elements: [symbolOf(a), symbolOf(b)] as const, knots, coefficients }
  })
  const missing = tripletLabels(symbols).filter(({ label }) => !triplets.some((term) => term.label === label))
  return {
    terms: [{ style: "uf3", settings: "3", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: writeUf3(blocks, triplets, symbols, theta) },
    exact: true,
    warnings:
      missing.length > 0
        ? [`pair_style uf3 wants a block for every triplet; there is none for ${missing.map(({ label }) => label).join(", ")}`]
        : [],
  }
}
