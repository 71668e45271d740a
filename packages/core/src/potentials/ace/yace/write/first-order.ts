import type { ExpandedRadials, YaceFunction } from "../yace.ts"

/**
 * Functions of one element with those of rank 1 over the basis g_k instead of R_n, as files have them: Σ_n w_n R_n = Σ_k (Σ_n w_n c_nk) g_k
 * for each neighbour.
 *
 * @param radials by element of the neighbour
 */
export function overBasis(functions: readonly YaceFunction[], radials: readonly ExpandedRadials[]): YaceFunction[] {
  const first = functions.filter(({ species }) => species.length === 1)
  const sums = radials.map(({ shape }) => new Float64Array(shape[2]))
  for (const { species, ns, coefficients } of first) {
    const [neighbour] = species
    const { shape, coefficients: expansion } = radials[neighbour]
    const row = (ns[0] - 1) * shape[1] * shape[2]
    for (let k = 0; k < shape[2]; k++) sums[neighbour][k] += coefficients[0] * expansion[row + k]
  }
  const used = new Set(first.map(({ species }) => species[0]))
  const single = [...used].flatMap((neighbour) =>
    Array.from(sums[neighbour], (value, k) => ({ species: [neighbour], ns: [k + 1], ls: [0], ms: [0], coefficients: [value] })),
  )
  return [...single, ...functions.filter(({ species }) => species.length > 1)]
}
