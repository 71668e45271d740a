import { Failure } from "../../../failure/failure.ts"
import { readEntries, type FileEntries } from "../../many-body/lammps-file.ts"
import { sharedEntries, type EntryValues } from "../../many-body/shared-entries.ts"
import { pairSection, tripletSection } from "../sections.ts"
import type { StillingerWeberSpec } from "../spec.ts"
import { stillingerWeberFormat } from "./format.ts"

/**
 * The spec of the potential in a file for LAMMPS's `pair_style sw`. As there, the entry `A B B` has what belongs to the bond from A to B,
 * `A B C` the strength and angle of that triplet. Where the two orders of a pair, or of the neighbours in a triplet, have different
 * numbers, each counts half; LAMMPS takes one of them, by the order of its atoms.
 *
 * @param labels see `readEntries`
 * @throws Failure with line and column.
 */
export function readStillingerWeber(text: string, file: string, labels?: readonly string[]): StillingerWeberSpec {
  const entries = readEntries(text, file, stillingerWeberFormat, labels)
  const { symbols } = entries
  const at = (symbol: string): number => symbols.indexOf(symbol)
  return {
    kind: "stillinger-weber",
    elements: symbols,
    pairs: sharedEntries(pairSection, symbols, (a, b) => pairOf(entries, at(a), at(b))),
    triplets: sharedEntries(tripletSection, symbols, (a, b, c) => tripletOf(entries, at(a), at(b), at(c))),
    epsilon: entries.value("epsilon", 0, 0, 0) || 1,
  }
}

function pairOf(entries: FileEntries, a: number, b: number): EntryValues {
  const value = (name: string): number => entries.value(name, a, b, b)
  if (value("tol") !== 0) {
    throw new Failure(`tol is ${value("tol")}: LAMMPS then cuts the potential off where it is small`, {
      place: entries.place(a, b, b),
      advice: "set tol to 0; luthier computes the potential up to its end",
    })
  }
  const attraction = value("A") * value("epsilon")
  const cutoff = value("a") * value("sigma")
  if (!(cutoff > 0)) {
    throw new Failure(`the cutoff a σ is ${cutoff} Å`, { place: entries.place(a, b, b), advice: "give a and sigma above 0" })
  }
  const { sigma, p, q, gamma } = { sigma: value("sigma"), p: value("p"), q: value("q"), gamma: value("gamma") }
  return { repulsion: attraction * value("B"), attraction, p, q, sigma, cutoff, gamma }
}

function tripletOf(entries: FileEntries, a: number, b: number, c: number): EntryValues {
  const strength = entries.value("lambda", a, b, c) * entries.value("epsilon", a, b, c)
  return { lambda: strength, cosine: entries.value("costheta0", a, b, c) }
}
