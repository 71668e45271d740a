import { numberOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { SplineFunction } from "../functions/piecewise.ts"
import { linearParameter } from "../functions/quantity.ts"
import type { Parameter } from "../parameters.ts"
import { unresolved } from "../spec/element-list.ts"
import { pairEntries } from "../spec/pair-entries.ts"
import { within } from "../spec/within.ts"
import { pairSpline } from "./pair-spline.ts"
import { tripletEntries } from "./triplet-entries.ts"
import { tripletTerm, type TripletTerm } from "./triplet-term.ts"
import type { Uf3Spec, Uf3TripletSpec } from "./uf3-spec.ts"
import { forCoefficients } from "./unknowns.ts"

const quantity = { name: "three-body energy", unit: "eV", argument: "Å" }

/** V₂ of one pair of elements. */
export interface NamedPair {
  /** `A-B` */
  readonly label: string
  /** Atomic numbers. */
  readonly elements: readonly [number, number]
  readonly radial: SplineFunction
}

/** The two-body splines of a spec for all pairs of its elements. @throws SpecFailure with the path of what is wrong. */
export function pairTerms({ pairs }: Uf3Spec, symbols: readonly string[]): readonly NamedPair[] {
  if (!pairs) throw unresolved("pairs")
  return within(["pairs"], () => pairEntries(symbols, pairs)).map(({ label, a, b, key, value }) => {
    const radial = within(["pairs", key, "knots"], () => pairSpline(value))
    demandCount(value.coefficients, radial.parameters.length, ["pairs", key])
    if (value.core > radial.parameters.length) {
      const what = `${value.core} of ${radial.parameters.length} B-splines are to keep their values`
      throw new SpecFailure(what, { path: ["pairs", key, "core"], advice: "leave some to be fitted" })
    }
    return Object.freeze({ label, elements: [atomicNumber(symbols[a]), atomicNumber(symbols[b])] as const, radial })
  })
}

function atomicNumber(symbol: string): number {
  return numberOf(symbol) ?? Number.NaN
}

/** The three-body splines of a spec and their parameters, the first of which has number `offset`. @throws SpecFailure. */
export function tripletTerms(
  { triplets, threeBodyCutoff }: Uf3Spec,
  symbols: readonly string[],
  offset: number,
): { readonly triplets: readonly TripletTerm[]; readonly parameters: readonly Parameter[] } {
  if (!triplets && threeBodyCutoff !== "none") throw unresolved("triplets")
  const parameters: Parameter[] = []
  const terms = within(["triplets"], () => tripletEntries(symbols, triplets ?? {})).map(({ key, swapped, value, ...named }) =>
    within(["triplets", key], () => {
      const { knots, leading, trailing, coefficients } = swapped ? withNeighboursSwapped(value) : value
      const own = offset + parameters.length
      const term = within(["knots"], () => tripletTerm({ ...named, knots, leading, trailing, offset: own }))
      if (term.first === term.second && String(knots[0]) !== String(knots[1])) {
        throw new SpecFailure(`the knots along r_ij and r_ik differ, although both neighbours are ${symbols[term.first]}`, {
          path: ["knots"],
        })
      }
      demandCount(coefficients, term.unknowns.shape[0] * term.unknowns.shape[1] * term.unknowns.shape[2], [])
      if (coefficients) demandSymmetry(term, coefficients)
      parameters.push(...parametersOf(term, coefficients))
      return term
    }),
  )
  return { triplets: terms, parameters }
}

function parametersOf({ label, unknowns }: TripletTerm, coefficients: readonly number[] | undefined): readonly Parameter[] {
  const { count, shape, indices } = unknowns
  return Array.from({ length: count }, (_, k) => {
    const [a, b, c] = indices.subarray(3 * k, 3 * k + 3)
    const value = coefficients?.[(a * shape[1] + b) * shape[2] + c] ?? 0
    return linearParameter(
      ...([`uf3.${label}.coefficient${a}-${b}-${c}`, value, quantity, 0] as const),
      (what) => `coefficient of B-splines ${a}, ${b}, ${c} of r_ij, r_ik, r_jk of the ${what}`,
    )
  })
}

function demandCount(coefficients: readonly number[] | undefined, count: number, path: readonly string[]): void {
  if (coefficients === undefined || coefficients.length === count) return
  throw new SpecFailure(`${coefficients.length} coefficients are given for ${count} B-splines`, { path: [...path, "coefficients"] })
}

function demandSymmetry({ first, second, unknowns }: TripletTerm, coefficients: readonly number[]): void {
  if (first !== second) return
  const [, nb, nc] = unknowns.shape
  forCoefficients(unknowns, (_, a, b, c) => {
    if (coefficients[(a * nb + b) * nc + c] === coefficients[(b * nb + a) * nc + c]) return
    const what = `coefficients [${a}][${b}][${c}] and [${b}][${a}][${c}] differ, although both neighbours are of one element`
    throw new SpecFailure(what, { path: ["coefficients"], advice: "their exchange must change nothing" })
  })
}

/** The same spline with r_ij and r_ik exchanged. */
export function withNeighboursSwapped({ knots: [ij, ik, jk], coefficients, ...ends }: Uf3TripletSpec): Uf3TripletSpec {
  const [na, nb, nc] = [ij.length + 2, ik.length + 2, jk.length + 2]
  const turned = coefficients?.map((_, at) => {
    const [b, a, c] = [Math.floor(at / (na * nc)), Math.floor(at / nc) % na, at % nc]
    return coefficients[(a * nb + b) * nc + c]
  })
  return { ...ends, knots: [ik, ij, jk], ...(turned && { coefficients: turned }) }
}
