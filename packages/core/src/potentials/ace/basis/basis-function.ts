/** One kind of factor of a basis function: radial function n (from 1) with harmonics of l, over the neighbours of a species. */
export interface OneParticle {
  /** Index into the elements of the model. */
  readonly species: number
  /** From 1; the radial function of index n − 1. */
  readonly n: number
  readonly l: number
}

/** Which function a coefficient belongs to. */
export interface AceFunction {
  /** Species of the centre. */
  readonly centre: number
  /** Its factors, in the order of the basis; their number is the correlation order. */
  readonly factors: readonly OneParticle[]
  /** Counts the independent couplings of these factors from 1. */
  readonly coupling: number
}
