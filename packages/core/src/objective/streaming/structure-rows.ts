import { frameOf, placeOf } from "../../atoms/place.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { energyDesign, stressColumns } from "../../observables/baseline.ts"
import { observationLength, observationRange, predictObservations, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import type { Evaluation, JacobianBlock, Potential } from "../../potentials/potential.ts"
import { atomFactor } from "../data-class.ts"
import type { ClassRows } from "./class-rows.ts"
import type { ShardSetup } from "./shard-setup.ts"

/** One structure of a graph with all that its rows are made of. */
export interface StructureSource {
  readonly setup: ShardSetup
  readonly potential: Potential
  readonly graph: Graph
  readonly s: number
  /** In kernel memory. */
  readonly theta: Float64Array
  readonly evaluation: Evaluation
  readonly configuration: Configuration
  readonly rowsOf: (property: Property) => ClassRows
}

/** Rows of one property where they are written, or in room that nobody reads. */
interface Part {
  readonly property: Property
  readonly count: number
  /** `[count × stride]` */
  readonly rows: Float64Array
  readonly target: ClassRows | undefined
}

/**
 * Adds the rows `√weight × [∂prediction/∂column | prediction − reference]` of one structure to those of their classes. Where the
 * parameters feed consecutive columns the potential writes them in place; else they are formed aside and carried over.
 * @throws Failure for a prediction that is not finite.
 */
export function writeStructureRows(source: StructureSource): void {
  const { setup, potential, graph, s, theta, evaluation, configuration, rowsOf } = source
  const { heap } = kernels()
  const { width } = setup
  const own = potential.parameters.length
  const atoms = configuration.structure.numbers.length
  const references = referenceObservations(configuration)
  const predicted = new Float64Array(observationLength(atoms))
  predictObservations(graph, s, evaluation, configuration, setup.baseline, setup.theta, own, predicted)
  const first = firstColumn(setup, own)
  const aside: Float64Array[] = []
  const room = (length: number): Float64Array => {
    const array = heap.f64(length)
    aside.push(array)
    return array
  }
  try {
    const parts = properties.map((property): Part => {
      const [from, to] = observationRange(property, atoms)
      const count = to - from
      const counts =
        setup.use[property] && configuration.weights[property] > 0 && references.subarray(from, to).some((r) => !Number.isNaN(r))
      const target = counts ? rowsOf(property) : undefined
      return { property, count, target, rows: target ? target.reserve(count) : room(first < 0 ? 0 : count * (width + 1)) }
    })
    const [energy, forces, virial] = first < 0 ? parts.map(({ count }) => room(count * own)) : parts.map(({ rows }) => rows)
    const block: JacobianBlock =
      first < 0 ? { energy, forces, virial, stride: own, column: 0 } : { energy, forces, virial, stride: width + 1, column: first }
    potential.jacobian(graph, s, theta.subarray(0, own), block)
    parts.forEach((part, p) => {
      if (part.target) completeRows(source, part, part.target, block, [energy, forces, virial][p], references, predicted)
    })
  } finally {
    heap.free(...aside)
  }
}

/** The column of the first parameter of the potential where all feed consecutive columns unscaled; else −1. */
function firstColumn({ columns, scales }: ShardSetup, own: number): number {
  if (own === 0) return -1
  for (let k = 0; k < own; k++) if (columns[k] !== columns[0] + k || scales[k] !== 1) return -1
  return columns[0]
}

/** Turns derivatives of E, F, W into rows: scales them, adds the baseline and the residual, and leaves out those without a datum. */
function completeRows(
  { setup, potential, graph, s, configuration }: StructureSource,
  { property, count, rows }: Part,
  target: ClassRows,
  { stride, column }: JacobianBlock,
  derivatives: Float64Array,
  references: Float64Array,
  predicted: Float64Array,
): void {
  const { width, columns, scales } = setup
  const own = potential.parameters.length
  const atoms = configuration.structure.numbers.length
  const [from] = observationRange(property, atoms)
  const factor = Math.sqrt(configuration.weights[property] * (setup.byAtoms ? atomFactor(property, atoms) : 1))
  const share = property === "energy" ? 1 / atoms : property === "forces" ? 1 : -1 / graph.volumes[s]
  const design = property === "energy" ? energyDesign(setup.baseline, configuration.structure) : undefined
  const stress = property === "stress" ? stressColumns(setup.baseline, configuration) : undefined
  const inPlace = derivatives === rows
  let kept = 0
  for (let i = 0; i < count; i++) {
    const reference = references[from + i]
    if (Number.isNaN(reference)) continue
    if (!Number.isFinite(predicted[from + i])) throw notFinite(configuration, property)
    const at = kept * (width + 1)
    if (inPlace) {
      if (kept < i) rows.copyWithin(at, i * stride, (i + 1) * stride)
      const scale = factor * share
      if (scale !== 1) for (let k = at + column; k < at + column + own; k++) rows[k] *= scale
    } else {
      for (let k = 0; k < own; k++) {
        if (columns[k] >= 0) rows[at + columns[k]] += factor * share * scales[k] * derivatives[i * stride + k]
      }
    }
    const put = (parameter: number, derivative: number): void => {
      if (columns[parameter] >= 0) rows[at + columns[parameter]] += factor * scales[parameter] * derivative
    }
    if (design) for (let j = 0; j < design.length; j++) put(own + j, design[j])
    if (stress && stress[i] >= 0) put(own + stress[i], 1)
    rows[at + width] = factor * (predicted[from + i] - reference)
    kept++
  }
  target.keep(kept)
}

function notFinite(configuration: Configuration, property: Property): Failure {
  return new Failure(`the predicted ${property} ${property === "forces" ? "are" : "is"} not finite${frameOf(configuration)}`, {
    place: placeOf(configuration),
    advice: "start from other values, or write the functions so that they are finite at every distance that occurs in the data",
  })
}
