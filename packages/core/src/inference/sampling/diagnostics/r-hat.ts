import { type Chains, foldAtMedian, rankNormalise, splitChains } from "./rank-normalise.ts"

/**
 * R̂ = √(var⁺/W): the width of all draws beside that within chains; 1 where the chains agree, below 1.01 where they may be used. Chains are
 * split and ranks normalised, and it is the larger of that of the draws and of their distances from the median. `NaN` for draws that
 * are all equal.
 *
 * Source: Vehtari et al., DOI 10.1214/20-BA1221, §4.
 */
export function rHat(chains: Chains): number {
  const split = splitChains(chains)
  return Math.max(plainRHat(rankNormalise(split)), plainRHat(rankNormalise(foldAtMedian(split))))
}

function plainRHat(chains: Chains): number {
  const { within, total } = variances(chains)
  return Math.sqrt(total / within)
}

/** W, the mean variance within chains, and var⁺ = (N − 1)/N W + B/N. */
export function variances(chains: Chains): { readonly within: number; readonly total: number } {
  const N = chains[0].length
  const means = chains.map((chain) => chain.reduce((sum, value) => sum + value, 0) / N)
  const within =
    chains.reduce((sum, chain, c) => sum + chain.reduce((square, value) => square + (value - means[c]) ** 2, 0) / (N - 1), 0) /
    chains.length
  const mean = means.reduce((sum, value) => sum + value, 0) / chains.length
  const between = chains.length > 1 ? means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (chains.length - 1) : 0
  return { within, total: ((N - 1) / N) * within + between }
}
