import type { Graph } from "../../graph/graph.ts"
import type { Heap } from "../../kernels/heap.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { JacobianBlock } from "../potential.ts"
import { FRAME_RECORD } from "./arithmetic/arithmetic.ts"
import { coefficientsPerElement, loneComponents } from "./coefficients.ts"
import { fillFrames } from "./neighbours.ts"
import { bispectrum, eachAtomPair, expandAtoms, snapWork, type SnapModel, type SnapWork } from "./work.ts"

/**
 * Adds ∂(E, F, W)/∂θ of structure `s`: with D_k = ∂B_k/∂R of one centre, the columns of its element gain 1, B_k and (quadratic) ½ B_k²,
 * B_k B_l in the energy, and D_k, B_k D_k, B_k D_l + B_l D_k in forces and virial. D is gathered for each centre over the atoms it
 * reaches, so that images of one atom and the products of the quadratic form are dealt with once.
 */
export function jacobianSnap(model: SnapModel, graph: Graph, s: number, block: JacobianBlock): void {
  const { heap } = kernels()
  // Kept for good, so they must not be made inside the scope.
  const tables = model.tables()
  heap.scope(() => {
    const work = snapWork(model, graph, graph.structures[s], graph.structures[s + 1], heap)
    const room = derivativeRoom(work, s, heap)
    const lone = model.settings.elements.map((_, a) => loneComponents(model.settings, tables, a))
    const columns = coefficientsPerElement(model.settings, tables)
    const blocks = model.settings.elements.map((_, a) => ({ ...block, column: block.column + a * columns }))
    eachAtomPair(work, graph.structures[s], graph.structures[s + 1], (atoms) => {
      expandAtoms(work, atoms)
      const lanes = atoms[0] === atoms[1] ? 1 : 2
      for (let lane = 0; lane < lanes; lane++) {
        const a = work.species[graph.species[atoms[lane]]]
        bispectrum(work, lane, room.components)
        for (let k = 0; k < room.components.length; k++) room.components[k] -= lone[a][k]
        differentiateCentre(work, atoms[lane], lane, room)
        addCentre(model.settings.quadratic, room, blocks[a])
      }
    })
  })
}

/** D of one centre. */
interface DerivativeRoom {
  /** First atom of the structure. */
  readonly firstAtom: number
  readonly components: Float64Array
  /** Number in `touched` of each atom of the structure, −1 for one that the centre does not reach. */
  readonly numbers: Int32Array
  /** Atoms that the centre reaches, itself the first, counted from `firstAtom`. */
  readonly touched: number[]
  /** ∂F/∂θ of the linear columns, `[touched, 3, components]`. */
  readonly forces: Float64Array
  /** `[6, components]` */
  readonly virial: Float64Array
  readonly frames: Float64Array
  readonly work: Float64Array
  readonly gradients: Float64Array
}

function derivativeRoom({ graph, tables, neighbours }: SnapWork, s: number, heap: Heap): DerivativeRoom {
  const count = tables.components.length
  const firstAtom = graph.structures[s]
  const atoms = graph.structures[s + 1] - firstAtom
  const slots = neighbours[0].edges.length
  return {
    firstAtom,
    components: new Float64Array(count),
    numbers: new Int32Array(atoms).fill(-1),
    touched: [],
    forces: new Float64Array(Math.min(atoms, slots + 1) * 3 * count),
    virial: new Float64Array(6 * count),
    frames: heap.f64((slots >> 1) * FRAME_RECORD + FRAME_RECORD),
    work: heap.f64(tables.layout.halfSize * 12),
    gradients: heap.f64((slots + 2) * count * 3, "anything"),
  }
}

