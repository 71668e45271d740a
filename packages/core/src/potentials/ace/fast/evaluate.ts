import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { Evaluation } from "../../potential.ts"
import { fade } from "../core/fade.ts"
import { ROW } from "./channels.ts"
import type { CompiledCentre } from "./compiled-centre.ts"
import { coreEnergy } from "./core.ts"
import type { AceEmbedding } from "./embedding.ts"
import { sumNeighbours } from "./sums.ts"
import { createWorkspace, LANES, type Workspace } from "./workspace.ts"

/** Weights of the leaves of each centre, `[leaf × densities]`, in kernel memory. */
export interface Weighted {
  readonly centre: CompiledCentre
  readonly weights: Float64Array
}

/**
 * Adds energies, forces and virials of a graph, four centres of one species at a time: sums over neighbours, products and their
 * adjoints, and forces from the slopes by the sums.
 *
 * @param kinds the model's species of each species of the graph, 255 for one that it does not know, in kernel memory
 */
export function evaluateFast(
  centres: readonly Weighted[],
  embedding: AceEmbedding | undefined,
  graph: Graph,
  kinds: Uint8Array,
  out: Evaluation,
): void {
  const { heap } = kernels()
  heap.scope(() => {
    const forces = heap.f64(out.forces.length)
    const virials = heap.f64(out.virials.length)
    const energies = heap.f64(LANES)
    const densities = heap.f64(LANES * (embedding?.densities ?? 0))
    const pulls = heap.f64(densities.length)
    centres.forEach(({ centre, weights }, c) => {
      const work = createWorkspace(heap, centre, graph)
      const sweep: number[] = []
      const finish = (): void => {
        if (sweep.length === 0) return
        sweep.forEach((i, lane) => sumNeighbours(centre, work, lane, graph, kinds, i, i))
        multiply(centre, work)
        if (embedding) embed(embedding, c, sweep.length, centre, weights, work, densities, energies, pulls)
        else weigh(centre, weights, work, energies)
        spread(centre, work)
        sweep.forEach((i, lane) => {
          const pull = repel(centre, work, lane, energies)
          out.energies[i] += energies[lane]
          push(centre, work, lane, i, pull, forces, virials.byteOffset + 48 * structureOf(graph, i))
        })
        sweep.length = 0
      }
      for (let i = 0; i < graph.structures.at(-1)!; i++) {
        if (kinds[graph.species[i]] !== c) continue
        sweep.push(i)
        if (sweep.length === LANES) finish()
      }
      finish()
    })
    for (let k = 0; k < forces.length; k++) out.forces[k] += forces[k]
    for (let k = 0; k < virials.length; k++) out.virials[k] += virials[k]
  })
}

/** The structure of atom i. */
function structureOf({ structures }: Graph, i: number): number {
  let low = 0
  let high = structures.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (structures[middle] <= i) low = middle
    else high = middle
  }
  return low
}

function multiply({ sums, nodes, pairs }: CompiledCentre, { values, slopes }: Workspace): void {
  values.fill(1, 4 * sums, 4 * sums + 4)
  slopes.fill(0)
  kernels().exports["aceNodes"]!(values.byteOffset, ROW * (sums + 1), nodes - sums - 1, pairs.byteOffset)
}

function spread({ sums, nodes, pairs }: CompiledCentre, { values, slopes }: Workspace): void {
  kernels().exports["aceNodeSlopes"]!(values.byteOffset, slopes.byteOffset, ROW * (sums + 1), nodes - sums - 1, pairs.byteOffset)
}

function weigh({ rows, seconds }: CompiledCentre, weights: Float64Array, { values, slopes }: Workspace, energies: Float64Array): void {
  const arrays = [seconds, weights, energies].map(({ byteOffset }) => byteOffset)
  kernels().exports["aceLeaves"]!(values.byteOffset, slopes.byteOffset, rows.byteOffset, rows.length / 2, ...arrays)
}

function embed(
  embedding: AceEmbedding,
  species: number,
  count: number,
  { rows, seconds }: CompiledCentre,
  weights: Float64Array,
  { values, slopes }: Workspace,
  densities: Float64Array,
  energies: Float64Array,
  pulls: Float64Array,
): void {
  const { exports } = kernels()
  const leaves = [rows.byteOffset, rows.length / 2, seconds.byteOffset, weights.byteOffset, embedding.densities]
  exports["aceDensities"]!(values.byteOffset, ...leaves, densities.byteOffset)
  pulls.fill(0)
  embedding.evaluate(species, count, densities, energies, pulls)
  exports["acePulledLeaves"]!(values.byteOffset, slopes.byteOffset, ...leaves, pulls.byteOffset)
}

/** Fades the energy of a lane and its slopes, adds that of the core, and returns ∂E/∂C. */
function repel(centre: CompiledCentre, work: Workspace, lane: number, energies: Float64Array): number {
  if (!centre.fade) return 0
  const core = coreEnergy(centre, work, lane)
  const bare = energies[lane]
  if (core <= centre.fade[0]) {
    energies[lane] = bare + core
    return 1
  }
  const { value, slope } = fade(core, centre.fade)
  energies[lane] = value * bare + core
  for (let a = lane; a < 4 * centre.sums; a += 4) work.slopes[a] *= value
  return 1 + slope * bare
}

/** Forces of centre i and its neighbours. */
function push(centre: CompiledCentre, work: Workspace, lane: number, i: number, pull: number, forces: Float64Array, virial: number): void {
  const { exports } = kernels()
  for (let z = 0; z < centre.channels.length; z++) {
    const channels = centre.channels[z]
    const room = work.lanes[lane][z]
    if (!channels || !room) continue
    const blocks = work.filled[lane * centre.channels.length + z]
    const base = room.blocks.byteOffset
    channels.gradients(blocks, base, work.slopes.byteOffset + ROW * channels.firstSum + 8 * lane)
    if (channels.core) exports["acePullCore"]!(blocks, base, channels.block, channels.coreRow, pull)
    exports["aceForces"]!(blocks, base, channels.block, i, room.partner.byteOffset, forces.byteOffset, virial)
  }
}
