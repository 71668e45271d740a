import { studentWeight } from "../../solve/linear/student-weight.ts"
import { renewDegrees } from "../bayesian/student-degrees.ts"
import { studentQuantile, studentTails } from "./student-distribution.ts"

/** A place of the sorted residuals beside where the assumed noise has it. */
export interface QuantilePoint {
  readonly expected: number
  readonly observed: number
}

/** How residuals are distributed beside the noise that was assumed. */
export interface ResidualShape {
  readonly count: number
  /** Of z. */
  readonly mean: number
  /** √⟨(z − mean)²⟩ beside that of the noise assumed. */
  readonly spread: number
  /** Part of the data further than 3 standard deviations of their own from the mean, and how many the noise assumed would have there. */
  readonly beyond: number
  readonly beyondExpected: number
  /** ν of the Student's t distribution that is most likely to have made them, at a scale of its own; null for fewer than 50 data. */
  readonly degrees: number | null
  readonly quantiles: readonly QuantilePoint[]
}

/** Data from which tails can be told. */
const ENOUGH = 50
/** Points of a quantile plot at most. */
const POINTS = 160
/** Distances beyond this many standard deviations are tails. */
const FAR = 3

/** @param z residuals in units of σ, destroyed: they are sorted; @param assumed ν of the noise, ∞ for normal */
export function residualShape(z: Float64Array, assumed: number): ResidualShape {
  const count = z.length
  z.sort()
  const mean = z.reduce((sum, value) => sum + value, 0) / count
  const deviation = Math.sqrt(z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count)
  const beyond = z.reduce((far, value) => (Math.abs(value - mean) > FAR * deviation ? far + 1 : far), 0) / count
  const wide = assumed > 2 && assumed < Infinity ? Math.sqrt(assumed / (assumed - 2)) : 1
  return {
    ...{ count, mean, spread: deviation / wide, beyond },
    beyondExpected: studentTails(FAR * wide, assumed),
    degrees: count < ENOUGH || deviation === 0 ? null : likeliestDegrees(z, mean, deviation),
    quantiles: quantilePoints(z, assumed),
  }
}

/** Sorted residuals at places that lie the closer the nearer they are to an end: that is where tails show. */
function quantilePoints(z: Float64Array, degrees: number): readonly QuantilePoint[] {
  const n = z.length
  const places = new Set<number>([n >> 1])
  for (let i = 0; i < POINTS / 2; i++) {
    const k = Math.floor((n / 2) ** (i / (POINTS / 2 - 1)) - 0.5)
    places.add(k).add(n - 1 - k)
  }
  return [...places].sort((a, b) => a - b).map((k) => ({ expected: studentQuantile((k + 0.5) / n, degrees), observed: z[k] }))
}

/** Expectation–maximisation of scale and ν; from more data than needed, an even part. */
function likeliestDegrees(sorted: Float64Array, mean: number, deviation: number): number {
  const step = Math.max(1, Math.floor(sorted.length / 20_000))
  const part = sorted.filter((_, k) => k % step === 0).map((value) => (value - mean) ** 2)
  let [scale, degrees] = [deviation * deviation, 8]
  for (let round = 0; round < 200; round++) {
    let [spread, sum] = [0, 0]
    for (const square of part) {
      const weight = studentWeight(Math.sqrt(square / scale), degrees)
      spread += Math.log(weight) - weight
      sum += weight * square
    }
    const next = renewDegrees(degrees, spread / part.length)
    scale = sum / part.length
    if (Math.abs(Math.log(next / degrees)) < 1e-4) return next
    degrees = next
  }
  return degrees
}
