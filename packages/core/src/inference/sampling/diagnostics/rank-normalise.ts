import { normalQuantile } from "./normal-quantile.ts"

/** Chains of equal length, one number a draw. */
export type Chains = readonly Float64Array[]

/** Each half of each chain as a chain: a chain that drifts then disagrees with itself. A draw in the middle is left out. */
export function splitChains(chains: Chains): Chains {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2)
    return [chain.subarray(0, half), chain.subarray(chain.length - half)]
  })
}

/**
 * Each draw replaced by the normal quantile of its rank among all, z((rank − 3/8)/(S + 1/4)), ties by their mean rank: what follows needs no moments
 * of the distribution.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner, DOI 10.1214/20-BA1221, eq. 14.
 */
export function rankNormalise(chains: Chains): Chains {
  const all = chains.flatMap((chain, c) => Array.from(chain, (value, i) => ({ value, c, i })))
  all.sort((a, b) => a.value - b.value)
  const out = chains.map(({ length }) => new Float64Array(length))
  const total = all.length
  for (let first = 0; first < total;) {
    let last = first
    while (last + 1 < total && all[last + 1].value === all[first].value) last++
    const z = normalQuantile((0.5 * (first + last) + 1 - 0.375) / (total + 0.25))
    for (let at = first; at <= last; at++) out[all[at].c][all[at].i] = z
    first = last + 1
  }
  return out
}

/** |draw − median|: what tells chains of equal place and different width apart. */
export function foldAtMedian(chains: Chains): Chains {
  const sorted = chains.flatMap((chain) => Array.from(chain)).sort((a, b) => a - b)
  const median = 0.5 * (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)])
  return chains.map((chain) => chain.map((value) => Math.abs(value - median)))
}
