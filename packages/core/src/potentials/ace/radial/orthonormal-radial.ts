import type { AceRadial, AceRecurrence } from "../model.ts"
import { gaussLegendre } from "./gauss-legendre.ts"
import { recurrenceRadial } from "./recurrence-radial.ts"
import { softenedDistance } from "./soften-distance.ts"

/** Of `orthonormalRadial`. */
export interface OrthonormalRadialOptions {
  /** Functions R₀ … R_{count−1}. */
  readonly count: number
  /** [Å] */
  readonly cutoff: number
  /** a of the softened distance ρ = (r⁴ + a⁴)^¼: functions are flat well below it [Å]. */
  readonly softening: number
  /** Distance of nearest neighbours r₀ [Å]. */
  readonly neighbour: number
  /** p of the transform 1 / (1 + (p − 1)/(p + 1) (ρ/r₀)^p), steepest at r₀; 0 for polynomials in ρ itself. */
  readonly transform: number
  /** Power of the envelope, above 2. */
  readonly envelope: number
}

/** Points of the quadrature: polynomials of twice any degree in use, in a transformed distance, are integrated to rounding. */
const POINTS = 300

/**
 * Radial functions R_n = e(r) P_n(x), P_n of degree n in the transformed distance x(ρ(r)), orthonormal over a gas of the density of a
 * close-packed crystal: ∫ R_m R_n √2/r₀³ r² dr = δ_mn up to the cutoff. With orthonormal harmonics
 * Σ_j R_n Y_lm has then the variance one over an ideal gas of that density.
 *
 * The recurrence is found by the discretised Stieltjes procedure: W. Gautschi, doi:10.1137/0903018. The transform is that of
 * W. C. Witt et al., doi:10.1063/5.0158783, with one exponent.
 */
export function orthonormalRadial(options: OrthonormalRadialOptions): AceRadial {
  const { count, cutoff, softening, neighbour, transform, envelope } = options
  const map = distanceMap(softening, softenedDistance(cutoff, softening), neighbour, transform)
  const { nodes, weights } = gaussLegendre(POINTS, 0, cutoff)
  const x = nodes.map((r) => {
    const rho = softenedDistance(r, softening)
    return map.offset + map.slope * rho + map.height / (1 + map.strength * rho ** map.power)
  })
  const density = Math.SQRT2 / neighbour ** 3
  const measure = nodes.map((r, k) => weights[k] * density * r * r * (1 - (r / cutoff) ** 2) ** (2 * envelope))
  const recurrence: AceRecurrence = Object.freeze({ softening, ...map, envelope, ...orthonormalRecurrence(x, measure, count) })
  return recurrenceRadial(recurrence, cutoff)
}

/** x(r) that falls from 1 at `from` to −1 at `to`. */
function distanceMap(from: number, to: number, neighbour: number, transform: number) {
  if (transform === 0) return { offset: (to + from) / (to - from), slope: -2 / (to - from), height: 0, strength: 0, power: 1 }
  const strength = (transform - 1) / (transform + 1) / neighbour ** transform
  const [high, low] = [from, to].map((r) => 1 / (1 + strength * r ** transform))
  const height = 2 / (high - low)
  return { offset: 1 - height * high, slope: 0, height, strength, power: transform }
}

/** Coefficients of P_n = (a_n x + b_n) P_{n−1} − c_n P_{n−2}, orthonormal for a discrete measure. */
function orthonormalRecurrence(x: Float64Array, measure: Float64Array, count: number) {
  const [a, b, c] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  const product = (f: Float64Array, g: Float64Array): number => f.reduce((sum, value, k) => sum + measure[k] * value * g[k], 0)
  let before = new Float64Array(x.length)
  let here = new Float64Array(x.length).fill(1)
  a[0] = 1 / Math.sqrt(product(here, here))
  here = here.map(() => a[0])
  for (let n = 1; n < count; n++) {
    const times = here.map((value, k) => x[k] * value)
    const [alpha, beta] = [product(times, here), n > 1 ? product(times, before) : 0]
    const next = times.map((value, k) => value - alpha * here[k] - beta * before[k])
    const size = Math.sqrt(product(next, next))
    a[n] = 1 / size
    b[n] = -alpha / size
    c[n] = beta / size
    before = here
    here = next.map((value) => value / size)
  }
  return { a, b, c }
}
