import { numberOf } from "../../../atoms/elements.ts"
import { Failure, type Place } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { eamPotential, type EamPotential } from "../eam.ts"
import type { EamFunctions, EamStyle } from "../functions.ts"
import { tabulatedDensity, tabulatedEmbedding, tabulatedPair } from "./interpolation.ts"
import { eamLammpsModel } from "./lammps-model.ts"
import { parseSetfl } from "./parse.ts"
import { setflPair, type Setfl } from "./setfl.ts"

/**
 * The embedded-atom potential of a setfl file, evaluated as LAMMPS does; it has no parameters.
 *
 * @throws Failure with line and column for a file that is no setfl file, or names an element that does not exist.
 */
export function potentialFromSetfl(text: string, place: Place, style?: EamStyle): EamPotential {
  const setfl = parseSetfl(text, { file: place.file, ...(style && { style }) })
  const elements = setflElements(setfl, text, place.file)
  const spec = { kind: "setfl", style: setfl.style, file: place.file, text }
  return eamPotential(setflFunctions(setfl), elements, setfl.cutoff, spec, () => eamLammpsModel(setfl, true))
}

/** Atomic numbers of the elements of a file. @throws Failure with its place for a symbol of none. */
export function setflElements(setfl: Setfl, text: string, file: string): readonly number[] {
  return setfl.elements.map(({ symbol }) => {
    const number = numberOf(symbol)
    if (number !== undefined) return number
    throw new Failure(`no element is called ${symbol}`, {
      place: { file, line: 4, column: wordColumn(text.split("\n", 4)[3], symbol) },
      advice: "the fourth line of a setfl file names the elements by their chemical symbols",
    })
  })
}

/** Column, from 1, of a word of a line. */
function wordColumn(line: string, word: string): number {
  return [...line.matchAll(/\S+/gu)].find(([found]) => found === word)!.index + 1
}

/** The functions of a table, with LAMMPS's interpolation. */
export function setflFunctions(setfl: Setfl): EamFunctions {
  const { style, elements, radiusStep, densityStep, cutoff } = setfl
  const count = elements.length
  const density: RadialFunction[] = elements.flatMap((_, site) =>
    (style === "alloy" ? [site] : elements.map((_, source) => source)).map((source) =>
      tabulatedDensity(elements[source].densities[style === "alloy" ? 0 : site], radiusStep, cutoff),
    ),
  )
  const pair: RadialFunction[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      pair[speciesPair(a, b, count)] = tabulatedPair(setfl.pairs[setflPair(a, b)], radiusStep, cutoff)
    }
  }
  const samples = (values: Float64Array, step: number) => ({ step, values })
  const pairs = elements.flatMap((_, a) => elements.slice(a).map((_, k) => samples(setfl.pairs[setflPair(a, a + k)], radiusStep)))
  return Object.freeze({
    style,
    tables: Object.freeze({
      cutoff,
      embedding: elements.map(({ embedding }) => samples(embedding, densityStep)),
      densities: elements.map((_, site) => elements.map(({ densities }) => samples(densities[style === "alloy" ? 0 : site], radiusStep))),
      pairs,
    }),
    symbols: elements.map((element) => element.symbol),
    pair,
    density,
    embedding: elements.map((element) => tabulatedEmbedding(element.embedding, densityStep)),
  })
}
