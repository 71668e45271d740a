import type { ExpandedRadials, RadialBasisName, YaceBond } from "../yace.ts"
import { switchDown } from "./switch.ts"

/** Writes g_k(r) and its slope for k = 0 … values.length − 1. */
type Basis = (radials: ExpandedRadials, cutoff: number, r: number, values: Float64Array, slopes: Float64Array) => void

/**
 * The radial basis functions of a bond and their slopes; zero from the cutoff on. With T_k the Chebyshev polynomials and y = r/cutoff,
 *
 *     ChebExpCos   g₀ = f, g_k = ½ (1 − T_k(x)) f          x = 1 − 2 (e^{−λy} − e^{−λ})/(1 − e^{−λ}),  f = ½ (1 + cos πy) × cutoff function
 *     ChebPow      g_k = ½ (1 − T_{k+1}(x))                x = 1 − 2 (1 − y)^λ
 *     ChebLinear   g_k = ½ (1 − T_{k+1}(x))                x = 1 − y
 *     SBessel      orthogonalised spherical Bessel functions (E. Kocer et al., doi:10.1063/1.5086167)
 *
 * the cutoff function being ½ (1 + cos π(r − cutoff + width)/width) over the last `width`. Where the bond's inner cutoff is one of
 * distance they rise from zero over the width below it.
 */
export function radialBasis(
  radials: ExpandedRadials,
  { cutoff, inner, innerCutoff, innerWidth }: YaceBond,
  r: number,
  values: Float64Array,
  slopes: Float64Array,
): void {
  if (r >= cutoff || (inner === "distance" && r <= innerCutoff - innerWidth)) {
    values.fill(0)
    slopes.fill(0)
    return
  }
  bases[radials.basis](radials, cutoff, r, values, slopes)
  if (inner !== "distance") return
  const down = switchDown(r, innerCutoff, innerWidth)
  times(1 - down.value, -down.slope, values, slopes)
}

const bases: Readonly<Record<RadialBasisName, Basis>> = {
  ChebExpCos({ parameter, cutoffWidth }, cutoff, r, values, slopes) {
    const least = Math.exp(-parameter)
    const scaled = Math.exp((-parameter * r) / cutoff)
    const x = 1 - (2 * (scaled - least)) / (1 - least)
    const dx = ((2 * parameter) / cutoff) * (scaled / (1 - least))
    chebyshev(x, dx, 0, values, slopes)
    values[0] = 1
    slopes[0] = 0
    times(...cosine(r, cutoff), values, slopes)
    if (r > cutoff - cutoffWidth) times(...cosine(r - cutoff + cutoffWidth, cutoffWidth), values, slopes)
  },
  ChebPow({ parameter }, cutoff, r, values, slopes) {
    const y = 1 - r / cutoff
    const steep = y ** (parameter - 1)
    chebyshev(1 - 2 * y * steep, ((2 * parameter) / cutoff) * steep, 1, values, slopes)
  },
  ChebLinear(_, cutoff, r, values, slopes) {
    chebyshev(1 - r / cutoff, -1 / cutoff, 1, values, slopes)
  },
  SBessel(_, cutoff, r, values, slopes) {
    let before = 1
    for (let n = 0; n < values.length; n++) {
      const e = n === 0 ? 0 : (n * n * (n + 2) ** 2) / (4 * (n + 1) ** 4 + 1)
      const d = n === 0 ? 1 : 1 - e / before
      const [a, b] = [n + 1, n + 2]
      const scale = ((((n % 2 === 0 ? 1 : -1) * Math.SQRT2 * Math.PI) / cutoff ** 1.5) * a * b) / Math.sqrt(a * a + b * b)
      const share = n === 0 ? 0 : Math.sqrt(e / before)
      const [low, high] = [(a * Math.PI) / cutoff, (b * Math.PI) / cutoff]
      const value = scale * (sinc(low * r) + sinc(high * r))
      const slope = scale * (low * sincSlope(low * r) + high * sincSlope(high * r))
      values[n] = (value + share * (values[n - 1] ?? 0)) / Math.sqrt(d)
      slopes[n] = (slope + share * (slopes[n - 1] ?? 0)) / Math.sqrt(d)
      before = d
    }
  },
}

/** ½ (1 − T_{k + first}(x)) and its slope, for all k. */
function chebyshev(x: number, dx: number, first: 0 | 1, values: Float64Array, slopes: Float64Array): void {
  let [before, here, slopeBefore, slope] = [1, x, 0, dx]
  if (first === 0) values[0] = slopes[0] = 0
  for (let k = 1 - first; k < values.length; k++) {
    values[k] = 0.5 - 0.5 * here
    slopes[k] = -0.5 * slope
    const next = 2 * x * here - before
    const nextSlope = 2 * (dx * here + x * slope) - slopeBefore
    before = here
    here = next
    slopeBefore = slope
    slope = nextSlope
  }
}

/** ½ (1 + cos πr/range) and its slope. */
function cosine(r: number, range: number): [number, number] {
  const angle = (Math.PI * r) / range
  return [0.5 * (1 + Math.cos(angle)), ((-0.5 * Math.PI) / range) * Math.sin(angle)]
}

/** Multiplies all functions by one. */
function times(factor: number, slope: number, values: Float64Array, slopes: Float64Array): void {
  for (let k = 0; k < values.length; k++) {
    slopes[k] = factor * slopes[k] + slope * values[k]
    values[k] *= factor
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x) / x
}

function sincSlope(x: number): number {
  return x === 0 ? 0 : (x * Math.cos(x) - Math.sin(x)) / (x * x)
}
