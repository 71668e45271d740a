import { readSetfl } from "../../eam/setfl/parse.ts"
import { LineReader } from "../../eam/setfl/tokens.ts"
import type { AdpTable } from "./adp-table.ts"

/**
 * Reads an ADP file of LAMMPS.
 *
 * @throws Failure with line and column for wrong counts, words that are no numbers, impossible steps, and missing or extra blocks.
 */
export function parseAdp(text: string, file: string): AdpTable {
  const reader = new LineReader(text, file)
  const setfl = readSetfl(reader, "alloy")
  const symbols = setfl.elements.map(({ symbol }) => symbol)
  const blocks = (name: string): readonly Float64Array[] =>
    symbols.flatMap((first, a) =>
      symbols.slice(0, a + 1).map((second) => reader.numbers(setfl.radiusCount, `the ${name} function of ${first}-${second}`)),
    )
  const dipoles = blocks("dipole")
  const quadrupoles = blocks("quadrupole")
  reader.finish("do the counts in the header fit?")
  return { setfl, dipoles, quadrupoles }
}
