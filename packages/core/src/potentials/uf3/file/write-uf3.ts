import { denseCoefficients, type TripletTerm } from "../triplet-term.ts"
import type { Uf3PairSpec } from "../uf3-spec.ts"

/** What a file of LAMMPS's `pair_style uf3` holds of one pair of elements. */
export interface Uf3PairBlock extends Pick<Uf3PairSpec, "knots"> {
  /** Symbols. */
  readonly elements: readonly [string, string]
  /** Of all `knots + 2` B-splines. */
  readonly coefficients: ArrayLike<number>
}

/**
 * The text of a file for LAMMPS's `pair_style uf3`, one block for each pair and each triplet; in that of a triplet the knots stand in the
 * order r_jk, r_ik, r_ij, the coefficients as `[ij][ik][jk]`. Numbers are written so that they are read back to the last bit.
 */
export function writeUf3(
  pairs: readonly Uf3PairBlock[],
  triplets: readonly TripletTerm[],
  symbols: readonly string[],
  theta: Float64Array,
): string {
  return [...pairs.map(pairBlock), ...triplets.map((term) => tripletBlock(term, symbols, theta))].join("")
}

const title = "#UF3 POT UNITS: metal DATE: none AUTHOR: Luthier CITATION: doi:10.1038/s41524-023-01092-7"

function pairBlock({ elements, knots, coefficients }: Uf3PairBlock): string {
  const all = clamped(knots)
  return block([
    `2B ${elements.join(" ")} 0 3 ${spacing([knots])}`,
    `${knots[knots.length - 1]} ${all.length}`,
    all.join(" "),
    String(coefficients.length),
    // V₂ of the file is counted from both ends of a pair.
    Array.from(coefficients, (value) => value / 2).join(" "),
  ])
}

function tripletBlock(term: TripletTerm, symbols: readonly string[], theta: Float64Array): string {
  const [na, nb, nc] = term.unknowns.shape
  const dense = new Float64Array(na * nb * nc)
  denseCoefficients(term, theta, dense)
  const axes = term.bases.map(({ knots }) => Array.from(knots)).toReversed()
  const all = axes.map(clamped)
  const rows = Array.from({ length: na * nb }, (_, row) => dense.subarray(row * nc, (row + 1) * nc).join(" "))
  return block([
    `3B ${[term.centre, term.first, term.second].map((element) => symbols[element]).join(" ")} 0 3 ${spacing(axes)}`,
    [...axes.map((knots) => knots[knots.length - 1]), ...all.map(({ length }) => length)].join(" "),
    ...all.map((knots) => knots.join(" ")),
    `${na} ${nb} ${nc}`,
    ...rows,
  ])
}

function block(lines: readonly string[]): string {
  return `${title}\n${lines.join("\n")}\n#\n`
}

/** Knots of cubic B-splines as the file has them: those at the ends four times. */
function clamped(knots: readonly number[]): readonly number[] {
  const [first, last] = [knots[0], knots[knots.length - 1]]
  return [first, first, first, ...knots, last, last, last]
}

/** In parts of their spacing, what knots may be off an even one: at a knot neighbouring pieces agree to the third power of it. */
const EVEN = 1e-6

/** `uk` where knots are evenly spaced, so that LAMMPS finds their intervals by a division; else `nk`. */
function spacing(axes: readonly (readonly number[])[]): "uk" | "nk" {
  const even = axes.every((knots) => {
    const width = (knots[knots.length - 1] - knots[0]) / (knots.length - 1)
    return knots.every((knot, k) => Math.abs(knot - knots[0] - k * width) <= EVEN * width)
  })
  return even ? "uk" : "nk"
}
