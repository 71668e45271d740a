import { boxOf, extend, noExtents, type PointwiseBox, principalAxes } from "./pointwise-box.ts"

/** The smallest box along their principal axes about pointwise steps z that are all at hand, `[rank]` each; null where there are none. */
export function boxAbout(steps: readonly Float64Array[], rank: number): PointwiseBox | null {
  const gram = new Float64Array(rank * rank)
  for (const z of steps) for (let at = 0; at < gram.length; at++) gram[at] += z[Math.floor(at / rank)] * z[at % rank]
  const axes = principalAxes(gram, rank)
  const extents = noExtents(rank)
  const projections = new Float64Array(rank)
  for (const z of steps) {
    projections.fill(0)
    for (let j = 0; j < rank; j++) for (let k = 0; k < rank; k++) projections[k] += z[j] * axes[j * rank + k]
    extend(extents, projections)
    extents.rows++
  }
  return boxOf(axes, extents)
}
