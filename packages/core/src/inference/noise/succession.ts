import type { FrameResiduals } from "./residual-classes.ts"

/** How alike residuals of a frame and the next are. */
export interface Succession {
  /** Pairs of frames that follow each other. */
  readonly pairs: number
  /** Correlation of a datum with the same datum of the next frame, −1 … 1. */
  readonly correlation: number
  /** Standard errors of it from zero; pairs of frames count as independent, not their data. */
  readonly significance: number
  /** Part that as many independent data would be: (1 − ρ)/(1 + ρ), for correlations that decay as ρᵏ. */
  readonly worth: number
}

/** Pairs from which something can be told. */
const ENOUGH = 8

/** Null where too few frames follow each other. @param mean of z over the class, which is no correlation */
export function succession(frames: readonly FrameResiduals[], mean: number): Succession | null {
  let [pairs, product, squares, error] = [0, 0, 0, 0]
  for (let f = 1; f < frames.length; f++) {
    if (!frames[f].follows || frames[f].z.length !== frames[f - 1].z.length) continue
    let [own, size] = [0, 0]
    frames[f].z.forEach((value, k) => {
      const [now, before] = [value - mean, frames[f - 1].z[k] - mean]
      if (Number.isNaN(now * before)) return
      own += now * before
      size += 0.5 * (now * now + before * before)
    })
    if (size === 0) continue
    pairs++
    product += own
    squares += size
    error += own * own
  }
  if (pairs < ENOUGH) return null
  const correlation = product / squares
  return { pairs, correlation, significance: product / Math.sqrt(error), worth: (1 - correlation) / (1 + correlation) }
}
