import { numberOf } from "../../../atoms/elements.ts"
import { Failure } from "../../../failure/failure.ts"
import { tripletEntries } from "../triplet-entries.ts"
import { withNeighboursSwapped } from "../terms.ts"
import type { Uf3PairSpec, Uf3Spec, Uf3TripletSpec } from "../uf3-spec.ts"
import { lineReader, type LineReader } from "./lines.ts"

/** What a file does not say and an evaluation does not need: in the middle of what metals have [Å]. */
const uf3Lengths = {
  spacing: { pair: 0.2, neighbours: 0.3, opposite: 0.4 },
  decay: { pair: 0.45, threeBody: 0.45 },
  energy: 4,
  surfaces: "none" as const,
}

/** How far two given knots or coefficients that must be the same may differ, relative to the largest. */
const SAME = 1e-12

/**
 * The spec of the potential in a file for LAMMPS's `pair_style uf3` (blocks `2B A B …` and `3B A B C …`, centre first).
 *
 * @param file its name, for messages
 * @throws Failure with line and column of what is wrong.
 */
export function readUf3(text: string, file: string): Uf3Spec {
  const lines = lineReader(text, file)
  const pairs: Record<string, Uf3PairSpec> = {}
  const triplets: Record<string, Uf3TripletSpec> = {}
  while (lines.next()) {
    const kind = lines.word(0)
    if (kind !== "2B" && kind !== "3B")
      throw lines.failure(0, `"${kind}" begins no block`, "a block begins with 2B or 3B behind its #UF3 line")
    const count = kind === "2B" ? 2 : 3
    const elements = Array.from({ length: count }, (_, k) => symbolAt(lines, 1 + k))
    if (lines.count() !== count + 4) {
      throw lines.failure(0, `${lines.count()} words stand here`, `a block begins with \`${kind} <elements> 0 3 uk|nk\``)
    }
    const label = elements.join("-")
    if (label in pairs || label in triplets) throw lines.failure(0, `the block of ${label} is given twice`, "leave one of them out")
    if (kind === "2B") pairs[label] = readPair(lines)
    else triplets[label] = readTriplet(lines, elements[1] === elements[2])
  }
  const elements = [...new Set(Object.keys(pairs).flatMap((label) => label.split("-")))]
  if (elements.length === 0) throw new Failure("the file holds no 2B block", { place: { file }, advice: "is the file whole?" })
  const longest = Math.max(...Object.values(pairs).map(({ knots }) => last(knots)))
  const ends = Object.values(triplets).map(({ knots: [ij] }) => last(ij))
  return {
    kind: "uf3",
    elements,
    cutoff: longest,
    threeBodyCutoff: ends.length === 0 ? "none" : Math.max(...ends),
    ...uf3Lengths,
    pairs,
    ...(ends.length > 0 && { triplets: withoutRepeats(triplets, elements, file) }),
  }
}

/** LAMMPS wants one block for each triplet; where both orders of the neighbours are given, they must say the same. */
function withoutRepeats(
  triplets: Readonly<Record<string, Uf3TripletSpec>>,
  elements: readonly string[],
  file: string,
): Readonly<Record<string, Uf3TripletSpec>> {
  const kept: Record<string, Uf3TripletSpec> = {}
  for (const [label, triplet] of Object.entries(triplets)) {
    const [a, b, c] = label.split("-")
    const other = kept[`${a}-${c}-${b}`]
    if (b === c || !other) kept[label] = triplet
    else if (JSON.stringify(withNeighboursSwapped(triplet)) !== JSON.stringify(other)) {
      throw new Failure(`the blocks of ${label} and ${a}-${c}-${b} do not agree`, { place: { file }, advice: "leave one of them out" })
    }
  }
  tripletEntries(elements, kept)
  return kept
}

function readPair(lines: LineReader): Uf3PairSpec {
  lines.demandNext("the cutoff and the number of knots")
  const [cutoff, count] = lines.numbers(2)
  const knots = readKnots(lines, count, cutoff)
  const size = readShape(lines, [knots.length + 2])[0]
  lines.demandNext("the coefficients")
  // The file's V₂ is counted from both ends of a pair.
  const all = lines.numbers(size).map((value) => 2 * value)
  const trailing = Math.min(3, trailingZeros(all))
  return { knots, trailing, core: 0, coefficients: all.slice(0, size - trailing) }
}

