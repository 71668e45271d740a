import type { PairTerm } from "../pair/pair-term.ts"
import type { Regulariser, RegulariserRow } from "../regulariser.ts"
import type { SharedBonds } from "./shared-bonds.ts"
import type { NamedPair } from "./terms.ts"
import type { TripletTerm } from "./triplet-term.ts"
import { forCoefficients, type TripletUnknowns } from "./unknowns.ts"

/** What sizes of coefficients are expected beside. */
export interface CoefficientScale {
  /** Over this length they fall by a factor e [Å]. */
  readonly decay: number
  /** Of bonds, per atom [eV/atom]. */
  readonly energy: number
  /** What the energies are expected to be; zero unless given. */
  readonly expected?: SharedBonds
}

/** Expected sizes at the closest distance, in parts of the energy of bonds: coefficients, and their differences. */
const SIZES = { pair: 3.5, roughness: 0.05, triplet: 1.6, near: 0.1, opposite: 0.3 }
/** Fourth differences fall more slowly with distance than the energy does. */
const ROUGHNESS_DECAYS = 1.8
/** ln α is known to about this: sizes to a factor of 1.6. */
const SPREAD = 1

/**
 * The penalties on a two-body spline: the size of its free coefficients, and their fourth differences (zeros beyond the end), which leave
 * wells and barriers of any size and position but no ripples. Sizes are expected to fall with distance by a factor e every `decay`. Where energies are expected, what counts is how far from them.
 */
export function pairRegularisers({ label, radial, offset }: NamedPair & PairTerm, scale: CoefficientScale): readonly Regulariser[] {
  const middles = splineMiddles(radial.knots)
  const first = radial.parameters.findIndex(({ fixed }) => !fixed)
  const weight = (k: number, size: number, decay: number): number => Math.exp((middles[k] - middles[first]) / decay) / (size * scale.energy)
  const count = radial.parameters.length
  const free = radial.parameters.map((_, k) => k).slice(first)
  const mean = scale.expected && Float64Array.from(middles, (r) => scale.expected?.pair(r) ?? 0)
  const about = (row: RegulariserRow): RegulariserRow => withMean(row, offset, mean)
  return [
    {
      name: `ridge of ${label}`,
      doc: `coefficients of V₂ of ${label}`,
      spread: SPREAD,
      rows: free.map((k) => about({ parameters: [offset + k], coefficients: [weight(k, SIZES.pair, scale.decay)] })),
    },
    {
      name: `roughness of ${label}`,
      doc: `fourth differences of the coefficients of V₂ of ${label}`,
      spread: SPREAD,
      rows: free.map((k) => {
        const inside = FOURTH.flatMap((coefficient, step) => (k + step < count ? [{ parameter: offset + k + step, coefficient }] : []))
        const row = { parameters: inside.map(({ parameter }) => parameter), coefficients: inside.map(({ coefficient }) => coefficient) }
        return about(weighed(row, weight(k, SIZES.roughness, ROUGHNESS_DECAYS * scale.decay)))
      }),
    },
  ]
}

/** c₀ − 4c₁ + 6c₂ − 4c₃ + c₄ */
const FOURTH = [1, -4, 6, -4, 1]

/**
 * The penalties on a three-body spline: the size of its coefficients, and their second differences along r_ij and r_ik, and along r_jk.
 * All are expected to fall by a factor e every `decay` of (r_ij + r_ik)/2. Where energies are expected, what counts is how far from them.
 */
export function tripletRegularisers(term: TripletTerm, { decay, energy, expected }: CoefficientScale): readonly Regulariser[] {
  const { label, unknowns, offset } = term
  const weights = tripletWeights(term, decay)
  const mean = expected && tripletMeans(term, expected)
  const { near, opposite } = differences(unknowns, offset, weights)
  const sized = (rows: readonly RegulariserRow[], size: number): readonly RegulariserRow[] =>
    rows.map((row) => withMean(weighed(row, 1 / (size * energy)), offset, mean))
  const ridge = Array.from(weights, (weight, k) => ({ parameters: [offset + k], coefficients: [weight] }))
  const bending = `second differences of the coefficients of V₃ of ${label} along`
  return [
    { name: `ridge of ${label}`, doc: `coefficients of V₃ of ${label}`, spread: SPREAD, rows: sized(ridge, SIZES.triplet) },
    { name: `curvature of ${label}`, doc: `${bending} r_ij and r_ik`, spread: SPREAD, rows: sized(near, SIZES.near) },
    { name: `curvature of ${label} opposite`, doc: `${bending} r_jk`, spread: SPREAD, rows: sized(opposite, SIZES.opposite) },
  ]
}

/** Where each cubic B-spline has its middle: the mean of its three inner knots. */
function splineMiddles(knots: ArrayLike<number>): Float64Array {
  const last = knots.length - 1
  const knot = (k: number): number => knots[Math.min(Math.max(k, 0), last)]
  return Float64Array.from({ length: last + 3 }, (_, k) => (knot(k - 2) + knot(k - 1) + knot(k)) / 3)
}

/** V₃ at the middles of each unknown's B-splines. */
function tripletMeans({ bases: [ij, ik], unknowns: { count, indices } }: TripletTerm, { triplet }: SharedBonds): Float64Array {
  const [first, second] = [ij, ik].map(({ knots }) => splineMiddles(knots))
  return Float64Array.from({ length: count }, (_, k) => triplet(first[indices[3 * k]], second[indices[3 * k + 1]]))
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

/** A row about what the coefficients from `offset` on are expected to be; as it is where nothing is expected. */
function withMean(row: RegulariserRow, offset: number, mean: Float64Array | undefined): RegulariserRow {
  if (!mean) return row
  return { ...row, value: row.parameters.reduce((sum, k, at) => sum + row.coefficients[at] * mean[k - offset], 0) }
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
