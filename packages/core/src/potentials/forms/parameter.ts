import type { FormParameter, PairScale } from "./form.ts"

type Start = (scale: PairScale) => number

/** An energy, or another parameter that φ is proportional to; of either sign. */
export function amplitude(name: string, unit: string, doc: string, start: Start): FormParameter {
  return { name, unit, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, transform: "identity", doc, start }
}

/** An amplitude that is never negative. */
export function positiveAmplitude(name: string, unit: string, doc: string, start: Start): FormParameter {
  return { ...amplitude(name, unit, doc, start), lower: 0 }
}

/** A length [Å] between bonds and cutoffs. */
export function length(name: string, doc: string, start: Start): FormParameter {
  return { name, unit: "Å", lower: 0.01, upper: 20, transform: "log", doc, start }
}

/** An inverse length [1/Å]. */
export function rate(name: string, doc: string, start: Start): FormParameter {
  return { name, unit: "1/Å", lower: 0.01, upper: 20, transform: "log", doc, start }
}

/** A power of r; fixed unless a spec frees it. */
export function exponent(name: string, doc: string, value: number): FormParameter {
  return { name, unit: "1", lower: 1, upper: 60, transform: "log", fixed: true, doc, start: () => value }
}
