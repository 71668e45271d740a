import { type Axes, principalAxes } from "./principal-axes.ts"
import { boxOf, extend, noExtents, type PointwiseBox } from "./pointwise-box.ts"

/** The smallest box along their principal axes about pointwise steps z that are all at hand, `[rank]` each; null where there are none. */
export function boxAbout(steps: readonly Float64Array[], rank: number): PointwiseBox | null {
  const gram = new Float64Array(rank * rank)
  for (const z of steps) for (let at = 0; at < gram.length; at++) gram[at] += z[Math.floor(at / rank)] * z[at % rank]
  return boxAlong(principalAxes(gram, rank), steps)
}

/** The same along given axes, with a ball across them. */
export function boxAlong(axes: Axes, steps: readonly Float64Array[]): PointwiseBox | null {
  const { rank, count, vectors } = axes
  const extents = noExtents(count)
  const projections = new Float64Array(count)
  for (const z of steps) {
    projections.fill(0)
    let squared = 0
    for (let j = 0; j < rank; j++) {
      squared += z[j] * z[j]
      for (let k = 0; k < count; k++) projections[k] += z[j] * vectors[j * count + k]
    }
    extend(extents, projections, squared)
  }
  return boxOf(axes, extents)
}
