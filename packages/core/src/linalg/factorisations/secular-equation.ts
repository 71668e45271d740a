/** Iterations after which bisection alone would have settled every digit. */
const MOST = 120

/**
 * Root number `i` of the secular equation f(λ) = 1 + ρ Σ_j z_j² / (d_j − λ) = 0, ρ > 0: the eigenvalue of diag(d) + ρ z zᵀ between d_i and
 * d_i+1, or beyond the last. It is sought as the distance from the nearer pole, so that all differences d_j − λ keep their digits, by
 * rational interpolation of the two sums of poles (Bunch, Nielsen & Sorensen, DOI 10.1007/BF01396012) within a shrinking bracket.
 *
 * @param d rising, `[k]`; @param z none zero, `[k]`
 * @param gaps where the differences d_j − λ go, from index `at`, `[k]`
 * @returns λ
 */
export function solveSecular(d: Float64Array, z: Float64Array, k: number, rho: number, i: number, gaps: Float64Array, at: number): number {
  let reach = 0
  for (let j = 0; j < k; j++) reach += z[j] * z[j]
  const last = i === k - 1
  const width = last ? rho * reach : d[i + 1] - d[i]
  // The sign at the middle tells which half the root is in, and so the nearer pole.
  let middle = 1
  for (let j = 0; j < k; j++) middle += (rho * z[j] * z[j]) / (d[j] - d[i] - width / 2)
  const upper = !last && middle < 0
  const origin = upper ? d[i + 1] : d[i]
  let low = upper ? -width / 2 : middle < 0 ? width / 2 : 0
  let high = upper ? 0 : last && middle < 0 ? width : width / 2
  let eta = (low + high) / 2
  for (let iteration = 0; iteration < MOST; iteration++) {
    let below = 0
    let belowSlope = 0
    let above = 0
    let aboveSlope = 0
    let noise = 0
    for (let j = 0; j < k; j++) {
      const gap = d[j] - origin - eta
      const ratio = z[j] / gap
      const term = rho * z[j] * ratio
      noise += Math.abs(term)
      if (j <= i) {
        below += term
        belowSlope += rho * ratio * ratio
      } else {
        above += term
        aboveSlope += rho * ratio * ratio
      }
    }
    const f = 1 + below + above
    if (Math.abs(f) <= 2 * Number.EPSILON * (1 + noise)) break
    if (f < 0) low = eta
    else high = eta
    const near = d[i] - origin - eta
    let step: number
    if (last) {
      const c = 1 + below - near * belowSlope
      step = near + (near * near * belowSlope) / c
    } else {
      const far = d[i + 1] - origin - eta
      const c = f - near * belowSlope - far * aboveSlope
      const a = (near + far) * f - near * far * (belowSlope + aboveSlope)
      const b = near * far * f
      const root = Math.sqrt(Math.max(0, a * a - 4 * b * c))
      step = a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root)
    }
    const next = eta + step
    const inside = next > low && next < high
    const chosen = inside ? next : (low + high) / 2
    if (chosen === eta || !(chosen > low && chosen < high)) break
    eta = chosen
  }
  for (let j = 0; j < k; j++) gaps[at + j] = d[j] - origin - eta
  return origin + eta
}
