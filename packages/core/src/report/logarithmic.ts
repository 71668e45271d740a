import type { ScaleOptions } from "@observablehq/plot"

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/** Label of a tick on a logarithmic axis: plain between a hundredth and a hundred thousand, else a power of ten, `3·10⁻⁵`. */
export function logTick(value: number): string {
  if (value >= 0.01 && value < 1e5) return String(Number(value.toPrecision(6)))
  const [mantissa, exponent] = value.toExponential(0).split("e")
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => RAISED[Number(digit)]).join("")
  const power = `10${Number(exponent) < 0 ? "⁻" : ""}${raised}`
  return mantissa === "1" ? power : `${mantissa}·${power}`
}

/** About so many powers of ten are labelled on an axis. */
const LABELS = 8

/** A logarithmic scale over positive values with ticks at powers of ten, evenly thinned. */
export function decades(values: readonly number[]): ScaleOptions {
  const first = Math.floor(Math.log10(Math.min(...values)))
  const last = Math.ceil(Math.log10(Math.max(...values)))
  const step = Math.max(1, Math.ceil((last - first) / LABELS))
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((power) => power % step === 0)
  return { type: "log", domain: [10 ** first, 10 ** last], ticks: ticks.map((power) => Number(`1e${power}`)), tickFormat: logTick }
}

/** Ticks of a scale over less than a decade, and over more. */
const FINE = [1, 1.2, 1.5, 2, 3, 5, 7]
const COARSE = [1, 2, 3, 5, 7]

/** Values within this factor are as well drawn on a linear scale, whose ticks are better spread. */
const NARROW = 1.8

/** A scale that ends where its positive values do: logarithmic, with ticks between powers of ten, unless they lie close together. */
export function withinDecades(low: number, high: number): ScaleOptions {
  if (high < NARROW * low) return { domain: [low, high], ticks: 5 }
  const first = Math.floor(Math.log10(low))
  const last = Math.ceil(Math.log10(high))
  const steps = high < 8 * low ? FINE : COARSE
  const all = Array.from({ length: last - first + 1 }, (_, k) =>
    steps.map((step) => Number((step * 10 ** (first + k)).toPrecision(6))),
  ).flat()
  return { type: "log", domain: [low, high], ticks: all.filter((tick) => tick >= low && tick <= high), tickFormat: logTick }
}

/** Values that reach over more than this factor are drawn on a logarithmic scale. */
const WIDE = 8

/** A logarithmic scale where positive values reach far, else a linear one. */
export function positiveScale(values: readonly number[]): ScaleOptions {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return high > WIDE * low && low > 0 ? withinDecades(low / 1.1, high * 1.1) : { ticks: 5, nice: true }
}
