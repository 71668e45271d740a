import type { PairTerm } from "../pair/pair-term.ts"
import type { Regulariser, RegulariserRow } from "../regulariser.ts"
import type { TripletTerm } from "./triplet-term.ts"
import { forCoefficients, type TripletUnknowns } from "./unknowns.ts"

/** The penalties on a two-body spline: the size of its free coefficients, and their second differences c₋ − 2c + c₊ (zero beyond the end). */
export function pairRegularisers(label: string, { radial, offset }: PairTerm): readonly Regulariser[] {
  const free = radial.parameters.flatMap(({ fixed }, k) => (fixed ? [] : [offset + k]))
  return [
    ridge(label, free),
    {
      name: `curvature of ${label}`,
      doc: `second differences of the coefficients of V₂ of ${label}`,
      rows: free.slice(1).map((_, k) => secondDifference(free[k], free[k + 1], free[k + 2])),
    },
  ]
}

/** The penalties on a three-body spline: the size of its coefficients, and their second differences along r_ij and r_ik, and along r_jk. */
export function tripletRegularisers({ label, unknowns, offset }: TripletTerm): readonly Regulariser[] {
  const own = Array.from({ length: unknowns.count }, (_, k) => offset + k)
  const { near, opposite } = differences(unknowns, offset)
  return [
    ridge(label, own),
    { name: `curvature of ${label}`, doc: `second differences of the coefficients of V₃ of ${label} along r_ij and r_ik`, rows: near },
    { name: `curvature of ${label} opposite`, doc: `second differences of the coefficients of V₃ of ${label} along r_jk`, rows: opposite },
  ]
}

function ridge(label: string, parameters: readonly number[]): Regulariser {
  const rows = parameters.map((k) => ({ parameters: [k], coefficients: [1] }))
  return { name: `ridge of ${label}`, doc: `coefficients of ${label}`, rows }
}

/** A coefficient beyond the end is zero and no parameter. */
function secondDifference(before: number, middle: number, behind: number | undefined): RegulariserRow {
  return behind === undefined
    ? { parameters: [before, middle], coefficients: [1, -2] }
    : { parameters: [before, middle, behind], coefficients: [1, -2, 1] }
}

/** Rows c₋ − 2c + c₊ of all coefficients that have both neighbours along an axis. */
function differences(unknowns: TripletUnknowns, offset: number): { readonly near: RegulariserRow[]; readonly opposite: RegulariserRow[] } {
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
      const row = merged([before, k, behind], offset)
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
