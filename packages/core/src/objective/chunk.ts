import type { Configuration } from "../atoms/structure.ts"
import { configurationGraph } from "../graph/configuration-graph.ts"
import type { Graph } from "../graph/graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import type { Baseline } from "../observables/baseline.ts"
import { referenceObservations } from "../observables/observation.ts"
import type { Potential } from "../potentials/potential.ts"
import { createPotential } from "../potentials/registry.ts"
import { checkElements } from "./check-elements.ts"
import type { DataSetup } from "./setup.ts"

/** A run of configurations as one thread holds it. */
export interface Chunk {
  readonly potential: Potential
  readonly baseline: Baseline
  readonly configurations: readonly Configuration[]
  /** Reference observations of each configuration. */
  readonly references: readonly Float64Array[]
  /** Runs `work` on the neighbour graph of the chunk, which it must not keep. */
  withGraph<T>(work: (graph: Graph) => T): T
}

/** The part of a data set that this thread has seen: its potential is made once, its graphs are kept while there is room. */
interface ThreadData {
  readonly potential: Potential
  readonly chunks: Map<number, Chunk>
  readonly graphs: Map<number, Graph>
  bytes: number
}

const known = new WeakMap<DataSetup, ThreadData>()

// Graphs live in kernel memory, which no garbage collector sees: they are given back when the setup they belong to is gone.
const graveyard = new FinalizationRegistry<Map<number, Graph>>((graphs) => {
  for (const graph of graphs.values()) releaseGraph(graph)
})

/** Chunk `index` of a data set, with everything that this thread keeps of it. */
export function openChunk(setup: DataSetup, index: number): Chunk {
  const data = threadData(setup)
  const before = data.chunks.get(index)
  if (before) return before
  const configurations = setup.configurations.slice(setup.chunks[index], setup.chunks[index + 1])
  checkElements(configurations, data.potential.elements)
  const { graphBytes: limit } = setup
  const chunk = Object.freeze({
    potential: data.potential,
    baseline: setup.baseline,
    configurations,
    references: configurations.map(referenceObservations),
    withGraph: <T>(work: (graph: Graph) => T): T => useGraph(limit, data, index, configurations, work),
  })
  data.chunks.set(index, chunk)
  return chunk
}

const potentials = new WeakMap<object, Potential>()

/** Configurations of which nothing is kept but the potential of their setup. */
export function passingChunk(setup: Pick<DataSetup, "potential" | "baseline">, configurations: readonly Configuration[]): Chunk {
  const potential = potentials.get(setup) ?? createPotential(setup.potential)
  potentials.set(setup, potential)
  checkElements(configurations, potential.elements)
  return {
    potential,
    baseline: setup.baseline,
    configurations,
    references: configurations.map(referenceObservations),
    withGraph: (work) => {
      const graph = configurationGraph(configurations, potential.elements, potential.cutoff)
      try {
        return work(graph)
      } finally {
        releaseGraph(graph)
      }
    },
  }
}

function threadData(setup: DataSetup): ThreadData {
  const before = known.get(setup)
  if (before) return before
  const graphs = new Map<number, Graph>()
  const data = { potential: createPotential(setup.potential), chunks: new Map<number, Chunk>(), graphs, bytes: 0 }
  known.set(setup, data)
  graveyard.register(setup, graphs)
  return data
}

function useGraph<T>(
  limit: number,
  data: ThreadData,
  index: number,
  configurations: readonly Configuration[],
  work: (graph: Graph) => T,
): T {
  const kept = data.graphs.get(index)
  if (kept) return work(kept)
  const graph = configurationGraph(configurations, data.potential.elements, data.potential.cutoff)
  const bytes = graphBytes(graph)
  if (data.bytes + bytes <= limit) {
    data.graphs.set(index, graph)
    data.bytes += bytes
    return work(graph)
  }
  try {
    return work(graph)
  } finally {
    releaseGraph(graph)
  }
}

/** Bytes of a graph, with those of its half view, which pair functions make at first use: 44 a pair. */
function graphBytes({ centres, neighbours, origins, reverse, vectors, distances }: Graph): number {
  const halfView = 22 * neighbours.length
  return halfView + [centres, neighbours, origins, reverse, vectors, distances].reduce((sum, array) => sum + array.byteLength, 0)
}
