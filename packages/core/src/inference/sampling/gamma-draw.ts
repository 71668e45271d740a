import type { Draws } from "../../solve/global/draws.ts"

/**
 * A draw of the gamma distribution of the given shape (any positive number) and unit rate.
 *
 * Source: Marsaglia & Tsang, DOI 10.1145/358407.358414; below shape 1, Γ(a) = Γ(a + 1) U^(1/a).
 */
export function gammaDraw(shape: number, draws: Draws): number {
  if (shape < 1) return gammaDraw(shape + 1, draws) * (1 - draws.uniform()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = draws.normal()
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(1 - draws.uniform()) < 0.5 * z * z + d * (1 - v + Math.log(v))) return d * v
  }
}
