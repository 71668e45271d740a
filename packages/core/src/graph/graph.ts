/**
 * CSR neighbour graph of a batch of structures: the full list, every pair seen from both ends, edges sorted by centre, then
 * neighbour, then image. All arrays live in kernel memory (`array.byteOffset` is the kernels' pointer).
 */
export interface Graph {
  readonly elements: readonly number[]
  /** [Å]; pairs with `distance < cutoff` are edges. */
  readonly cutoff: number
  /** Atom offsets of the structures, `[S + 1]`. */
  readonly structures: Int32Array
  /** Edge offsets of the centres, `[N + 1]`. */
  readonly centres: Int32Array
  /** Neighbour atom of each edge, `[E]`, an index into the atoms of the batch. */
  readonly neighbours: Int32Array
  /** Centre atom of each edge, `[E]`. */
  readonly origins: Int32Array
  /** The same pair seen from the other end, `[E]`. */
  readonly reverse: Int32Array
  /** From centre to neighbour, `[3E]` [Å]. */
  readonly vectors: Float64Array
  /** `[E]` [Å]. */
  readonly distances: Float64Array
  /** Index into `elements`, `[N]`. */
  readonly species: Uint8Array
  /** Cell volumes, `[S]` [Å³]; 0 without a cell. */
  readonly volumes: Float64Array
  /** Positions as given, `[3N]` [Å]; for what no cutoff bounds. */
  readonly positions: Float64Array
  /** Rows of the cells, `[9S]` [Å]; directions without a vector are filled up with normals of length 1 Å. */
  readonly cells: Float64Array
  /** Directions that repeat, as bits 1, 2 and 4 for the three rows, `[S]`. */
  readonly periodic: Uint8Array
}
