import type { Graph } from "../../../graph/graph.ts"
import { smoothCurvature, smoothStep } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"
import { SCREEN, type Screening } from "./screening.ts"

/** What gradients by vectors between atoms add to: forces and the virial of one structure. */
export interface GradientSink {
  /** `[3 × atoms]`, of the structure's own atoms or of all. */
  readonly forces: Float64Array
  /** Number of the atom that `forces` begins with. */
  readonly firstAtom: number
  /** Its six numbers begin at `virialAt`. */
  readonly virials: Float64Array
  readonly virialAt: number
}

/** Adds the gradient g of the energy by the vector d from atom i to atom j. */
export function addGradient(
  { forces, firstAtom, virials, virialAt: v }: GradientSink,
  i: number,
  j: number,
  dx: number,
  dy: number,
  dz: number,
  gx: number,
  gy: number,
  gz: number,
): void {
  const [p, q] = [3 * (i - firstAtom), 3 * (j - firstAtom)]
  forces[p] += gx
  forces[p + 1] += gy
  forces[p + 2] += gz
  forces[q] -= gx
  forces[q + 1] -= gy
  forces[q + 2] -= gz
  virials[v] -= dx * gx
  virials[v + 1] -= dy * gy
  virials[v + 2] -= dz * gz
  virials[v + 3] -= 0.5 * (dy * gz + dz * gy)
  virials[v + 4] -= 0.5 * (dx * gz + dz * gx)
  virials[v + 5] -= 0.5 * (dx * gy + dy * gx)
}

/**
 * Adds what comes from the screening of each pair.
 *
 * @param weights S ∂E/∂S of each pair
 * @param further what else ∂E/∂C is by screen, besides `weights × ∂ ln S/∂C`
 */
export function scatterScreening(
  { origins, neighbours, distances, vectors }: Graph,
  { pairs, switches, starts, screens }: Screening,
  weights: Float64Array,
  further: Float64Array | undefined,
  sink: GradientSink,
): void {
  for (let p = 0; p < pairs.length; p++) {
    const weight = weights[p]
    if (weight === 0 && !further) continue
    const edge = pairs[p]
    const i = origins[edge]
    const j = neighbours[edge]
    const dx = vectors[3 * edge]
    const dy = vectors[3 * edge + 1]
    const dz = vectors[3 * edge + 2]
    let along = (weight * switches[p]) / distances[edge]
    for (let k = starts[p]; k < starts[p + 1]; k += SCREEN) {
      let byEllipse = 2 * weight * screens[k + 3]
      if (further) byEllipse += 2 * further[k / SCREEN]
      const other = screens[k]
      const atom = neighbours[other]
      const x = vectors[3 * other]
      const y = vectors[3 * other + 1]
      const z = vectors[3 * other + 2]
      const [u, v, w] = [x - dx, y - dy, z - dz]
      along += byEllipse * screens[k + 4]
      const [fromI, fromJ] = [byEllipse * screens[k + 5], byEllipse * screens[k + 6]]
      addGradient(sink, i, atom, x, y, z, fromI * x, fromI * y, fromI * z)
      addGradient(sink, j, atom, u, v, w, fromJ * u, fromJ * v, fromJ * w)
    }
    addGradient(sink, i, j, dx, dy, dz, along * dx, along * dy, along * dz)
  }
}

/**
 * How screening changes with its bounds.
 *
 * @param least derivatives of Cmin, where the bounds of three elements are
 * @param most those of Cmax
 * @param weights S ∂E/∂S of each pair
 * @param relative gets ∂ ln S of each pair
 * @param further gets, for each screen, what `scatterScreening` takes
 */
export function screeningSlopes(
  model: MeamModel,
  { pairs, starts, screens }: Screening,
  least: readonly number[],
  most: readonly number[],
  weights: Float64Array,
  relative: Float64Array,
  further: Float64Array,
): void {
  for (let p = 0; p < pairs.length; p++) {
    relative[p] = 0
    for (let k = starts[p]; k < starts[p + 1]; k += SCREEN) {
      const [bound, place, slope] = [screens[k + 1], screens[k + 2], screens[k + 3]]
      const range = model.most[bound] - model.least[bound]
      const dRange = most[bound] - least[bound]
      const dPlace = -(least[bound] + place * dRange) / range
      const byPlace = slope * range
      relative[p] += byPlace * dPlace
      const curvature = smoothCurvature(place) / smoothStep(place) - byPlace * byPlace
      further[k / SCREEN] = (weights[p] * (curvature * dPlace - slope * dRange)) / range
    }
  }
}