function readTriplet(lines: LineReader, symmetric: boolean): Uf3TripletSpec {
  lines.demandNext("the cutoffs and the numbers of knots")
  const [cutoffJK, cutoffIK, cutoffIJ, countJK, countIK, countIJ] = lines.numbers(6)
  const jk = readKnots(lines, countJK, cutoffJK)
  const ik = readKnots(lines, countIK, cutoffIK)
  const ij = readKnots(lines, countIJ, cutoffIJ)
  const shape = readShape(lines, [ij.length + 2, ik.length + 2, jk.length + 2])
  const coefficients: number[] = []
  for (let row = 0; row < shape[0] * shape[1]; row++) {
    lines.demandNext("a row of coefficients")
    coefficients.push(...lines.numbers(shape[2]))
  }
  if (symmetric) symmetrise(lines, shape, coefficients)
  const zeros = (from: number, to: number): boolean => isZeroOutside(shape, coefficients, from, to)
  const leading = [3, 2, 1].find((n) => zeros(n, 0)) ?? 0
  const trailing = [3, 2, 1].find((n) => zeros(0, n)) ?? 0
  return { knots: [ij, ik, jk], leading, trailing, coefficients }
}

/** The knots without the repeats at the ends. */
function readKnots(lines: LineReader, count: number, cutoff: number): readonly number[] {
  lines.demandNext("the knots")
  const all = lines.numbers(count)
  if (all.length < 11)
    throw lines.failure(0, `${all.length} knots are too few for cubic B-splines`, "at least 11, those at the ends four times")
  const [first, end] = [all[0], last(all)]
  const clamped = all.slice(0, 4).every((knot) => knot === first) && all.slice(-4).every((knot) => knot === end)
  if (!clamped) throw lines.failure(0, "the first and the last knot do not stand four times", "write the knots as UF3 does")
  if (Math.abs(end - cutoff) > SAME * cutoff)
    throw lines.failure(all.length - 1, `the last knot is at ${end}, the cutoff at ${cutoff}`, "let them agree")
  const knots = all.slice(3, -3)
  const back = knots.findIndex((knot, k) => k > 0 && knot <= knots[k - 1])
  if (back > 0) throw lines.failure(back + 3, `knot ${knots[back]} does not lie beyond ${knots[back - 1]}`, "knots must increase")
  return knots
}

function readShape(lines: LineReader, expected: readonly number[]): readonly number[] {
  lines.demandNext("the number of coefficients")
  const shape = lines.numbers(expected.length)
  if (shape.join() === expected.join()) return shape
  throw lines.failure(0, `the knots make ${expected.join(" × ")} coefficients, here are ${shape.join(" × ")}`, "is the block whole?")
}

/** Demands that (a, b, c) and (b, a, c) are the same but for rounding, and makes them so. */
function symmetrise(lines: LineReader, [na, nb, nc]: readonly number[], coefficients: number[]): void {
  const scale = coefficients.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  for (let a = 0; a < na; a++) {
    for (let b = 0; b < a; b++) {
      for (let c = 0; c < nc; c++) {
        const [here, there] = [(a * nb + b) * nc + c, (b * nb + a) * nc + c]
        if (Math.abs(coefficients[here] - coefficients[there]) > SAME * scale) {
          const what = `coefficients [${a}][${b}][${c}] and [${b}][${a}][${c}] differ, although both neighbours are of one element`
          throw lines.failure(0, what, "their exchange must change nothing")
        }
        coefficients[here] = coefficients[there]
      }
    }
  }
}

function isZeroOutside([na, nb, nc]: readonly number[], coefficients: readonly number[], leading: number, trailing: number): boolean {
  const outside = (k: number, size: number): boolean => k < leading || k >= size - trailing
  return coefficients.every((value, at) => {
    const [a, b, c] = [Math.floor(at / (nb * nc)), Math.floor(at / nc) % nb, at % nc]
    return value === 0 || !(outside(a, na) || outside(b, nb) || outside(c, nc))
  })
}

function trailingZeros(values: readonly number[]): number {
  return values.length - 1 - values.findLastIndex((value) => value !== 0)
}

function symbolAt(lines: LineReader, word: number): string {
  const symbol = lines.word(word)
  if (numberOf(symbol) === undefined) throw lines.failure(word, `no element is called "${symbol}"`, "name the elements by their symbols")
  return symbol
}

function last(values: readonly number[]): number {
  return values[values.length - 1]
}
