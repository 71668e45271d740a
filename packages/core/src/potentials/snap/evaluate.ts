import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Evaluation } from "../potential.ts"
import { TARGET_RECORD, type SnapTables } from "./basis/tables.ts"
import { coefficientsPerElement, loneComponents, quadraticEnergy } from "./coefficients.ts"
import { turnToCartesian } from "./neighbours.ts"
import { bispectrum, eachAtomPair, expandAtoms, snapWork, type SnapModel, type SnapWork } from "./work.ts"

/**
 * Adds energies, forces and virials of a whole graph to `out`. With β_k = ∂E/∂B_k the force of each neighbour needs only the adjoint
 * Y = Σ_k β_k ∂B_k/∂U*, whatever the number of components; and since B is cubic in U, Σ_k β_k B_k = ⅓ Re Σ U* Y.
 *
 * A. P. Thompson et al., doi:10.1016/j.jcp.2014.12.018; the adjoint: A. Bartók, M. Payne, R. Kondor, G. Csányi,
 * doi:10.1103/PhysRevLett.104.136403, and R. Gayatri et al., arXiv:2011.12875.
 */
export function evaluateSnap(model: SnapModel, graph: Graph, theta: Float64Array, out: Evaluation): void {
  const { heap } = kernels()
  // Kept for good, so they must not be made inside the scope.
  const tables = model.tables()
  heap.scope(() => {
    const work = snapWork(model, graph, 0, graph.species.length, heap)
    const energyOf = model.settings.quadratic ? quadraticSlopes(work, theta) : linearSlopes(work, theta)
    const contracted = heap.f64((work.neighbours[0].edges.length >> 1) * 8 + 8)
    for (let s = 0; s < graph.structures.length - 1; s++) {
      eachAtomPair(work, graph.structures[s], graph.structures[s + 1], (atoms) => {
        expandAtoms(work, atoms)
        energyOf.prepare(atoms)
        work.y.fill(0)
        work.arithmetic.combine(tables, work.weights, work.z, work.y)
        const lanes = atoms[0] === atoms[1] ? 1 : 2
        for (let lane = 0; lane < lanes; lane++) out.energies[atoms[lane]] += energyOf.energy(atoms[lane], lane)
        weighY(tables, work.y)
        for (let lane = 0; lane < lanes; lane++) addForces(work, atoms[lane], lane, s, contracted, out)
      })
    }
  })
}

/** How weights of the products and energies follow from the coefficients. */
interface Slopes {
  /** Fills `work.weights` for two atoms. */
  prepare(atoms: readonly [number, number]): void
  /** Energy of the atom in a lane [eV], from Y not yet multiplied by ν. */
  energy(atom: number, lane: number): number
}

/** β is that of the element. */
function linearSlopes(work: SnapWork, theta: Float64Array): Slopes {
  const { settings, tables, graph, species } = work
  const count = coefficientsPerElement(settings, tables)
  const elements = settings.elements.map((_, a) => {
    const beta = theta.subarray(a * count + 1, (a + 1) * count)
    const lone = loneComponents(settings, tables, a).reduce((sum, value, k) => sum + value * beta[k], 0)
    const weights = new Float64Array(work.weights.length)
    weighTargets(tables, beta, 0, weights)
    return { constant: theta[a * count] - lone, weights }
  })
  const elementOf = (atom: number) => elements[species[graph.species[atom]]]
  return {
    prepare(atoms) {
      for (const lane of [0, 1] as const) {
        const { weights } = elementOf(atoms[lane])
        for (let t = 0; t < weights.length; t += 2) work.weights[t + lane] = weights[t]
      }
    },
    energy: (atom, lane) => elementOf(atom).constant + cubicEnergy(work, lane) / 3,
  }
}

