import type { Graph } from "../graph/graph.ts"
import type { ParameterLayout } from "./parameters.ts"

/** What a potential adds its answer to; the caller owns and zeroes it. */
export interface Evaluation {
  /** Atomic energies, `[N]` [eV]. */
  readonly energies: Float64Array
  /** `F = −∂E/∂R`, `[3N]` [eV/Å]. */
  readonly forces: Float64Array
  /** `W = −∂E/∂ε = Σ r⊗f` per structure, Voigt xx yy zz yz xz xy, `[6S]` [eV]. */
  readonly virials: Float64Array
}

/**
 * Derivatives of one structure's energy (1 row), forces (3n rows) and virial (6 rows) with respect to parameters, row-major:
 * element (row, k) of each array is at `row × stride + column + k`. The potential adds to it; the caller owns and zeroes it.
 */
export interface JacobianBlock {
  readonly energy: Float64Array
  readonly forces: Float64Array
  readonly virial: Float64Array
  readonly stride: number
  readonly column: number
}

/** JSON from which a potential of the same kind can be made again (in a worker, from a file). */
export interface PotentialSpec {
  readonly kind: string
  readonly [field: string]: unknown
}

/**
 * Energy per atom of its neighbourhood, as a frozen value. Parameters are handed in at each call: θ has one entry per
 * parameter of the layout, in its order. Capabilities beyond this interface are declared by the presence of a method.
 */
export interface Potential {
  readonly spec: PotentialSpec
  /** Atomic numbers this potential knows. */
  readonly elements: readonly number[]
  /** [Å] */
  readonly cutoff: number
  /** Why its energies depend on atoms beyond the cutoff, such as `charges act at all distances`; absent where they do not. */
  readonly unbounded?: string
  /**
   * Says that what `evaluate` adds for a graph is the sum of what it adds for parts of it that share out the centres among them (besides
   * energies of atoms without neighbours), so that threads can share the work. In a part, `reverse` tells only which end of a pair
   * comes first, by a number above or below that of the edge.
   */
  readonly byCentre?: true
  readonly parameters: ParameterLayout
  /** Adds energies, forces and virials of the whole graph to `out`. */
  evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void
  /** Adds `∂(E, F, W)/∂θ` of structure `s` of the graph to `block`. */
  jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void
}
