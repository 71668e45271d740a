/** C of the ellipse through k about the pair ij, and its slopes by r²_ij, r²_ik and r²_jk. */
export interface Ellipse {
  value: number
  byIj: number
  byIk: number
  byJk: number
}

/**
 * `C = 1 + 2 (p + q − 1)/(1 − (p − q)²)`, p = r²_ik/r²_ij, q = r²_jk/r²_ij (M. I. Baskes, doi:10.1016/S0254-0584(97)80252-0).
 *
 * @returns whether k stands between the planes through i and j across their bond; elsewhere no ellipse passes through it
 */
export function ellipse(ij: number, ik: number, jk: number, out: Ellipse): boolean {
  const p = ik / ij
  const q = jk / ij
  const a = 1 - (p - q) * (p - q)
  if (!(a > 0)) return false
  const excess = p + q - 1
  out.value = 1 + (2 * excess) / a
  const cross = (4 * excess * (p - q)) / (a * a)
  const byP = 2 / a + cross
  const byQ = 2 / a - cross
  out.byIj = -(p * byP + q * byQ) / ij
  out.byIk = byP / ij
  out.byJk = byQ / ij
  return true
}

/** Beyond this multiple of the distance of a pair from either of its atoms nothing screens it, for the largest of its bounds C. */
export function screeningReach(most: readonly number[]): number {
  // The ellipse's farthest point: one of its own ends where it is flat.
  return most.reduce((reach, c) => Math.max(reach, c > 2 ? c / (2 * Math.sqrt(c - 1)) : 1), 1)
}