/** β is that of the element and what the components themselves give. */
function quadraticSlopes(work: SnapWork, theta: Float64Array): Slopes {
  const { settings, tables, graph, species } = work
  const count = coefficientsPerElement(settings, tables)
  const linear = tables.components.length
  const lone = settings.elements.map((_, a) => loneComponents(settings, tables, a))
  const b = new Float64Array(linear)
  const slopes = new Float64Array(linear)
  const energies = new Float64Array(2)
  return {
    prepare(atoms) {
      for (const lane of [0, 1] as const) {
        const a = species[graph.species[atoms[lane]]]
        const own = theta.subarray(a * count, (a + 1) * count)
        bispectrum(work, lane, b)
        energies[lane] = own[0]
        for (let k = 0; k < linear; k++) {
          b[k] -= lone[a][k]
          slopes[k] = own[1 + k]
          energies[lane] += own[1 + k] * b[k]
        }
        energies[lane] += quadraticEnergy(b, own.subarray(1 + linear), slopes)
        weighTargets(tables, slopes, lane, work.weights)
      }
    },
    energy: (_atom, lane) => energies[lane],
  }
}

/** Weight of each target in a lane, Σ factor × β over its uses. */
function weighTargets({ targets, targetUses }: SnapTables, beta: Float64Array, lane: number, out: Float64Array): void {
  const { offsets, components, factors } = targetUses
  for (let t = 0; t < targets.length / TARGET_RECORD; t++) {
    let sum = 0
    for (let n = offsets[t]; n < offsets[t + 1]; n++) sum += factors[n] * beta[components[n]]
    out[2 * t + lane] = sum
  }
}

/** Re Σ U* Y of the atom in a lane. */
function cubicEnergy({ tables: { layout, channels, weight }, full, y }: SnapWork, lane: number): number {
  let sum = 0
  for (let channel = 0; channel < channels; channel++) {
    for (let j = 0; j <= layout.twojmax; j++) {
      let u = 4 * (channel * layout.fullSize + layout.full[j]) + lane
      let at = 4 * (channel * layout.halfSize + layout.half[j]) + lane
      const end = layout.half[j] + ((j >> 1) + 1) * (j + 1)
      for (let e = layout.half[j]; e < end; e++, u += 4, at += 4) sum += weight[e] * (full[u] * y[at] + full[u + 2] * y[at + 2])
    }
  }
  return sum
}

function weighY({ layout, channels, weightedNu }: SnapTables, y: Float64Array): void {
  let at = 0
  for (let channel = 0; channel < channels; channel++) {
    for (let e = 0; e < layout.halfSize; e++) for (let k = 0; k < 4; k++) y[at++] *= weightedNu[e]
  }
}

const gradient = new Float64Array(3)

/** Forces between the atom in a lane and its neighbours: ∂E_i/∂r pulls the atom and pushes the neighbour. */
function addForces(work: SnapWork, atom: number, lane: number, s: number, contracted: Float64Array, out: Evaluation): void {
  const { tables, arithmetic, graph, y } = work
  const { forces, virials } = out
  const { pairs, edges, geometry } = work.neighbours[lane]
  const size = 4 * tables.layout.halfSize
  let [fx, fy, fz] = [0, 0, 0]
  for (let channel = 0; channel < tables.channels; channel++) {
    const [first, last] = [pairs[channel], pairs[channel + 1]]
    arithmetic.contract(tables, last - first, work.v[lane].subarray(first * size), y, channel, lane, contracted.subarray(8 * first))
  }
  for (let slot = 0; slot < 2 * pairs[tables.channels]; slot++) {
    const edge = edges[slot]
    if (edge < 0) continue
    const at = 8 * (slot >> 1) + (slot & 1)
    turnToCartesian(geometry, slot, contracted[at], contracted[at + 2], contracted[at + 4], contracted[at + 6], gradient)
    const [gx, gy, gz] = gradient
    fx += gx
    fy += gy
    fz += gz
    const j = 3 * graph.neighbours[edge]
    forces[j] -= gx
    forces[j + 1] -= gy
    forces[j + 2] -= gz
    const [x, yy, zz] = [graph.vectors[3 * edge], graph.vectors[3 * edge + 1], graph.vectors[3 * edge + 2]]
    virials[6 * s] -= x * gx
    virials[6 * s + 1] -= yy * gy
    virials[6 * s + 2] -= zz * gz
    virials[6 * s + 3] -= yy * gz
    virials[6 * s + 4] -= x * gz
    virials[6 * s + 5] -= x * gy
  }
  forces[3 * atom] += fx
  forces[3 * atom + 1] += fy
  forces[3 * atom + 2] += fz
}
