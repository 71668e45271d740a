/** Real spherical harmonics of degree six. */
export const sixth = 13

/** √(2 (6 − m)!/(6 + m)!), 1 for m = 0. */
const scale: readonly number[] = Array.from({ length: 7 }, (_, m) => {
  let product = 1
  for (let k = 6 - m + 1; k <= 6 + m; k++) product *= k
  return m === 0 ? 1 : Math.sqrt(2 / product)
})

/**
 * Adds the 13 real harmonics of degree 6 of a unit vector to `out` from `at` on, so normalised that `Σ_m Y_m(u) Y_m(v) = P₆(u·v)`: derivatives
 * of P₆(z) times real and imaginary parts of (x + i y)^m.
 */
export function addSixthHarmonics(x: number, y: number, z: number, out: Float64Array, at: number): void {
  const s = z * z
  out[at] += (((231 * s - 315) * s + 105) * s - 5) / 16
  let re = x
  let im = y
  for (let m = 1; m <= 6; m++) {
    const value = scale[m] * slope(m, z, s)
    out[at + 2 * m - 1] += value * re
    out[at + 2 * m] += value * im
    const next = re * x - im * y
    im = re * y + im * x
    re = next
  }
}

/** dᵐP₆/dzᵐ, with s = z². */
function slope(m: number, z: number, s: number): number {
  if (m === 1) return (21 / 8) * z * ((33 * s - 30) * s + 5)
  if (m === 2) return (105 / 8) * ((33 * s - 18) * s + 1)
  if (m === 3) return (315 / 2) * z * (11 * s - 3)
  if (m === 4) return (945 / 2) * (11 * s - 1)
  return m === 5 ? 10395 * z : 10395
}
