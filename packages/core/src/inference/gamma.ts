/** ln Γ(x) for x > 0: Stirling's series, after the recurrence has taken x above 12. */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 12) shift += Math.log(z++)
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + stirling(z) - shift
}

/** ln Γ(z) − (z − ½) ln z + z − ½ ln 2π, to rounding for z ≥ 12 (DLMF 5.11.1). */
function stirling(z: number): number {
  const w = 1 / (z * z)
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360)))))) / z
}

/** ψ(x) = d ln Γ/dx for x > 0: the asymptotic series, after the recurrence has taken x above 12 (DLMF 5.11.2). */
export function digamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 12) shift += 1 / z++
  const w = 1 / (z * z)
  return Math.log(z) - 0.5 / z - w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32760)))))) - shift
}

/** x^a e^−x / Γ(a); for large a from the distance of x to a, as the large terms would cancel. */
function density(a: number, x: number): number {
  if (a < 12) return Math.exp(a * Math.log(x) - x - logGamma(a))
  const distance = (x - a) / a
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * (Math.log1p(distance) - distance) - stirling(a))
}

/**
 * Regularised incomplete gamma functions P(a, x) and Q = 1 − P, a > 0, x ≥ 0, each with its own digits: a series below x = a + 1, a continued
 * fraction above.
 *
 * Source: DLMF 8.7.1 and 8.9.2, https://dlmf.nist.gov/8
 */
export function regularisedGamma(a: number, x: number): { readonly p: number; readonly q: number } {
  if (!(a > 0 && a < Infinity && x >= 0)) throw new RangeError(`no incomplete gamma function of a = ${a}, x = ${x}`)
  if (x === 0) return { p: 0, q: 1 }
  if (x === Infinity) return { p: 1, q: 0 }
  const front = density(a, x)
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let k = 1; term > sum * 1e-17; k++) sum += term *= x / (a + k)
    return { p: front * sum, q: 1 - front * sum }
  }
  const q = front / continuedFraction(a, x)
  return { p: 1 - q, q }
}

/** x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …)), by the modified Lentz algorithm. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a
  let value = b
  let c = b
  let d = 0
  for (let k = 1; ; k++) {
    const an = -k * (k - a)
    b += 2
    d = 1 / (b + an * d || Number.MIN_VALUE)
    c = b + an / c || Number.MIN_VALUE
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) return value
  }
}
