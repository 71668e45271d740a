import { show } from "../../solve/status.ts"
import type { NoiseDiagnosis } from "./diagnose-noise.ts"

/** Standard errors from nothing at which something is said to be there. */
const CLEAR = 4
/** Sizes of a defect below which it changes no conclusion. */
const SLIGHT = { mean: 0.2, spread: 1.25, tails: 3, ratio: 1.5, correlation: 0.2 }

/** What a diagnosis implies, in words: a sentence for each defect, or one that says there is none. */
export function noiseSentences(diagnosis: NoiseDiagnosis): readonly string[] {
  const name = `${diagnosis.property}${diagnosis.group === null ? "" : ` of ${diagnosis.group}`}`
  const defects = [...biasOf(diagnosis), ...spreadOf(diagnosis), ...tailsOf(diagnosis), ...trendOf(diagnosis), ...successionOf(diagnosis)]
  const sentences = defects.length > 0 ? defects : [`the residuals look like the noise that was assumed`]
  return sentences.map((sentence) => `${name}: ${sentence}.`)
}

function biasOf({ shape: { mean, spread, count } }: NoiseDiagnosis): readonly string[] {
  if (Math.abs(mean) < SLIGHT.mean || Math.abs(mean) < (CLEAR * spread) / Math.sqrt(count)) return []
  return [
    `predictions are off by ${show(mean)} σ on average, a constant error that the form cannot take up: an offset may be missing, or references of another kind`,
  ]
}

function spreadOf({ shape: { spread, count }, left }: NoiseDiagnosis): readonly string[] {
  const threshold = Math.exp(Math.max(Math.log(SLIGHT.spread), CLEAR / Math.sqrt(2 * count)))
  if (spread > threshold)
    return [`residuals are ${show(spread)} times what their σ says: error bars of what these data decide are too small by about as much`]
  // Unknowns that the data have paid for make residuals smaller than the noise was.
  if (spread * threshold > left) return []
  return [`residuals are only ${show(spread)} of what their σ says: these data could count for more, and error bars are too wide`]
}

function tailsOf({ shape, assumed, varies }: NoiseDiagnosis): readonly string[] {
  // Noise whose width varies has tails of its own.
  if (varies) return []
  const { beyond, beyondExpected, degrees, count } = shape
  const error = Math.sqrt(beyondExpected / count)
  if (degrees === null || beyond < SLIGHT.tails * beyondExpected || beyond - beyondExpected < CLEAR * error) return []
  const found = `${percent(beyond)} of the residuals are further than three standard deviations from their mean, where ${assumed === null ? "normal noise" : `noise of ν = ${show(assumed)}`} has ${percent(beyondExpected)}`
  return [
    `${found}; Student's t distribution with ν = ${show(degrees)} describes them better, and a fit that assumes it (noise: student-t) gives the outliers less say`,
  ]
}

function trendOf({ trend }: NoiseDiagnosis): readonly string[] {
  if (trend === null || Math.abs(trend.significance) < CLEAR || Math.abs(Math.log(trend.ratio)) < Math.log(SLIGHT.ratio)) return []
  const [first, last] = [trend.bins[0], trend.bins[trend.bins.length - 1]]
  const grown = trend.ratio > 1 ? `grow with the force` : `shrink as forces grow`
  return [
    `residuals ${grown}: ${show(first.rms)} σ at ${show(first.magnitude)} eV/Å, ${show(last.rms)} σ at ${show(last.magnitude)} eV/Å; one σ for all ${
      trend.ratio > 1
        ? "lets the largest forces decide, and error bars are too wide for small ones and too narrow for large ones"
        : "gives small forces too much say"
    }: groups with a σ of their own, or weights, follow it better`,
  ]
}

function successionOf({ succession }: NoiseDiagnosis): readonly string[] {
  if (succession === null || Math.abs(succession.significance) < CLEAR || succession.correlation < SLIGHT.correlation) return []
  const { correlation, worth, pairs } = succession
  return [
    `residuals of a frame are like those of the one before (correlation ${correlation.toFixed(2)} over ${pairs} pairs): data in succession say as much as ${percent(worth)} of as many independent ones, so error bars are too small by about ${show(1 / Math.sqrt(worth))} times; take fewer frames, or frames further apart`,
  ]
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(2))} %`
}
