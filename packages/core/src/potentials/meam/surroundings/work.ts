import type { Graph } from "../../../graph/graph.ts"
import type { MeamFunctions } from "../functions.ts"
import { SLOPES } from "./moments.ts"
import type { Pieces } from "./pieces.ts"
import type { GradientSink } from "./scatter.ts"
import { SCREEN } from "./screening.ts"

/** Room for the derivatives by one parameter, and what they are taken of. */
export interface Work {
  readonly functions: MeamFunctions
  readonly graph: Graph
  readonly pieces: Pieces
  readonly species: readonly number[]
  /** S ∂E/∂S of each pair, and its derivative. */
  readonly weights: Float64Array
  readonly dWeights: Float64Array
  /** ∂ ln S of each pair; of each screen, what `scatterScreening` takes; and ∂ ln S of all edges. */
  readonly relative: Float64Array
  readonly further: Float64Array
  readonly ofPair: Float64Array
  /** Derivatives of forces and virial. */
  readonly sink: GradientSink
  /** Derivatives of what is called so in the pieces; of slopes, for one edge at a time. */
  readonly dSeen: Float64Array
  readonly dDensities: Float64Array
  readonly dMoments: Float64Array
  readonly dGradients: Float64Array
  readonly dSlopes: Float64Array
  readonly dByScreening: Float64Array
  /** Densities of one neighbour. */
  readonly perNeighbour: Float64Array
  /** Before the next parameter. */
  clear(): void
}

/** Makes room for the derivatives of a structure. */
export function createWork(
  functions: MeamFunctions,
  graph: Graph,
  pieces: Pieces,
  species: readonly number[],
  weights: Float64Array,
): Work {
  const { pairs, screens } = pieces.screening
  const [forces, virials] = [new Float64Array(3 * pieces.atoms), new Float64Array(6)]
  const dSeen = new Float64Array(pieces.edges.length)
  const dMoments = new Float64Array(pieces.moments.length)
  return {
    ...{ functions, graph, pieces, species, weights, dSeen, dMoments },
    dWeights: new Float64Array(pairs.length),
    relative: new Float64Array(pairs.length),
    further: new Float64Array(screens.length / SCREEN),
    ofPair: new Float64Array(pieces.byScreening.length),
    sink: { forces, firstAtom: pieces.firstAtom, virials, virialAt: 0 },
    dDensities: new Float64Array(pieces.densities.length),
    dGradients: new Float64Array(pieces.gradients.length),
    dSlopes: new Float64Array(SLOPES),
    dByScreening: new Float64Array(pieces.byScreening.length),
    perNeighbour: new Float64Array(4),
    clear(): void {
      for (const array of [forces, virials, dSeen, dMoments]) array.fill(0)
    },
  }
}
