import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { valuesAt } from "../many-body/points.ts"
import type { JacobianBlock } from "../potential.ts"
import { screeningWeights } from "./evaluate.ts"
import type { MeamFunctionsWithSlopes, MeamSlopes } from "./functions.ts"
import { createWork, type Work } from "./surroundings/work.ts"
import { addNeighbour, MOMENTS, neighbourSlopes, SLOPES } from "./surroundings/moments.ts"
import { piecesOf } from "./surroundings/pieces.ts"
import { addGradient, scatterScreening, screeningSlopes } from "./surroundings/scatter.ts"

const nothing = new Float64Array(0)

/**
 * Adds ∂(E, F, W)/∂θ of structure s: the derivative of every step of the evaluation, one parameter after the other.
 *
 * @param species as in `evaluateMeam`
 */
export function jacobianMeam(
  functions: MeamFunctionsWithSlopes,
  graph: Graph,
  s: number,
  species: readonly number[],
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  heap.scope(() => {
    const pieces = piecesOf(functions, graph, s, species)
    const work = createWork(functions, graph, pieces, species, screeningWeights(graph, pieces))
    const present = new Set<number>()
    for (let atom = graph.structures[s]; atom < graph.structures[s + 1]; atom++) present.add(species[graph.species[atom]])
    functions.slopes.forEach((change, column) => {
      if (!change.matters(present)) return
      heap.scope(() => {
        work.clear()
        addColumn(work, differentiate(work, change), block, block.column + column)
      })
    })
  })
}

/** Adds the derivatives of forces and virial to the sink; the result is that of the energy. */
function differentiate(work: Work, change: MeamSlopes): number {
  const { functions, graph, pieces, weights, relative, further, dWeights, dSeen, dByScreening, sink } = work
  const { screening, edges, firstEdge } = pieces
  const { pairs, values } = screening
  const phi = valuesAt(change.pairs, pieces.which, edges.length, pieces.distances, nothing)
  if (change.screening) {
    screeningSlopes(functions.model, screening, change.model.least, change.model.most, weights, relative, further)
    spreadScreening(work)
  }
  const moving = change.density || change.screening
  let energy = moving ? differentiateDensities(work, change) : 0
  for (let e = 0; e < edges.length; e++) {
    energy += 0.5 * (pieces.seen[e] * phi.f[e] + dSeen[e] * pieces.phi.f[e])
    if (moving) addEdge(work, change, e, 0.5 * phi.f[e], 0.5 * phi.df[e])
    else addPair(work, e, 0.5 * phi.f[e], 0.5 * phi.df[e])
  }
  for (let p = 0; p < pairs.length; p++) {
    const place = pairs[p] - firstEdge
    dWeights[p] = values[place] * (dByScreening[place] + dByScreening[graph.reverse[pairs[p]] - firstEdge])
    if (change.screening) dWeights[p] += relative[p] * weights[p]
  }
  scatterScreening(graph, screening, dWeights, change.screening ? further : undefined, sink)
  return energy
}

/** S changes by the same for both edges of a pair. */
function spreadScreening({ graph, pieces, relative, dSeen, ofPair }: Work): void {
  const { screening, edges, firstEdge } = pieces
  screening.pairs.forEach((edge, p) => {
    ofPair[edge - firstEdge] = ofPair[graph.reverse[edge] - firstEdge] = relative[p]
  })
  for (let e = 0; e < edges.length; e++) dSeen[e] = pieces.seen[e] * ofPair[edges[e] - firstEdge]
}

