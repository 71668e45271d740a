import type { SnapSettings } from "./settings.ts"

/**
 * Weight of a neighbour of element b at distance r [Å] of an atom of element a, and its slope [1/Å], into `out`: w_b × fade out × fade in,
 *
 *     (1 + cos π(r − rmin0)/(cutoff − rmin0))/2                  from rmin0 to the cutoff, 1 below
 *     (1 − cos π/2 (1 + (r − s)/d))/2                            from s − d to s + d, 0 below, 1 above
 *
 * with s and d the means over both elements.
 */
export function switchedWeight(
  { weights, start, fade, inner }: SnapSettings,
  r: number,
  a: number,
  b: number,
  cutoff: number,
  out: Float64Array,
): void {
  let value = weights[b]
  let slope = 0
  if (fade && r > start) {
    const perLength = Math.PI / (cutoff - start)
    const phase = (r - start) * perLength
    slope = -0.5 * value * perLength * Math.sin(phase)
    value *= 0.5 * (1 + Math.cos(phase))
  }
  if (inner) {
    const centre = 0.5 * (inner.centres[a] + inner.centres[b])
    const width = 0.5 * (inner.widths[a] + inner.widths[b])
    if (r <= centre - width) {
      value = slope = 0
    } else if (r < centre + width) {
      const phase = (Math.PI / 2) * (1 + (r - centre) / width)
      const part = 0.5 * (1 - Math.cos(phase))
      slope = slope * part + value * (Math.PI / (4 * width)) * Math.sin(phase)
      value *= part
    }
  }
  out[0] = value
  out[1] = slope
}
