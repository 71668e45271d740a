import { correlation } from "../correlation/correlation.ts"

/** An integral must be this many times its error for matter to flow. */
const CLEAR = 2

/**
 * How much energy goes with the mass of each element: the coefficients c for which the flux J_E − Σ c_a J_a has no part in those of
 * matter, `Λ_MM c = Λ_ME` of the integrals of correlations. The integral of what is left is stationary in c, so that its error is that of
 * its own series. Where matter does not flow, as in a crystal, these integrals are nothing but noise and any c does: it is then that of the
 * products at equal times, which leaves the least of them.
 *
 * @param rows fluxes of energy and of masses, `[3(1 + elements)]` each
 */
export function matterWithHeat(
  rows: readonly Float64Array[],
  options: { readonly interval: number; readonly lags: number; readonly stride?: number },
): readonly number[] {
  const fluxes = (rows[0]?.length ?? 3) / 3
  if (fluxes === 1) return []
  // Products of two fluxes follow from those of their sum, in units in which both are of one size.
  const sizes = Array.from({ length: fluxes }, (_, f) => Math.sqrt(rows.reduce((sum, row) => sum + square(row, f), 0) / rows.length) || 1)
  const pairs = sizes.flatMap((_, a) => sizes.slice(a).map((_, k) => [a, a + k] as const))
  const products = correlation({
    ...options,
    size: 3 * pairs.length,
    parts: pairs.map((_, p) => ({ from: 3 * p, to: 3 * p + 3, scale: 1 })),
  })
  for (const flux of rows) {
    products.add((row) =>
      pairs.forEach(([a, b], p) => {
        for (let c = 0; c < 3; c++) row[3 * p + c] = flux[3 * a + c] / sizes[a] + (a === b ? 0 : flux[3 * b + c] / sizes[b])
      }),
    )
  }
  const found = products.record()
  const recordOf = (a: number, b: number) => found[pairs.findIndex(([x, y]) => x === Math.min(a, b) && y === Math.max(a, b))]
  const flows = sizes.slice(1).every((_, k) => {
    const { integral, integralError } = recordOf(k + 1, k + 1)
    return integral[options.lags] > CLEAR * (integralError[options.lags] ?? Infinity)
  })
  const own = (a: number, b: number): number => (flows ? recordOf(a, b).integral[options.lags] : recordOf(a, b).correlation[0])
  const between = (a: number, b: number): number => (a === b ? own(a, a) : (own(a, b) - own(a, a) - own(b, b)) / 2)
  const matter = sizes.slice(1).map((_, k) => k + 1)
  const solved = solve(
    matter.map((a) => matter.map((b) => between(a, b))),
    matter.map((a) => between(a, 0)),
  )
  return solved.map((value, k) => (value * sizes[0]) / sizes[k + 1])
}

function square(row: Float64Array, flux: number): number {
  return row[3 * flux] ** 2 + row[3 * flux + 1] ** 2 + row[3 * flux + 2] ** 2
}

/** Solves a few equations by elimination with the largest pivots; what has none gets 0. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i]])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k)
    ;[rows[k], rows[pivot]] = [rows[pivot], rows[k]]
    if (rows[k][k] === 0) continue
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = rows[i][k] / rows[k][k]
      for (let c = k; c <= n; c++) rows[i][c] -= factor * rows[k][c]
    }
  }
  return rows.map((row, k) => (row[k] === 0 ? 0 : row[n] / row[k]))
}
