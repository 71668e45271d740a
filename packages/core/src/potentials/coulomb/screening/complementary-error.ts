/** Terms of the Chebyshev series; the first that is left out is below 10⁻¹⁵. */
const TERMS = 26
/** Where the series for small arguments and the continued fraction for large ones are as good as each other. */
const MIDDLE = 2

/** eˣ² erfc(x), for x ≥ 0, by its definition: slow, for making the series. */
function scaledPlainly(x: number): number {
  if (x > MIDDLE) {
    // Of erfc: 1/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the end.
    let fraction = x
    for (let k = 200; k > 0; k--) fraction = x + k / 2 / fraction
    return 1 / (Math.sqrt(Math.PI) * fraction)
  }
  // Of erf: 2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!!, without cancellation.
  let term = x
  let sum = x
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return Math.exp(x * x) - (2 / Math.sqrt(Math.PI)) * sum
}

const coefficients = chebyshev(TERMS)

/** Chebyshev coefficients of (1 + x) eˣ² erfc(x) in t = (x − 2)/(x + 2). */
function chebyshev(count: number): Float64Array {
  const nodes = 2 * count
  const values = Float64Array.from({ length: nodes }, (_, j) => {
    const t = Math.cos((Math.PI * (j + 0.5)) / nodes)
    const x = (2 * (1 + t)) / (1 - t)
    return (1 + x) * scaledPlainly(x)
  })
  return Float64Array.from({ length: count }, (_, k) => {
    const sum = values.reduce((total, value, j) => total + value * Math.cos((Math.PI * k * (j + 0.5)) / nodes), 0)
    return ((k === 0 ? 1 : 2) * sum) / nodes
  })
}

/**
 * eˣ² erfc(x), the complementary error function without its decay, for x ≥ 0; to about 10⁻¹³, and 10⁻¹⁵ of its value at 0. With e = exp(−x²) at hand,
 * erfc(x) = e × this, and its derivative is −2e/√π.
 */
export function scaledComplementaryError(x: number): number {
  const t = (x - 2) / (x + 2)
  let next = 0
  let afterNext = 0
  for (let k = TERMS - 1; k > 0; k--) {
    const here = 2 * t * next - afterNext + coefficients[k]
    afterNext = next
    next = here
  }
  return (t * next - afterNext + coefficients[0]) / (1 + x)
}
