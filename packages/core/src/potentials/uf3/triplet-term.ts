import { splineBasis, type SplineBasis } from "../functions/basis.ts"
import { increasing } from "../functions/spline.ts"
import { tripletUnknowns, type TripletUnknowns } from "./unknowns.ts"

/** V₃(r_ij, r_ik, r_jk) = Σ c_abc B_a(r_ij) B_b(r_ik) B_c(r_jk) [eV] of one centre and an unordered pair of neighbours. */
export interface TripletTerm {
  /** `A-B-C`: centre and neighbours. */
  readonly label: string
  /** Indices into the elements of the potential. */
  readonly centre: number
  readonly first: number
  readonly second: number
  /** Along r_ij, r_ik, r_jk. */
  readonly bases: readonly [SplineBasis, SplineBasis, SplineBasis]
  readonly unknowns: TripletUnknowns
  /** Its unknowns are θ[offset] to θ[offset + unknowns.count − 1]. */
  readonly offset: number
}

/** Of `tripletTerm`. */
export interface TripletTermOptions extends Pick<TripletTerm, "label" | "centre" | "first" | "second" | "offset"> {
  /** [Å] */
  readonly knots: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]
  readonly leading: number
  readonly trailing: number
}

/** Makes the term. @throws Failure for knots that do not increase. */
export function tripletTerm({ knots, leading, trailing, ...named }: TripletTermOptions): TripletTerm {
  const [ij, ik, jk] = knots.map((axis) => splineBasis(increasing(axis, 5), 3))
  const bases = [ij, ik, jk] as const
  return Object.freeze({ ...named, bases, unknowns: tripletUnknowns(bases, { leading, trailing }, named.first === named.second) })
}

/** The term's coefficients `[a][b][c]` flattened. */
export function denseCoefficients({ unknowns, offset }: TripletTerm, theta: ArrayLike<number>, into: Float64Array): void {
  const {
    shape: [na, nb, nc],
    runs,
  } = unknowns
  into.fill(0)
  for (let cell = 0; cell < na * nb; cell++) {
    const first = offset + runs[3 * cell] - runs[3 * cell + 1]
    for (let c = runs[3 * cell + 1]; c < runs[3 * cell + 2]; c++) into[cell * nc + c] = theta[first + c]
  }
}

/** The largest distance at which an axis ends [Å]. */
export function reachOf({ bases: [ij, ik] }: TripletTerm): number {
  return Math.max(ij.knots[ij.knots.length - 1], ik.knots[ik.knots.length - 1])
}
