/** What a file of a cluster expansion may ask for at most; far beyond any potential, so that a wrong number is found before memory ends. */
export interface FileLimits {
  readonly l: number
  readonly densities: number
  readonly radial: number
  /** Rows of a radial table. */
  readonly bins: number
  readonly rank: number
  readonly combinations: number
  readonly functions: number
}

/** The limits of all readers. */
export const fileLimits: FileLimits = Object.freeze({
  l: 30,
  densities: 100,
  radial: 2000,
  bins: 500_000,
  rank: 12,
  combinations: 1_000_000,
  functions: 10_000_000,
})
