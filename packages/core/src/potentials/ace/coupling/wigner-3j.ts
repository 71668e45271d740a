/**
 * Wigner 3j symbol of whole angular momenta by Racah's formula, as one sum of whole numbers under one root:
 *
 *     (−1)^{l₁−l₂−m₃} √[ Π (l_i ± m_i)! / ((l₁+l₂+l₃+1)! a! b! c!) ] Σ_k (−1)^k (a over k) (b over l₁−m₁−k) (c over l₂+m₂−k)
 *
 * with a = l₁+l₂−l₃, b = l₁+l₃−l₂, c = l₂+l₃−l₁. The sum is exact, so that the symbol is right to rounding.
 * E. P. Wigner, Group Theory (Academic Press, 1959), ch. 24.
 */
export function wigner3j(l1: number, l2: number, l3: number, m1: number, m2: number, m3: number): number {
  if (m1 + m2 + m3 !== 0 || Math.abs(m1) > l1 || Math.abs(m2) > l2 || Math.abs(m3) > l3) return 0
  const [a, b, c] = [l1 + l2 - l3, l1 + l3 - l2, l2 + l3 - l1]
  if (a < 0 || b < 0 || c < 0) return 0
  let sum = 0n
  for (let k = 0; k <= a; k++) {
    const term = binomial(a, k) * binomial(b, l1 - m1 - k) * binomial(c, l2 + m2 - k)
    sum += k % 2 === 0 ? term : -term
  }
  let square = 1
  for (const n of [l1 + m1, l1 - m1, l2 + m2, l2 - m2, l3 + m3, l3 - m3]) square *= factorial(n)
  for (const n of [l1 + l2 + l3 + 1, a, b, c]) square /= factorial(n)
  const sign = (l1 - l2 - m3) % 2 === 0 ? 1 : -1
  return sign * Number(sum) * Math.sqrt(square)
}

function binomial(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n
  let value = 1n
  for (let j = 1; j <= Math.min(k, n - k); j++) value = (value * BigInt(n - j + 1)) / BigInt(j)
  return value
}

function factorial(n: number): number {
  let value = 1
  for (let j = 2; j <= n; j++) value *= j
  return value
}
