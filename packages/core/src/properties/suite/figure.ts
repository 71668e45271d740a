/** A point of a curve; the ordinate is null where the potential has no finite answer. */
export interface CurvePoint {
  readonly x: number
  readonly y: number | null
}

/** A curve, or points, under one name. */
export interface Curve {
  readonly name: string
  readonly points: readonly CurvePoint[]
  /** How it is drawn. */
  readonly mark: "line" | "dots" | "both"
}

/** Curves over one abscissa. */
export interface CurvesFigure {
  readonly kind: "curves"
  readonly key: string
  readonly caption: string
  readonly x: string
  readonly y: string
  readonly curves: readonly Curve[]
  /** What of the ordinate is shown; all of it unless given. */
  readonly range?: readonly [number, number]
}

/** Phonon bands along a path, with the density of states beside them. */
export interface BandsFigure {
  readonly kind: "bands"
  readonly key: string
  readonly caption: string
  readonly unit: string
  /** Where on the abscissa each q is. */
  readonly places: readonly number[]
  /** Each branch along the path, negative where imaginary. */
  readonly branches: readonly (readonly number[])[]
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  /** Frequencies, and states per frequency and atom. */
  readonly density: { readonly frequencies: readonly number[]; readonly values: readonly number[] }
}

/** What a page draws. */
export type Figure = CurvesFigure | BandsFigure
