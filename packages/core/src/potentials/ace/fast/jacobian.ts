import type { Graph } from "../../../graph/graph.ts"
import type { Heap } from "../../../kernels/heap.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import { fade } from "../core/fade.ts"
import { ROW } from "./channels.ts"
import type { CompiledCentre } from "./compiled-centre.ts"
import { coreEnergy } from "./core.ts"
import { planDerivatives, SUM, type NodeSums, type SpeciesDerivatives } from "./derivatives.ts"
import { sumNeighbours } from "./sums.ts"
import { createWorkspace, LANES, type Workspace } from "./workspace.ts"

/** Bytes of rows that are worked on together: they stay in the second-level cache. */
const CACHED = 1 << 18

/** A centre with the plan of its derivatives in kernel memory. */
export interface DifferentiatedCentre {
  readonly centre: CompiledCentre
  readonly nodes: number
  readonly pairs: Int32Array
  readonly functions: NodeSums
  readonly species: readonly SpeciesDerivatives[]
}

/** Plans the derivatives of a centre and lays them down in kernel memory. */
export function differentiate(heap: Heap, centre: CompiledCentre): DifferentiatedCentre {
  const { nodes, pairs, functions, species } = planDerivatives(centre)
  const place = (values: Int32Array): Int32Array => {
    const array = heap.i32(values.length)
    array.set(values)
    return array
  }
  const sums = ({ ends, nodes, coefficients }: NodeSums): NodeSums => {
    const numbers = heap.f64(coefficients.length)
    numbers.set(coefficients)
    return { ends: place(ends), nodes: place(nodes), coefficients: numbers }
  }
  return {
    centre,
    nodes,
    pairs: place(pairs),
    functions: sums(functions),
    species: species.map((one) => ({ ...sums(one), offsets: place(one.offsets), places: place(one.places) })),
  }
}

/** Room for the derivatives of the centres of one sweep. */
interface Room {
  readonly work: Workspace
  /** B of each lane, `[lane × functions]`. */
  readonly values: Float64Array
  /** By species: D of each lane, and by lane the gradients of the sums. */
  readonly species: readonly { readonly derivatives: Float64Array; readonly gradients: readonly Float64Array[] }[]
  readonly moments: Float64Array
  /** Rows x, y, z of each atom, six of the virial, and three for what falls on no atom; `width` numbers each, one a function. */
  readonly rows: Float64Array
  readonly width: number
}

/**
 * Adds ∂(E, F, W)/∂θ of structure `s` to `block`: ∂E/∂θ_k = Σ_i B_k, and forces −Σ_a D_ka ∂A_a/∂r with D = ∂B/∂A, gathered function by
 * function. Where a core fades them, s B_k stands for each function.
 *
 * @param kinds the model's species of each species of the graph, 255 for one that it does not know, in kernel memory
 */
export function jacobianFast(
  centres: readonly DifferentiatedCentre[],
  graph: Graph,
  kinds: Uint8Array,
  s: number,
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  const [first, last] = [graph.structures[s], graph.structures[s + 1]]
  centres.forEach((one, c) => {
    const members: number[] = []
    for (let i = first; i < last; i++) if (kinds[graph.species[i]] === c) members.push(i)
    if (members.length === 0 || one.centre.functions === 0) return
    heap.scope(() => {
      const room = createRoom(heap, one, graph, last - first)
      const { functions, model } = one.centre
      const column = block.column + model.first
      for (let from = 0; from < members.length; from += LANES) {
        const sweep = members.slice(from, from + LANES)
        prepare(one, room, graph, kinds, sweep, last)
        sweep.forEach((i, lane) => fadeRows(one, room, lane, i - first, first, block))
        for (let lane = 0; lane < sweep.length; lane++) {
          for (let k = 0; k < functions; k++) block.energy[column + k] += room.values[lane * functions + k]
        }
        gather(one, room, sweep, first)
      }
      const forces = 3 * (last - first)
      addRows(heap, room, functions, 0, forces, block.forces, block.stride, column)
      addRows(heap, room, functions, forces, 6, block.virial, block.stride, column)
    })
  })
}

function createRoom(heap: Heap, { centre, nodes, species }: DifferentiatedCentre, graph: Graph, atoms: number): Room {
  const work = createWorkspace(heap, centre, graph, nodes)
  // An even number of functions, and an odd one of cache lines, so that rows fall on different places of the cache.
  const width = 8 * (Math.ceil(centre.functions / 8) | 1)
  const most = centre.channels.reduce((wide, channels) => Math.max(wide, channels?.sums ?? 0), 0)
  return {
    work,
    values: heap.f64(LANES * centre.functions, "anything"),
    species: centre.channels.map((channels, z) => ({
      derivatives: heap.f64(LANES * species[z].places.length, "anything"),
      gradients: work.lanes.map((lane) => {
        const blocks = (lane[z]?.partner.length ?? 0) / 4
        return heap.f64((SUM / 8) * (channels?.sums ?? 0) * blocks, "anything")
      }),
    })),
    moments: heap.f64(18 * most, "anything"),
    rows: heap.f64((3 * atoms + 9) * width),
    width,
  }
}

