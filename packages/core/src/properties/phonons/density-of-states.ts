import type { Spectrum } from "./spectrum.ts"

/** Density of states, per THz and atom. */
export interface DensityOfStates {
  /** [THz] */
  readonly frequencies: readonly number[]
  readonly values: readonly number[]
}

/** Width of the Gaussians, by the largest frequency: narrower than what figures show. */
const WIDTH = 0.008

/** Density of states of a spectrum, each frequency widened to a narrow Gaussian; its integral is the three states of an atom. */
export function densityOfStates({ frequencies, weights, branches }: Spectrum, points = 240): DensityOfStates {
  const [low, high] = frequencies.reduce(([least, most], f) => [Math.min(least, f), Math.max(most, f)], [0, 0])
  const width = WIDTH * (high - low || 1)
  const first = low < -1e-3 * high ? low - 4 * width : 0
  const step = (high + 4 * width - first) / (points - 1)
  const values = new Float64Array(points)
  const atoms = branches / 3
  frequencies.forEach((f, k) => {
    const weight = weights[Math.floor(k / branches)] / (atoms * width * Math.sqrt(2 * Math.PI))
    const middle = (f - first) / step
    const reach = Math.ceil((5 * width) / step)
    for (let p = Math.max(0, Math.floor(middle) - reach); p <= Math.min(points - 1, Math.ceil(middle) + reach); p++) {
      values[p] += weight * Math.exp(-(((first + p * step - f) / width) ** 2) / 2)
    }
  })
  return { frequencies: Array.from(values, (_, p) => first + p * step), values: Array.from(values) }
}
