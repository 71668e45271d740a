import type { Configuration } from "../../atoms/structure.ts"
import { configurationGraph } from "../../graph/configuration-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { checkElements } from "../../objective/check-elements.ts"
import type { ClassRows } from "../../objective/streaming/class-rows.ts"
import { writeStructureRows } from "../../objective/streaming/structure-rows.ts"
import { observationLength, observationRange } from "../../observables/observation.ts"
import type { Property } from "../../observables/property.ts"
import type { Evaluation, Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { stressAse } from "../../units/stress.ts"
import { reachesUnseen, type RowBasis, sizeOfRow } from "./row-basis.ts"

/** The predictions of one structure with their derivatives, valid until the visit returns. */
export interface StructureRows {
  readonly configuration: Configuration
  /** Which of those visited it is. */
  readonly index: number
  /** Observations, `[3n + 7]`; NaN for stresses without a cell. */
  readonly predicted: Float64Array
  /** Their derivatives u, row-major `[3n + 7 × rank]`, in kernel memory. */
  readonly derivatives: Float64Array
  /** Whether observation i depends on something that no datum sees. */
  readonly unbounded: (i: number) => boolean
}

const potentials = new WeakMap<RowBasis, Potential>()

/** The potential that predicts, made once in each thread. */
export function potentialOf(basis: RowBasis): Potential {
  const potential = potentials.get(basis) ?? createPotential(basis.setup.potential)
  potentials.set(basis, potential)
  return potential
}

/** A row of a force [1/Å] or stress [1/Å³] that is smaller than this part of that of the energy per atom counts as if it were as large. */
const ROUNDING = 0.01

/** Atoms whose graph is held at a time. */
const BATCH_ATOMS = 600

/** Visits structures with their predictions at the fit and the derivatives of these, labelled or not; one structure's are in memory at a time. */
export function visitRows(basis: RowBasis, configurations: readonly Configuration[], visit: (rows: StructureRows) => void): void {
  const potential = potentialOf(basis)
  const { heap } = kernels()
  // No scope of the heap: what potentials keep there for later must outlive it.
  const [theta, factor] = [heap.f64(basis.setup.theta.length), heap.f64(basis.factor.length)]
  theta.set(basis.setup.theta)
  factor.set(basis.factor)
  try {
    let first = 0
    while (first < configurations.length) {
      const batch = batchFrom(configurations, first)
      visitBatch({ basis, potential, theta, factor }, batch, first, visit)
      first += batch.length
    }
  } finally {
    heap.free(theta, factor)
  }
}

function batchFrom(configurations: readonly Configuration[], first: number): readonly Configuration[] {
  let last = first
  for (let atoms = 0; last < configurations.length && atoms < BATCH_ATOMS; last++) atoms += configurations[last].structure.numbers.length
  return configurations.slice(first, last)
}

interface Source {
  readonly basis: RowBasis
  readonly potential: Potential
  /** Both in kernel memory. */
  readonly theta: Float64Array
  readonly factor: Float64Array
}

function visitBatch(source: Source, batch: readonly Configuration[], first: number, visit: (rows: StructureRows) => void): void {
  const { potential, theta } = source
  const { heap } = kernels()
  checkElements(batch, potential.elements)
  const graph = configurationGraph(batch, potential.elements, potential.cutoff)
  const atoms = graph.species.length
  const evaluation = { energies: heap.f64(atoms), forces: heap.f64(3 * atoms), virials: heap.f64(6 * batch.length) }
  try {
    potential.evaluate(graph, theta.subarray(0, potential.parameters.length), evaluation)
    batch.forEach((configuration, s) => visitStructure(source, { graph, s, evaluation, configuration, index: first + s }, visit))
  } finally {
    heap.free(evaluation.energies, evaluation.forces, evaluation.virials)
    releaseGraph(graph)
  }
}

interface OneStructure {
  readonly graph: Graph
  readonly s: number
  readonly evaluation: Evaluation
  readonly configuration: Configuration
  readonly index: number
}

function visitStructure(
  { basis, potential, theta, factor }: Source,
  { graph, s, evaluation, configuration, index }: OneStructure,
  visit: (rows: StructureRows) => void,
): void {
  const { setup, rank } = basis
  const { heap } = kernels()
  const width = setup.width + 1
  const atoms = configuration.structure.numbers.length
  const count = observationLength(atoms)
  const rows = heap.f64(count * width)
  const derivatives = heap.f64(count * rank)
  try {
    const rowsOf = (property: Property): ClassRows => placeFor(rows, width, observationRange(property, atoms))
    writeStructureRows({ setup, potential, graph, s, theta, evaluation, configuration: unlabelled(configuration), rowsOf })
    dense().multiply(count, rank, setup.width, 1, blockAt(rows, width), blockAt(factor, rank), blockAt(derivatives, rank))
    const predicted = Float64Array.from({ length: count }, (_, i) => rows[i * width + setup.width])
    if (!configuration.structure.cell) predicted.fill(NaN, 1 + 3 * atoms)
    const rowAt = (i: number): Float64Array => rows.subarray(i * width, i * width + setup.width)
    const least = ROUNDING * sizeOfRow(basis, rowAt(0))
    const unbounded = (i: number): boolean => reachesUnseen(basis, rowAt(i), least)
    visit({ configuration, index, predicted, derivatives, unbounded })
  } finally {
    heap.free(rows, derivatives)
  }
}

/** Rows of one property, written where they belong among the observations. */
function placeFor(rows: Float64Array, width: number, [from, to]: readonly [number, number]): ClassRows {
  const finish = (): never => {
    throw new Error("rows of one structure are not gathered")
  }
  return { reserve: () => rows.subarray(from * width, to * width), keep: () => {}, finish }
}

/** With zeros for labels: what then stands where residuals stand are the predictions themselves, of every observation. */
function unlabelled({ structure, group, origin }: Configuration): Configuration {
  return {
    structure,
    energy: 0,
    forces: new Float64Array(3 * structure.numbers.length),
    ...(structure.cell && { stress: stressAse([0, 0, 0, 0, 0, 0]) }),
    group,
    weights: { energy: 1, forces: 1, stress: 1 },
    origin,
  }
}
