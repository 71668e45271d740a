import { bulkSize, tailSize } from "./effective-size.ts"
import { type Chains } from "./rank-normalise.ts"
import { rHat } from "./r-hat.ts"

/** What the draws of one parameter say. */
export interface DrawSummary {
  readonly name: string
  readonly mean: number
  readonly deviation: number
  /** 2.5 %, 50 % and 97.5 %. */
  readonly quantiles: readonly [number, number, number]
  /** Null for a parameter that has not moved. */
  readonly rHat: number | null
  readonly bulkSize: number | null
  readonly tailSize: number | null
}

/** Largest R̂, and smallest effective size a chain, that draws may be used with (Vehtari et al., DOI 10.1214/20-BA1221, §4). */
export const LARGEST_R_HAT = 1.01
export const SMALLEST_SIZE = 400

/** Draws of all chains, by parameter: `chains[c][i × n + k]`. */
export function summariseDraws(names: readonly string[], draws: Chains): DrawSummary[] {
  const n = names.length
  return names.map((name, k) => {
    const chains = draws.map((chain) => Float64Array.from({ length: chain.length / n }, (_, i) => chain[i * n + k]))
    return { name, ...summaryOf(chains) }
  })
}

function summaryOf(chains: Chains): Omit<DrawSummary, "name"> {
  const all = Float64Array.from(chains.flatMap((chain) => Array.from(chain))).sort()
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  const square = all.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = Math.sqrt(square / (all.length - 1))
  const quantiles = [quantileOf(all, 0.025), quantileOf(all, 0.5), quantileOf(all, 0.975)] as const
  const still = all[0] === all[all.length - 1] || chains[0].length < 8
  if (still) return { mean, deviation, quantiles, rHat: null, bulkSize: null, tailSize: null }
  return { mean, deviation, quantiles, rHat: rHat(chains), bulkSize: bulkSize(chains), tailSize: tailSize(chains) }
}

/** Of sorted values, between neighbours by a line. */
export function quantileOf(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
