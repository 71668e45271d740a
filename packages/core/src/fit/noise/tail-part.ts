import type { TailSums } from "../../objective/noise/weigh-by-tails.ts"

/** Rows of which nothing is seen, beside which few rows count: their own sums would be chance. */
const UNSEEN = 30

/**
 * The part of Σ w JᵀJ that rows √w [J | r] of Student's t noise say of parameters: the second derivative of −ln p in z is
 *
 *     h = (ν + 1)(ν − z²)/(ν + z²)² = w (2ν w/(ν + 1) − 1)        ⟨h⟩ = (ν + 1)/(ν + 3), ⟨w⟩ = 1
 *
 * and Σ h/Σ w the observed information beside what makes steps downhill. Where residuals are not of this ν and σ, as where these are
 * given, the observed part follows what there is (B. Efron, D. V. Hinkley, DOI 10.1093/biomet/65.3.457).
 *
 * @param sums of its rows; without them the expected part
 */
export function tailPart(degrees: number, sums?: Pick<TailSums, "weights" | "squares">): number {
  const expected = (degrees + 1) / (degrees + 3)
  if (!sums) return expected
  const observed = ((2 * degrees) / (degrees + 1)) * sums.squares - sums.weights
  return (observed + UNSEEN * expected) / (sums.weights + UNSEEN)
}
