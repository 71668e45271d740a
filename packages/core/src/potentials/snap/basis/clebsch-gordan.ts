/** Factorials as floating-point numbers: exact up to 22!, and far from overflow at the 3J + 1 that are needed. */
function factorial(n: number): number {
  let product = 1
  for (let k = 2; k <= n; k++) product *= k
  return product
}

/**
 * Clebsch–Gordan coefficient ⟨j₁m₁ j₂m₂ | j m₁+m₂⟩ by Racah's formula; all arguments are twice the quantum numbers. Zero outside
 * |j₁−j₂| ≤ j ≤ j₁+j₂ and |m| ≤ j.
 *
 * D. A. Varshalovich, A. N. Moskalev, V. K. Khersonskii, Quantum Theory of Angular Momentum, doi:10.1142/0270, eq. 8.2.1(3).
 */
export function clebschGordan(j1: number, m1: number, j2: number, m2: number, j: number): number {
  const m = m1 + m2
  if (j < Math.abs(j1 - j2) || j > j1 + j2 || Math.abs(m) > j || (j1 + j2 + j) % 2 !== 0) return 0
  const f = (twice: number): number => factorial(twice / 2)
  const triangle = (f(j1 + j2 - j) * f(j1 - j2 + j) * f(-j1 + j2 + j)) / f(j1 + j2 + j + 2)
  const powers = f(j1 + m1) * f(j1 - m1) * f(j2 + m2) * f(j2 - m2) * f(j + m) * f(j - m)
  let sum = 0
  const least = Math.max(0, -(j - j2 + m1) / 2, -(j - j1 - m2) / 2)
  const most = Math.min((j1 + j2 - j) / 2, (j1 - m1) / 2, (j2 + m2) / 2)
  for (let z = least; z <= most; z++) {
    const below =
      factorial(z) * f(j1 + j2 - j - 2 * z) * f(j1 - m1 - 2 * z) * f(j2 + m2 - 2 * z) * f(j - j2 + m1 + 2 * z) * f(j - j1 - m2 + 2 * z)
    sum += (z % 2 === 0 ? 1 : -1) / below
  }
  return Math.sqrt((j + 1) * triangle * powers) * sum
}

/**
 * The coefficients of one coupling, row m = 0 … j with one entry for each allowed row index m₁ of the first factor in increasing order
 * (m₁ + m₂ = m + (j₁+j₂−j)/2, all counted from 0), `[(j + 1) × (j2 + 1)]`, padded with zeros; j₂ ≤ j₁.
 */
export function couplingTable(j1: number, j2: number, j: number): Float64Array {
  const width = j2 + 1
  const table = new Float64Array((j + 1) * width)
  const shift = (j1 + j2 - j) / 2
  for (let m = 0; m <= j; m++) {
    const first = Math.max(0, m + shift - j2)
    for (let a = first; a <= Math.min(j1, m + shift); a++) {
      table[m * width + a - first] = clebschGordan(j1, 2 * a - j1, j2, 2 * (m + shift - a) - j2, j)
    }
  }
  return table
}