function differentiateCentre(work: SnapWork, atom: number, lane: number, room: DerivativeRoom): void {
  const { tables, arithmetic, graph, neighbours, v, z } = work
  const { pairs, edges } = neighbours[lane]
  const count = tables.components.length
  const size = 4 * tables.layout.halfSize
  fillFrames(neighbours[lane], room.frames)
  for (let channel = 0; channel < tables.channels; channel++) {
    const [first, last] = [pairs[channel], pairs[channel + 1]]
    const own = v[lane].subarray(first * size)
    const frames = room.frames.subarray(first * FRAME_RECORD)
    arithmetic.differentiate(tables, channel, last - first, own, frames, z, lane, room.work, room.gradients.subarray(first * 6 * count))
  }
  for (const touched of room.touched) room.numbers[touched] = -1
  room.touched.length = 0
  room.virial.fill(0)
  const centre = numberIn(room, atom, 3 * count)
  for (let slot = 0; slot < 2 * pairs[tables.channels]; slot++) {
    const edge = edges[slot]
    if (edge < 0) continue
    const gradients = (slot >> 1) * 6 * count + (slot & 1)
    const neighbour = numberIn(room, graph.neighbours[edge], 3 * count)
    addGradient(room, count, gradients, centre * 3 * count, neighbour * 3 * count, graph.vectors, 3 * edge)
  }
}

/** Number of an atom among those touched, with empty rows at its first touch. */
function numberIn({ numbers, touched, forces, firstAtom }: DerivativeRoom, atom: number, size: number): number {
  const own = atom - firstAtom
  if (numbers[own] < 0) {
    numbers[own] = touched.length
    forces.fill(0, touched.length * size, (touched.length + 1) * size)
    touched.push(own)
  }
  return numbers[own]
}

/** ∂B/∂r of one neighbour onto both ends and onto the virial −r ⊗ ∂B/∂r. */
function addGradient(
  { forces, virial, gradients }: DerivativeRoom,
  count: number,
  from: number,
  centre: number,
  neighbour: number,
  vectors: Float64Array,
  edge: number,
): void {
  const [x, y, z] = [vectors[edge], vectors[edge + 1], vectors[edge + 2]]
  for (let k = 0, at = from; k < count; k++, at += 6) {
    const [gx, gy, gz] = [gradients[at], gradients[at + 2], gradients[at + 4]]
    forces[centre + k] += gx
    forces[centre + count + k] += gy
    forces[centre + 2 * count + k] += gz
    forces[neighbour + k] -= gx
    forces[neighbour + count + k] -= gy
    forces[neighbour + 2 * count + k] -= gz
    virial[k] -= x * gx
    virial[count + k] -= y * gy
    virial[2 * count + k] -= z * gz
    virial[3 * count + k] -= y * gz
    virial[4 * count + k] -= x * gz
    virial[5 * count + k] -= x * gy
  }
}

/** The rows of one centre into the columns of its element. */
function addCentre(quadratic: boolean, room: DerivativeRoom, block: JacobianBlock): void {
  const { components, touched, forces, virial } = room
  const { stride, column } = block
  const count = components.length
  block.energy[column] += 1
  for (let k = 0; k < count; k++) block.energy[column + 1 + k] += components[k]
  if (quadratic) addProducts(components, components, 0, 0.5, block.energy, column + 1 + count)
  touched.forEach((atom, n) => {
    for (let c = 0; c < 3; c++) {
      addRow(quadratic, components, forces, (3 * n + c) * count, block.forces, (3 * atom + c) * stride + column)
    }
  })
  for (let c = 0; c < 6; c++) addRow(quadratic, components, virial, c * count, block.virial, c * stride + column)
}

/** One row of derivatives; the constant has none. */
function addRow(quadratic: boolean, b: Float64Array, rows: Float64Array, from: number, out: Float64Array, to: number): void {
  for (let k = 0; k < b.length; k++) out[to + 1 + k] += rows[from + k]
  if (quadratic) addProducts(b, rows, from, 1, out, to + 1 + b.length)
}

/** Adds `scale` × (B_k d_l + B_l d_k) for k < l, and half of that for k = l. */
export function addProducts(b: Float64Array, d: Float64Array, from: number, scale: number, out: Float64Array, to: number): void {
  for (let k = 0; k < b.length; k++) {
    const [bk, dk] = [scale * b[k], scale * d[from + k]]
    out[to++] += bk * d[from + k]
    for (let l = k + 1; l < b.length; l++) out[to++] += bk * d[from + l] + dk * b[l]
  }
}
