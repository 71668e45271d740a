import type { Graph } from "../../../graph/graph.ts"
import { smoothSlope, smoothStep } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"

/** C of the ellipse through k about the pair ij, and its slopes by r²_ij, r²_ik and r²_jk. */
interface Ellipse {
  value: number
  bySquares: [number, number, number]
}

/**
 * `C = 1 + 2 (p + q − 1)/(1 − (p − q)²)`, p = r²_ik/r²_ij, q = r²_jk/r²_ij (M. I. Baskes, doi:10.1016/S0254-0584(97)80252-0).
 *
 * @returns whether k stands between the planes through i and j across their bond; elsewhere no ellipse passes through it
 */
function ellipse(ij: number, ik: number, jk: number, out: Ellipse): boolean {
  const [p, q] = [ik / ij, jk / ij]
  const a = 1 - (p - q) ** 2
  if (!(a > 0)) return false
  const excess = p + q - 1
  out.value = 1 + (2 * excess) / a
  const cross = (4 * excess * (p - q)) / (a * a)
  const [byP, byQ] = [2 / a + cross, 2 / a - cross]
  out.bySquares[0] = -(p * byP + q * byQ) / ij
  out.bySquares[1] = byP / ij
  out.bySquares[2] = byQ / ij
  return true
}

/** Beyond this multiple of the distance of a pair from either of its atoms nothing screens it, for the largest of its bounds C. */
export function screeningReach(most: Float64Array): number {
  // The ellipse's farthest point: one of its own ends where it is flat.
  return most.reduce((reach, c) => Math.max(reach, c > 2 ? c / (2 * Math.sqrt(c - 1)) : 1), 1)
}

/**
 * Screening of each edge of a structure by all other atoms, ∏_k step((C − Cmin)/(Cmax − Cmin)), times the switch before the cutoff;
 * 0 for what is too far or unknown. Edges count from the structure's first.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function screenEdges(model: MeamModel, graph: Graph, s: number, species: readonly number[], out: Float64Array): void {
  const { centres, origins, neighbours, reverse, distances, vectors } = graph
  const count = model.elements.length
  const first = centres[graph.structures[s]]
  const last = centres[graph.structures[s + 1]]
  const at: Ellipse = { value: 0, bySquares: [0, 0, 0] }
  const reach = screeningReach(model.most)
  for (let edge = first; edge < last; edge++) {
    const r = distances[edge]
    const [a, b] = [species[graph.species[origins[edge]]], species[graph.species[neighbours[edge]]]]
    if (a < 0 || b < 0 || r >= model.cutoff) {
      out[edge - first] = 0
      continue
    }
    if (reverse[edge] < edge) {
      out[edge - first] = out[reverse[edge] - first]
      continue
    }
    let screening = smoothStep((model.cutoff - r) / model.width)
    const [dx, dy, dz] = [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
    const farthest = reach * r
    for (let other = centres[origins[edge]]; other < centres[origins[edge] + 1] && screening > 0; other++) {
      if (other === edge || distances[other] > farthest) continue
      const c = species[graph.species[neighbours[other]]]
      if (c < 0) continue
      const [x, y, z] = [vectors[3 * other] - dx, vectors[3 * other + 1] - dy, vectors[3 * other + 2] - dz]
      if (!ellipse(r * r, distances[other] ** 2, x * x + y * y + z * z, at)) continue
      const bound = (a * count + b) * count + c
      screening *= smoothStep((at.value - model.least[bound]) / (model.most[bound] - model.least[bound]))
    }
    out[edge - first] = screening
  }
}

/**
 * Adds the forces and the virial that come from the screening of each pair.
 *
 * @param screening as from `screenEdges`
 * @param slopes ∂E/∂S of each edge
 */
export function scatterScreening(
  model: MeamModel,
  graph: Graph,
  s: number,
  species: readonly number[],
  screening: Float64Array,
  slopes: Float64Array,
  addForce: (i: number, j: number, scale: number, x: number, y: number, z: number) => void,
): void {
  const { centres, origins, neighbours, reverse, distances, vectors } = graph
  const count = model.elements.length
  const first = centres[graph.structures[s]]
  const last = centres[graph.structures[s + 1]]
  const at: Ellipse = { value: 0, bySquares: [0, 0, 0] }
  const reach = screeningReach(model.most)
  for (let edge = first; edge < last; edge++) {
    const whole = screening[edge - first]
    if (whole === 0 || reverse[edge] < edge) continue
    const slope = whole * (slopes[edge - first] + slopes[reverse[edge] - first])
    const [i, j] = [origins[edge], neighbours[edge]]
    const [a, b] = [species[graph.species[i]], species[graph.species[j]]]
    const r = distances[edge]
    const [dx, dy, dz] = [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
    const inner = (model.cutoff - r) / model.width
    let along = (-slope * smoothSlope(inner)) / (smoothStep(inner) * model.width * r)
    const farthest = reach * r
    for (let other = centres[i]; other < centres[i + 1]; other++) {
      if (other === edge || distances[other] > farthest) continue
      const c = species[graph.species[neighbours[other]]]
      if (c < 0) continue
      const [x, y, z] = [vectors[3 * other], vectors[3 * other + 1], vectors[3 * other + 2]]
      const [u, v, w] = [x - dx, y - dy, z - dz]
      if (!ellipse(r * r, distances[other] ** 2, u * u + v * v + w * w, at)) continue
      const bound = (a * count + b) * count + c
      const range = model.most[bound] - model.least[bound]
      const place = (at.value - model.least[bound]) / range
      if (place >= 1) continue
      const byEllipse = (slope * smoothSlope(place)) / (smoothStep(place) * range)
      const [byIj, byIk, byJk] = at.bySquares
      along += 2 * byEllipse * byIj
      addForce(i, neighbours[other], 2 * byEllipse * byIk, x, y, z)
      addForce(j, neighbours[other], 2 * byEllipse * byJk, u, v, w)
    }
    addForce(i, j, along, dx, dy, dz)
  }
}
