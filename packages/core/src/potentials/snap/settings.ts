/** A bispectrum potential without its coefficients, in numbers; the names in brackets are LAMMPS's. */
export interface SnapSettings {
  /** Atomic numbers. */
  readonly elements: readonly number[]
  /** Twice the largest angular momentum. */
  readonly twojmax: number
  /** Cutoff of elements a and b: `cutoffFactor × (radii[a] + radii[b])` [Å] (rcutfac, R). */
  readonly cutoffFactor: number
  readonly radii: readonly number[]
  /** Weight of a neighbour by its element (w). */
  readonly weights: readonly number[]
  /** Part of π that the angle θ₀ reaches at the cutoff (rfac0). */
  readonly angleFactor: number
  /** Distance at which θ₀ begins [Å] (rmin0). */
  readonly start: number
  /** Whether neighbours fade out towards the cutoff (switchflag). */
  readonly fade: boolean
  /** Where neighbours fade in, by element: `centres` [Å] and half widths `widths` [Å] (switchinnerflag, sinner, dinner). */
  readonly inner: { readonly centres: readonly number[]; readonly widths: readonly number[] } | undefined
  /** Components of a lone atom are subtracted (bzeroflag). */
  readonly subtractLone: boolean
  /** The energy is quadratic in the components (quadraticflag). */
  readonly quadratic: boolean
  /** One density for each element of neighbours (chemflag). */
  readonly chemical: boolean
  /** Components are divided by j + 1 (bnormflag). */
  readonly normalised: boolean
  /** The atom itself counts in the densities of all elements (wselfallflag). */
  readonly selfInAll: boolean
}

/** Number of densities of neighbours. */
export function channelCount({ chemical, elements }: SnapSettings): number {
  return chemical ? elements.length : 1
}

/** Density in which element a counts. */
export function channelOf({ chemical }: SnapSettings, a: number): number {
  return chemical ? a : 0
}

/** Whether the atom itself, of element a, counts in a density. */
export function countsItself(settings: SnapSettings, a: number, channel: number): boolean {
  return settings.selfInAll || channelOf(settings, a) === channel
}

/** The largest cutoff of two elements [Å]. */
export function largestCutoff({ cutoffFactor, radii }: SnapSettings): number {
  return 2 * cutoffFactor * Math.max(...radii)
}
