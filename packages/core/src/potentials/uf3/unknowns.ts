import type { SplineBasis } from "../functions/basis.ts"

/** The coefficients of one three-body spline that are unknowns; the others are zero. */
export interface TripletUnknowns {
  /** Number of unknowns K. */
  readonly count: number
  /** B-splines along r_ij, r_ik, r_jk: the shape of the coefficients `[a][b][c]`. */
  readonly shape: readonly [number, number, number]
  /**
   * For each (a, b) three numbers, `[na × nb × 3]`: the unknown of coefficient (a, b, low), `low`, and one past the last c. Unknowns
   * of one (a, b) follow each other. Where both neighbours are of one element (a, b) and (b, a) are the same unknowns.
   */
  readonly runs: Int32Array
  /** (a, b, c) of each unknown, a ≤ b where both neighbours are of one element, `[3K]`. */
  readonly indices: Int32Array
}

/**
 * Which coefficients are unknowns: those not cut off at the ends of the axes whose B-splines overlap with some triangle, so that
 * |r_ij − r_ik| ≤ r_jk ≤ r_ij + r_ik somewhere inside their support.
 */
export function tripletUnknowns(
  bases: readonly [SplineBasis, SplineBasis, SplineBasis],
  ends: { readonly leading: number; readonly trailing: number },
  symmetric: boolean,
): TripletUnknowns {
  const [na, nb, nc] = bases.map(({ size }) => size)
  const runs = new Int32Array(3 * na * nb)
  const indices: number[] = []
  for (let a = 0; a < na; a++) {
    for (let b = 0; b < nb; b++) {
      const at = 3 * (a * nb + b)
      if (symmetric && b < a) {
        runs.copyWithin(at, 3 * (b * nb + a), 3 * (b * nb + a) + 3)
        continue
      }
      const numbers = Array.from({ length: nc }, (_, c) => c).filter((c) => inside(bases, [a, b, c], ends))
      const low = numbers[0] ?? 0
      runs.set([indices.length / 3, low, low + numbers.length], at)
      for (const c of numbers) indices.push(a, b, c)
    }
  }
  return Object.freeze({ count: indices.length / 3, shape: [na, nb, nc] as const, runs, indices: Int32Array.from(indices) })
}

function inside(
  bases: readonly SplineBasis[],
  numbers: readonly number[],
  { leading, trailing }: { readonly leading: number; readonly trailing: number },
): boolean {
  if (!bases.every(({ size }, axis) => numbers[axis] >= leading && numbers[axis] < size - trailing)) return false
  const [[lowJ, highJ], [lowK, highK], [low, high]] = bases.map(support).map((of, axis) => of(numbers[axis]))
  return high > Math.max(0, lowJ - highK, lowK - highJ) && low < highJ + highK
}

/** First and last distance at which B-spline n is not zero. */
function support({ knots, degree }: SplineBasis): (n: number) => readonly [number, number] {
  return (n) => [knots[Math.max(0, n - degree)], knots[Math.min(knots.length - 1, n + 1)]]
}

/** Calls `visit(unknown, a, b, c)` for every coefficient that is not always zero. */
export function forCoefficients(
  { shape: [na, nb], runs }: TripletUnknowns,
  visit: (k: number, a: number, b: number, c: number) => void,
): void {
  for (let a = 0; a < na; a++) {
    for (let b = 0; b < nb; b++) {
      const at = 3 * (a * nb + b)
      for (let c = runs[at + 1]; c < runs[at + 2]; c++) visit(runs[at] + c - runs[at + 1], a, b, c)
    }
  }
}