/** Functions, their derivatives by the sums, and the gradients of the sums, of the centres of a sweep. */
function prepare(one: DifferentiatedCentre, room: Room, graph: Graph, kinds: Uint8Array, sweep: readonly number[], last: number): void {
  const { exports } = kernels()
  const { centre, nodes, pairs } = one
  const { work, moments } = room
  sweep.forEach((i, lane) => {
    sumNeighbours(centre, work, lane, graph, kinds, i, last + 2)
    centre.channels.forEach((channels, z) => {
      const here = work.lanes[lane][z]
      if (!channels || !here) return
      const blocks = work.filled[lane * centre.channels.length + z]
      const { block, top, harmonicsRow, ranges, count, sums } = channels
      const gradients = room.species[z].gradients[lane].byteOffset
      const shape = [block, top, harmonicsRow, ranges.byteOffset, ROW * count, sums]
      exports["aceGradients"]!(blocks, here.blocks.byteOffset, ...shape, gradients, moments.byteOffset)
      // Behind the neighbours: the centre itself, the virial as two atoms more, and one for zeros.
      here.partner.set([i, last, last + 1, last + 2], 4 * blocks)
    })
  })
  const values = work.values.byteOffset
  work.values.fill(1, 4 * centre.sums, 4 * centre.sums + 4)
  exports["aceNodes"]!(values, ROW * (centre.sums + 1), nodes - centre.sums - 1, pairs.byteOffset)
  addEntries(one.functions, values, room.values)
  one.species.forEach((sums, z) => addEntries(sums, values, room.species[z].derivatives))
}

/** Fades functions and derivatives of a lane, and adds the rows B_k s′ ∂C, where the core energy is high. */
function fadeRows(
  { centre }: DifferentiatedCentre,
  { work, values, species }: Room,
  lane: number,
  own: number,
  first: number,
  block: JacobianBlock,
): void {
  if (!centre.fade) return
  const core = coreEnergy(centre, work, lane)
  if (core <= centre.fade[0]) return
  const { value, slope } = fade(core, centre.fade)
  const functions = values.subarray(lane * centre.functions, (lane + 1) * centre.functions)
  if (slope !== 0) addCoreRows(centre, work, lane, functions, slope, own, first, block)
  for (let k = 0; k < functions.length; k++) functions[k] *= value
  for (const { derivatives } of species) {
    const count = derivatives.length / LANES
    for (let p = lane * count; p < (lane + 1) * count; p++) derivatives[p] *= value
  }
}

/** Adds `slope` × B_k ∂C to the rows of the centre, its neighbours and the virial. */
function addCoreRows(
  centre: CompiledCentre,
  work: Workspace,
  lane: number,
  functions: Float64Array,
  slope: number,
  own: number,
  first: number,
  { forces, virial, stride, column }: JacobianBlock,
): void {
  const start = column + centre.model.first
  centre.channels.forEach((channels, z) => {
    const room = work.lanes[lane][z]
    if (!channels?.core || !room) return
    const [wide, row] = [channels.block / 8, channels.coreRow / 8]
    const blocks = work.filled[lane * centre.channels.length + z]
    for (let n = 0; n < 4 * blocks; n++) {
      const at = (n >> 2) * wide + (n & 3)
      const steep = slope * room.blocks[at + row]
      if (steep === 0) continue
      const [ux, uy, uz, r] = [0, 4, 8, 12].map((k) => room.blocks[at + k])
      const along = [ux, uy, uz].map((u) => steep * u)
      const strain = [ux * along[0], uy * along[1], uz * along[2], uy * along[2], ux * along[2], ux * along[1]].map((u) => r * u)
      const other = room.partner[n] - first
      for (let k = 0; k < functions.length; k++) {
        const B = functions[k]
        for (let c = 0; c < 3; c++) {
          forces[(3 * own + c) * stride + start + k] += along[c] * B
          forces[(3 * other + c) * stride + start + k] -= along[c] * B
        }
        for (let c = 0; c < 6; c++) virial[c * stride + start + k] -= strain[c] * B
      }
    }
  })
}

/** Adds Σ coefficient × node to the numbers that each entry ends in, for the four centres of a sweep. */
export function addEntries({ ends, nodes, coefficients }: NodeSums, values: number, out: Float64Array): void {
  const arrays = [ends, nodes, coefficients].map(({ byteOffset }) => byteOffset)
  kernels().exports["aceEntries"]!(values, ends.length, ...arrays, 8 * ends.length, out.byteOffset)
}

/** Adds D × gradients of the centres of a sweep to the rows, as many functions at a time as the cache holds. */
function gather(one: DifferentiatedCentre, room: Room, sweep: readonly number[], first: number): void {
  const { exports } = kernels()
  const { centre } = one
  const { work, rows, width } = room
  const chunk = 2 * Math.max(8, Math.floor((CACHED * width) / (16 * rows.length)))
  // Atoms count from the first of the graph.
  const origin = rows.byteOffset - 24 * first * width
  for (let from = 0; from < centre.functions; from += chunk) {
    const to = Math.min(centre.functions, from + chunk)
    for (let lane = 0; lane < sweep.length; lane++) {
      centre.channels.forEach((channels, z) => {
        const here = work.lanes[lane][z]
        if (!channels || !here) return
        const { offsets, places } = one.species[z]
        const { derivatives, gradients } = room.species[z]
        exports["aceRows"]!(
          from,
          to,
          offsets.byteOffset,
          places.byteOffset,
          derivatives.byteOffset + 8 * lane * places.length,
          work.filled[lane * centre.channels.length + z] + 1,
          gradients[lane].byteOffset,
          SUM * channels.sums,
          here.partner.byteOffset,
          8 * width,
          origin,
        )
      })
    }
  }
}

/** Adds rows `from` to `from + count` to as many rows of an array of the caller's. */
function addRows(
  heap: Heap,
  { rows, width }: Room,
  functions: number,
  from: number,
  count: number,
  out: Float64Array,
  stride: number,
  column: number,
): void {
  if (out.buffer === heap.memory.buffer || heap.owns(out)) {
    const to = out.byteOffset + 8 * column
    kernels().exports["aceAddRows"]!(count, functions, rows.byteOffset + 8 * from * width, 8 * width, to, 8 * stride)
    return
  }
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < functions; k++) out[row * stride + column + k] += rows[(from + row) * width + k]
  }
}
