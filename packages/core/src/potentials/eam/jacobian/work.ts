import type { Graph } from "../../../graph/graph.ts"
import { speciesPair, type PairSegments } from "../../../graph/pair-segments.ts"
import type { Heap } from "../../../kernels/heap.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { densityNumber, type EamColumns, type EamFunctions } from "../functions.ts"

/** Pairs handled at a time; no power of two, so that the planes of a chunk do not fall on the same cache lines. */
export const CHUNK = 1000

/** What the passes over one structure share. Atoms count from the first of the structure, pairs from its first. */
export interface JacobianWork {
  readonly functions: EamFunctions
  readonly columns: EamColumns
  readonly graph: Graph
  readonly half: PairSegments
  /** The potential's number of each element of the graph. */
  readonly species: readonly number[]
  /** Number of the structure. */
  readonly structure: number
  readonly firstAtom: number
  readonly atoms: number
  readonly firstPair: number
  readonly pairs: number
  /** Columns of densities and embeddings. */
  readonly width: number
  /** Most parameters of one density. */
  readonly densityWidest: number
  /** θ of one function, in kernel memory. */
  parametersOf(radial: RadialFunction, column: number): Float64Array
  /** Room for a chunk: f, f′, f″, ∂f/∂θ, ∂φ′/∂θ, and six weights a pair. */
  readonly chunk: Readonly<Record<"f" | "df" | "d2f" | "fk" | "dfk" | "weights", Float64Array>>
  /** Density slopes g_I, g_J that each pair sees at its ends, `[pairs]`; one array with one element in the graph. */
  readonly slopesI: Float64Array
  readonly slopesJ: Float64Array
  /** ∂g/∂θ, planar within a chunk; those of the J end only where its function is another one. */
  readonly planesI: Float64Array
  readonly planesJ: Float64Array
  /** ρ, then F′, of each atom. */
  readonly density: Float64Array
  readonly slopes: Float64Array
  /** D_ik = ∂ρ_i/∂θ_k, then G_ik = dF′_i/dθ_k, `[atoms × width]`. */
  readonly many: Float64Array
}

/** Makes room for structure `s`; inside a scope of the heap. */
export function jacobianWork(
  heap: Heap,
  half: PairSegments,
  functions: EamFunctions,
  columns: EamColumns,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
): JacobianWork {
  const firstAtom = graph.structures[s]
  const atoms = graph.structures[s + 1] - firstAtom
  const firstPair = half.offsets[s * half.pairs]
  const pairs = half.offsets[(s + 1) * half.pairs] - firstPair
  const width = columns.count - columns.many
  const pairWidest = widest(functions.pair)
  const densityWidest = widest(functions.density)
  const own = heap.f64(columns.count)
  own.set(theta.subarray(0, columns.count))
  const several = graph.elements.length > 1
  const slopesI = heap.f64(pairs)
  const planesI = heap.f64(pairs * densityWidest)
  return {
    functions,
    columns,
    graph,
    half,
    species,
    structure: s,
    firstAtom,
    atoms,
    firstPair,
    pairs,
    width,
    densityWidest,
    parametersOf: (radial, column) => own.subarray(column, column + radial.parameters.length),
    chunk: {
      f: heap.f64(CHUNK),
      df: heap.f64(CHUNK),
      d2f: heap.f64(CHUNK),
      fk: heap.f64(CHUNK * Math.max(pairWidest, densityWidest)),
      dfk: heap.f64(CHUNK * pairWidest),
      weights: heap.f64(6 * CHUNK),
    },
    slopesI,
    slopesJ: several ? heap.f64(pairs) : slopesI,
    planesI,
    planesJ: several ? heap.f64(pairs * densityWidest) : planesI,
    density: new Float64Array(atoms),
    slopes: new Float64Array(atoms),
    many: new Float64Array(atoms * width),
  }
}

/** Most parameters of one function of a list. */
export function widest(list: readonly RadialFunction[]): number {
  return list.reduce((most, radial) => Math.max(most, radial.parameters.length), 0)
}

/** Some pairs of one pair of elements. */
export interface Chunk {
  /** Number of the first pair in the half graph, and how many. */
  readonly m: number
  readonly n: number
  /** Number of the pair function, and of the density functions that act at i and at j. */
  readonly pair: number
  readonly atI: number
  readonly atJ: number
}

/** Goes through the pairs of the structure between elements that the potential knows. */
export function eachChunk(work: JacobianWork, visit: (chunk: Chunk) => void): void {
  const { functions, graph, half, species, structure } = work
  const { style, symbols } = functions
  const graphCount = graph.elements.length
  for (let first = 0; first < graphCount; first++) {
    for (let second = first; second < graphCount; second++) {
      const [a, b] = [species[first], species[second]]
      if (a < 0 || b < 0) continue
      const segment = structure * half.pairs + speciesPair(first, second, graphCount)
      const end = half.offsets[segment + 1]
      const chosen = {
        pair: speciesPair(a, b, symbols.length),
        atI: densityNumber(style, a, b, symbols.length),
        atJ: densityNumber(style, b, a, symbols.length),
      }
      for (let m = half.offsets[segment]; m < end; m += CHUNK) visit({ m, n: Math.min(CHUNK, end - m), ...chosen })
    }
  }
}