/** Derivatives of all densities and moments, and of the gradients by these; the result is that of the embedding energies. */
function differentiateDensities({ functions, graph, pieces, species, ...work }: Work, change: MeamSlopes): number {
  const { dSeen, dDensities, dMoments, dGradients, perNeighbour } = work
  const { model, atoms } = functions
  const { edges, firstAtom, seen, densities, bare, distances, directions, moments } = pieces
  for (let e = 0; e < edges.length; e++) {
    const b = pieces.species[e]
    const { density, beta, nearest, weights } = model.elements[b]
    const by = change.model.elements[b]
    const r = distances[e]
    const at = MOMENTS * (graph.origins[edges[e]] - firstAtom)
    const common = by.density / density
    for (let l = 0; l < 4; l++) {
      const relative = common - by.beta[l] * (r / nearest - 1) + (beta[l] * r * by.nearest) / (nearest * nearest)
      let slope = relative * densities[4 * e + l]
      if (l > 0 && model.options.averaging === 1) slope += bare[4 * e + l] * by.weights[l - 1]
      dDensities[4 * e + l] = slope
      perNeighbour[l] = seen[e] * slope + dSeen[e] * densities[4 * e + l]
    }
    addNeighbour(dMoments, at, perNeighbour, weights, directions, 3 * e)
    const f0 = seen[e] * densities[4 * e]
    for (let l = 0; l < 3; l++) {
      dMoments[at + 24 + l] += f0 * by.weights[l]
      dMoments[at + 27 + l] += 2 * f0 * weights[l] * by.weights[l]
    }
  }
  let energy = 0
  for (let k = 0; k < pieces.atoms; k++) {
    const a = species[graph.species[firstAtom + k]]
    if (a >= 0) energy += atoms[a].differentiate(moments, MOMENTS * k, dMoments, change.model.elements[a], dGradients)
  }
  return energy
}

/** What a parameter does to an edge of which φ alone changes: its halves change by `phi` and `dphi`. */
function addPair({ graph, pieces, dByScreening, sink }: Work, e: number, phi: number, dphi: number): void {
  const edge = pieces.edges[e]
  dByScreening[edge - pieces.firstEdge] = phi
  if (dphi === 0) return
  const { origins, neighbours, vectors } = graph
  const [x, y, z] = [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
  const along = (pieces.seen[e] * dphi) / pieces.distances[e]
  addGradient(sink, origins[edge], neighbours[edge], x, y, z, along * x, along * y, along * z)
}

/** What a parameter does to an edge whose densities or screening change too. */
function addEdge({ functions, graph, pieces, ...work }: Work, change: MeamSlopes, e: number, phi: number, dphi: number): void {
  const { dSeen, dDensities, dGradients, dSlopes, dByScreening, sink } = work
  const { edges, firstAtom, firstEdge, seen, densities, distances, directions, gradients, slopes } = pieces
  const edge = edges[e]
  const b = pieces.species[e]
  const { beta, nearest, weights } = functions.model.elements[b]
  const by = change.model.elements[b]
  const at = MOMENTS * (graph.origins[edge] - firstAtom)
  neighbourSlopes(dGradients, at, weights, directions, 3 * e, dSlopes, 0)
  for (let l = 0; l < 3; l++) dSlopes[0] += by.weights[l] * (gradients[at + 24 + l] + 2 * weights[l] * gradients[at + 27 + l])
  const q = SLOPES * e
  let along = 0.5 * pieces.phi.df[e]
  let [dSlope, dAlong] = [phi, dphi]
  for (let l = 0; l < 4; l++) {
    const f = densities[4 * e + l]
    const decay = beta[l] / nearest
    const dDecay = (by.beta[l] - decay * by.nearest) / nearest
    const both = dDensities[4 * e + l] * slopes[q + l] + f * dSlopes[l]
    along -= decay * f * slopes[q + l]
    dSlope += both
    dAlong -= dDecay * f * slopes[q + l] + decay * both
  }
  dByScreening[edge - firstEdge] = dSlope
  const [S, dS, r] = [seen[e], dSeen[e], distances[e]]
  const total = dS * along + S * dAlong
  let gx = total * directions[3 * e]
  let gy = total * directions[3 * e + 1]
  let gz = total * directions[3 * e + 2]
  for (let l = 1; l < 4; l++) {
    const f = (S * densities[4 * e + l]) / r
    const df = (S * dDensities[4 * e + l] + dS * densities[4 * e + l]) / r
    const c = 3 * l + 1
    gx += df * slopes[q + c] + f * dSlopes[c]
    gy += df * slopes[q + c + 1] + f * dSlopes[c + 1]
    gz += df * slopes[q + c + 2] + f * dSlopes[c + 2]
  }
  const { origins, neighbours, vectors } = graph
  addGradient(sink, origins[edge], neighbours[edge], vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2], gx, gy, gz)
}

function addColumn({ sink }: Work, byEnergy: number, { energy, forces, virial, stride }: JacobianBlock, column: number): void {
  energy[column] += byEnergy
  sink.forces.forEach((force, row) => (forces[row * stride + column] += force))
  sink.virials.forEach((value, row) => (virial[row * stride + column] += value))
}
