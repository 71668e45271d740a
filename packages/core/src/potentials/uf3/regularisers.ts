import type { PairTerm } from "../pair/pair-term.ts"
import type { Regulariser, RegulariserRow } from "../regulariser.ts"
import type { NamedPair } from "./terms.ts"
import type { TripletTerm } from "./triplet-term.ts"
import { forCoefficients, type TripletUnknowns } from "./unknowns.ts"

/**
 * The penalties on a two-body spline: the size of its free coefficients, and their second differences c₋ − 2c + c₊ (zero beyond the end).
 * Both are expected to fall with distance by a factor e every `decay` [Å], from 1 at the first free coefficient.
 */
export function pairRegularisers({ label, radial, offset }: NamedPair & PairTerm, decay: number): readonly Regulariser[] {
  const middles = splineMiddles(radial.knots)
  const first = radial.parameters.findIndex(({ fixed }) => !fixed)
  const weight = (k: number): number => Math.exp((middles[k] - middles[first]) / decay)
  const free = radial.parameters.map((_, k) => k).slice(first)
  const last = radial.parameters.length - 1
  return [
    {
      name: `ridge of ${label}`,
      doc: `coefficients of V₂ of ${label}`,
      rows: free.map((k) => ({ parameters: [offset + k], coefficients: [weight(k)] })),
    },
    {
      name: `curvature of ${label}`,
      doc: `second differences of the coefficients of V₂ of ${label}`,
      rows: free
        .slice(1)
        .map((k) => weighed(secondDifference(offset + k - 1, offset + k, k < last ? offset + k + 1 : undefined), weight(k))),
    },
  ]
}

/**
 * The penalties on a three-body spline: the size of its coefficients, and their second differences along r_ij and r_ik, and along r_jk.
 * All are expected to fall by a factor e every `decay` [Å] of (r_ij + r_ik)/2.
 */
export function tripletRegularisers(term: TripletTerm, decay: number): readonly Regulariser[] {
  const { label, unknowns, offset } = term
  const weights = tripletWeights(term, decay)
  const { near, opposite } = differences(unknowns, offset, weights)
  return [
    {
      name: `ridge of ${label}`,
      doc: `coefficients of V₃ of ${label}`,
      rows: Array.from(weights, (weight, k) => ({ parameters: [offset + k], coefficients: [weight] })),
    },
    { name: `curvature of ${label}`, doc: `second differences of the coefficients of V₃ of ${label} along r_ij and r_ik`, rows: near },
    { name: `curvature of ${label} opposite`, doc: `second differences of the coefficients of V₃ of ${label} along r_jk`, rows: opposite },
  ]
}

/** Where each cubic B-spline has its middle: the mean of its three inner knots. */
function splineMiddles(knots: ArrayLike<number>): Float64Array {
  const last = knots.length - 1
  const knot = (k: number): number => knots[Math.min(Math.max(k, 0), last)]
  return Float64Array.from({ length: last + 3 }, (_, k) => (knot(k - 2) + knot(k - 1) + knot(k)) / 3)
}

function tripletWeights({ bases: [ij, ik], unknowns: { count, indices } }: TripletTerm, decay: number): Float64Array {
  const [first, second] = [ij, ik].map(({ knots }) => splineMiddles(knots))
  const sums = Float64Array.from({ length: count }, (_, k) => (first[indices[3 * k]] + second[indices[3 * k + 1]]) / 2)
  const least = sums.reduce((low, sum) => Math.min(low, sum), Infinity)
  return sums.map((sum) => Math.exp((sum - least) / decay))
}

function weighed({ parameters, coefficients }: RegulariserRow, weight: number): RegulariserRow {
  return { parameters, coefficients: coefficients.map((coefficient) => weight * coefficient) }
}

/** A coefficient beyond the end is zero and no parameter. */
function secondDifference(before: number, middle: number, behind: number | undefined): RegulariserRow {
  return behind === undefined
    ? { parameters: [before, middle], coefficients: [1, -2] }
    : { parameters: [before, middle, behind], coefficients: [1, -2, 1] }
}

/** Rows c₋ − 2c + c₊ of all coefficients that have both neighbours along an axis. */
function differences(
  unknowns: TripletUnknowns,
  offset: number,
  weights: Float64Array,
): { readonly near: RegulariserRow[]; readonly opposite: RegulariserRow[] } {
  const [na, nb, nc] = unknowns.shape
  const numbers = new Int32Array(na * nb * nc).fill(-1)
  forCoefficients(unknowns, (k, a, b, c) => (numbers[(a * nb + b) * nc + c] = k))
  const at = (a: number, b: number, c: number): number =>
    a < 0 || b < 0 || c < 0 || a >= na || b >= nb || c >= nc ? -1 : numbers[(a * nb + b) * nc + c]
  const rows = new Map<string, RegulariserRow>()
  const near: RegulariserRow[] = []
  const opposite: RegulariserRow[] = []
  forCoefficients(unknowns, (k, a, b, c) => {
    const along = [
      [near, at(a - 1, b, c), at(a + 1, b, c)],
      [near, at(a, b - 1, c), at(a, b + 1, c)],
      [opposite, at(a, b, c - 1), at(a, b, c + 1)],
    ] as const
    for (const [list, before, behind] of along) {
      const key = `${before} ${k} ${behind}`
      // Coefficients that are the same unknown give the same row once.
      if (before < 0 || behind < 0 || rows.has(key) || rows.has(`${behind} ${k} ${before}`)) continue
      const row = weighed(merged([before, k, behind], offset), weights[k])
      rows.set(key, row)
      list.push(row)
    }
  })
  return { near, opposite }
}

/** c₋ − 2c + c₊, where c₋ and c₊ may be one unknown, or c itself. */
function merged([before, middle, behind]: readonly [number, number, number], offset: number): RegulariserRow {
  const sum = new Map<number, number>()
  for (const [k, weight] of [
    [before, 1],
    [middle, -2],
    [behind, 1],
  ]) {
    sum.set(k, (sum.get(k) ?? 0) + weight)
  }
  const kept = [...sum].filter(([, weight]) => weight !== 0)
  return { parameters: kept.map(([k]) => offset + k), coefficients: kept.map(([, weight]) => weight) }
}
