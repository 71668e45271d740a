import { type Chains, rankNormalise, splitChains } from "./rank-normalise.ts"
import { variances } from "./r-hat.ts"

/**
 * Independent draws that would know the mean as well as these chains do, `M N/τ` with τ = −1 + 2 Σ P_t, P_t = ρ_2t + ρ_(2t+1) the sums of neighbouring
 * autocorrelations of all chains together, cut off where they turn negative and made to fall.
 *
 * Sources: Geyer, DOI 10.1214/ss/1177011137; Vehtari et al., DOI 10.1214/20-BA1221, §3.2.
 */
export function effectiveSize(chains: Chains): number {
  const N = chains[0].length
  const { within, total } = variances(chains)
  const centred = chains.map((chain) => {
    const mean = chain.reduce((sum, value) => sum + value, 0) / N
    return chain.map((value) => value - mean)
  })
  const correlation = (lag: number): number => 1 - (within - meanProduct(centred, lag)) / total
  let tau = -1
  let least = Infinity
  for (let t = 0; 2 * t + 1 < N - 2; t++) {
    const pair = (t === 0 ? 1 : correlation(2 * t)) + correlation(2 * t + 1)
    if (!(pair > 0)) break
    least = Math.min(least, pair)
    tau += 2 * least
  }
  const draws = chains.length * N
  // Chains that alternate can know more than independent draws; by how much is bounded, as it is uncertain.
  return Math.min(draws / tau, draws * Math.log10(draws))
}

/** Effective size for the bulk of the distribution: of split, rank-normalised chains. */
export function bulkSize(chains: Chains): number {
  return effectiveSize(rankNormalise(splitChains(chains)))
}

/** Effective size for the 5 % and 95 % quantiles, the smaller of the two: of whether a draw lies below. */
export function tailSize(chains: Chains): number {
  const sorted = chains.flatMap((chain) => Array.from(chain)).sort((a, b) => a - b)
  const sizes = [0.05, 0.95].map((q) => {
    const quantile = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
    return effectiveSize(splitChains(chains).map((chain) => chain.map((value) => (value <= quantile ? 1 : 0))))
  })
  return Math.min(...sizes)
}

/** Mean over chains of Σ_i x_i x_(i+lag) / N. */
function meanProduct(centred: Chains, lag: number): number {
  let sum = 0
  for (const chain of centred) {
    let own = 0
    for (let i = 0; i + lag < chain.length; i++) own += chain[i] * chain[i + lag]
    sum += own / chain.length
  }
  return sum / centred.length
}
