import type { Configuration } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { configurationGraph } from "../../graph/configuration-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { packTriangle } from "../../linalg/triangle/pack.ts"
import { isFiniteTriangle } from "../../linalg/triangle/measures.ts"
import type { Property } from "../../observables/property.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { classKey } from "../data-class.ts"
import { type ClassRows, createClassRows, type WeighedRows, weighRows } from "./class-rows.ts"
import type { PackedTriangle, ShardResult, ShardSetup, ShardTask } from "./shard-setup.ts"
import { writeStructureRows } from "./structure-rows.ts"

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const shardJob = "objective.shard"

/** Atoms whose graph is held at a time. */
const BATCH_ATOMS = 600

const potentials = new WeakMap<ShardSetup, Potential>()

function potentialOf(setup: ShardSetup): Potential {
  const potential = potentials.get(setup) ?? createPotential(setup.potential)
  potentials.set(setup, potential)
  return potential
}

/** @throws Failure, at its place in its file, for a configuration whose prediction is not finite. */
function assembleShard(setup: ShardSetup, { configurations }: ShardTask): ShardResult {
  const potential = potentialOf(setup)
  const { heap } = kernels()
  const theta = heap.f64(setup.theta.length)
  theta.set(setup.theta)
  const open = new Map<string, ClassRows & Partial<WeighedRows>>()
  const result = new Map<string, PackedTriangle>()
  const close = (): void => {
    for (const [key, rows] of open) {
      const triangle = rows.finish()
      if (!isFiniteTriangle(triangle)) throw notFinite(key)
      const spread = rows.spread && { spread: rows.spread() }
      if (triangle.rows > 0) result.set(key, { n: triangle.n, rows: triangle.rows, ...spread, values: packTriangle(triangle) })
    }
    open.clear()
  }
  let group: string | undefined
  try {
    for (const batch of batches(configurations)) {
      const graph = configurationGraph(batch, potential.elements, potential.cutoff)
      try {
        withPredictions(potential, graph, theta, (evaluation) => {
          batch.forEach((configuration, s) => {
            // Configurations come group by group: what is complete need not be kept open.
            if (group !== configuration.group) close()
            group = configuration.group
            const rowsOf = (property: Property): ClassRows => {
              const key = classKey(configuration.group, property)
              const rows = open.get(key) ?? openRows(setup, key)
              open.set(key, rows)
              return rows
            }
            writeStructureRows({ setup, potential, graph, s, theta, evaluation, configuration, rowsOf })
          })
        })
      } finally {
        releaseGraph(graph)
      }
    }
    close()
  } finally {
    for (const rows of open.values()) rows.finish()
    heap.free(theta)
  }
  return result
}

function openRows({ width, noise }: ShardSetup, key: string): ClassRows & Partial<WeighedRows> {
  const rows = createClassRows(width)
  const own = noise?.classes.get(key)
  return noise && own ? weighRows(rows, width, { x: noise.x, ...own }) : rows
}

function withPredictions(
  potential: Potential,
  graph: Graph,
  theta: Float64Array,
  work: (evaluation: { energies: Float64Array; forces: Float64Array; virials: Float64Array }) => void,
): void {
  const { heap } = kernels()
  const atoms = graph.species.length
  const evaluation = { energies: heap.f64(atoms), forces: heap.f64(3 * atoms), virials: heap.f64(6 * (graph.structures.length - 1)) }
  try {
    potential.evaluate(graph, theta.subarray(0, potential.parameters.length), evaluation)
    work(evaluation)
  } finally {
    heap.free(evaluation.energies, evaluation.forces, evaluation.virials)
  }
}

function* batches(configurations: readonly Configuration[]): Generator<readonly Configuration[]> {
  let first = 0
  let atoms = 0
  for (const [index, { structure }] of configurations.entries()) {
    atoms += structure.numbers.length
    if (atoms < BATCH_ATOMS && index < configurations.length - 1) continue
    yield configurations.slice(first, index + 1)
    first = index + 1
    atoms = 0
  }
}

function notFinite(key: string): Failure {
  return new Failure(`a derivative of a prediction is not finite (${key})`, {
    advice: "write the functions so that they are finite at every distance that occurs in the data",
  })
}

registerJob(shardJob, assembleShard)
