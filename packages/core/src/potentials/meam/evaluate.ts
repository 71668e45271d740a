import type { Graph } from "../../graph/graph.ts"
import { speciesPair } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { valuesAt } from "../many-body/points.ts"
import type { Evaluation } from "../potential.ts"
import type { MeamModel } from "./model/model.ts"
import type { AtomEnergy } from "./surroundings/atom-energy.ts"
import { addNeighbour, MOMENTS, neighbourSlopes } from "./surroundings/moments.ts"
import { scatterScreening, screenEdges } from "./surroundings/screening.ts"

/** What a MEAM potential is evaluated from. */
export interface MeamFunctions {
  readonly model: MeamModel
  /** φ of each pair of elements, at `speciesPair(a, b, n)`. */
  readonly pairs: readonly BoundFunction[]
  readonly atoms: readonly AtomEnergy[]
}

const nothing = new Float64Array(0)

/** Adds energies, forces and virials of a graph. @param species as in `screenEdges` */
export function evaluateMeam(functions: MeamFunctions, graph: Graph, species: readonly number[], out: Evaluation): void {
  for (let s = 0; s < graph.structures.length - 1; s++) kernels().heap.scope(() => evaluateStructure(functions, graph, s, species, out))
}

function evaluateStructure(
  { model, pairs, atoms }: MeamFunctions,
  graph: Graph,
  s: number,
  species: readonly number[],
  out: Evaluation,
): void {
  const { heap } = kernels()
  const { centres, origins, neighbours, distances, vectors } = graph
  const [firstAtom, lastAtom] = [graph.structures[s], graph.structures[s + 1]]
  const [first, last] = [centres[firstAtom], centres[lastAtom]]
  const count = model.elements.length
  const screening = new Float64Array(last - first)
  const slopes = new Float64Array(last - first)
  screenEdges(model, graph, s, species, screening)

  // The edges that anything is seen along.
  let seen = 0
  for (let edge = 0; edge < screening.length; edge++) if (screening[edge] > 0) seen++
  const edges = new Int32Array(seen)
  const which = new Int32Array(seen)
  const x = heap.f64(seen, "anything")
  for (let edge = first, e = 0; edge < last; edge++) {
    if (!(screening[edge - first] > 0)) continue
    edges[e] = edge
    which[e] = speciesPair(species[graph.species[origins[edge]]], species[graph.species[neighbours[edge]]], count)
    x[e++] = distances[edge]
  }
  const phi = valuesAt(pairs, which, seen, x, nothing)

  const moments = new Float64Array(MOMENTS * (lastAtom - firstAtom))
  const gradients = new Float64Array(moments.length)
  const f = new Float64Array(4)
  const df = new Float64Array(4)
  const densities = (edge: number, scale: number): readonly number[] => {
    const element = model.elements[species[graph.species[neighbours[edge]]]]
    const { density, beta, nearest, weights } = element
    const stretch = distances[edge] / nearest - 1
    for (let l = 0; l < 4; l++) {
      f[l] = scale * density * Math.exp(-beta[l] * stretch)
      // In this way of averaging the weights go with the densities.
      if (l > 0 && model.averaging === 1) f[l] *= weights[l - 1]
      df[l] = (-beta[l] / nearest) * f[l]
    }
    return weights
  }
  for (const edge of edges) {
    const t = densities(edge, screening[edge - first])
    const r = distances[edge]
    const at = MOMENTS * (origins[edge] - firstAtom)
    addNeighbour(moments, at, f, t, vectors[3 * edge] / r, vectors[3 * edge + 1] / r, vectors[3 * edge + 2] / r)
  }
  for (let atom = firstAtom; atom < lastAtom; atom++) {
    const a = species[graph.species[atom]]
    if (a >= 0) out.energies[atom] += atoms[a].evaluate(moments, MOMENTS * (atom - firstAtom), gradients)
  }

  const { forces, virials } = out
  const v = 6 * s
  /** Adds the gradient g of the energy by the vector d from i to j. */
  const addGradient = (i: number, j: number, dx: number, dy: number, dz: number, gx: number, gy: number, gz: number): void => {
    forces[3 * i] += gx
    forces[3 * i + 1] += gy
    forces[3 * i + 2] += gz
    forces[3 * j] -= gx
    forces[3 * j + 1] -= gy
    forces[3 * j + 2] -= gz
    virials[v] -= dx * gx
    virials[v + 1] -= dy * gy
    virials[v + 2] -= dz * gz
    virials[v + 3] -= 0.5 * (dy * gz + dz * gy)
    virials[v + 4] -= 0.5 * (dx * gz + dz * gx)
    virials[v + 5] -= 0.5 * (dx * gy + dy * gx)
  }
  const q = new Float64Array(13)
  for (let e = 0; e < seen; e++) {
    const edge = edges[e]
    const S = screening[edge - first]
    const r = distances[edge]
    const t = densities(edge, 1)
    const [nx, ny, nz] = [vectors[3 * edge] / r, vectors[3 * edge + 1] / r, vectors[3 * edge + 2] / r]
    neighbourSlopes(gradients, MOMENTS * (origins[edge] - firstAtom), t, nx, ny, nz, q)
    out.energies[origins[edge]] += 0.5 * S * phi.f[e]
    let slope = 0.5 * phi.f[e]
    let along = 0.5 * phi.df[e]
    for (let l = 0; l < 4; l++) {
      slope += f[l] * q[l]
      along += df[l] * q[l]
    }
    slopes[edge - first] = slope
    const [p1, p2, p3] = [f[1] / r, f[2] / r, f[3] / r]
    const gx = S * (along * nx + p1 * q[4] + p2 * q[7] + p3 * q[10])
    const gy = S * (along * ny + p1 * q[5] + p2 * q[8] + p3 * q[11])
    const gz = S * (along * nz + p1 * q[6] + p2 * q[9] + p3 * q[12])
    addGradient(origins[edge], neighbours[edge], vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2], gx, gy, gz)
  }
  scatterScreening(model, graph, s, species, screening, slopes, (i, j, scale, dx, dy, dz) =>
    addGradient(i, j, dx, dy, dz, scale * dx, scale * dy, scale * dz),
  )
}
