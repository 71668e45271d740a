import { Failure } from "../../../failure/failure.ts"
import type { RadialDistributionRecord } from "./radial-distribution.ts"

/** S(q) of one pair of elements, after Faber and Ziman: 1 for atoms that know nothing of each other. */
export interface PartialStructureFactor {
  /** Atomic numbers, ascending. */
  readonly elements: readonly [number, number]
  readonly value: readonly number[]
}

/** Structure factors, of pairs of elements and of all atoms alike. */
export interface StructureFactorRecord {
  /** [1/Å] */
  readonly q: readonly number[]
  readonly partials: readonly PartialStructureFactor[]
  /** `1 + Σ_ab c_a c_b (S_ab − 1)`. */
  readonly total: readonly number[]
}

/**
 * Structure factors by Fourier transform of g(r) out to its end R,
 *
 *     S_ab(q) = 1 + 4π ρ ∫₀ᴿ r² (g_ab(r) − 1) sin(q r)/(q r) · sin(π r/R)/(π r/R) dr,
 *
 * whose last factor (E. Lorch, doi:10.1088/0022-3719/2/2/305) takes away the ripples of the end and widens peaks to about 5.4/R.
 * T. E. Faber and J. M. Ziman, doi:10.1080/14786436508211931.
 *
 * @param q [1/Å], above zero
 */
export function transformedStructureFactor(
  { r, width, volume, counts, pairs }: RadialDistributionRecord,
  q: readonly number[],
): StructureFactorRecord {
  if (!q.every((value) => value > 0)) throw new Failure("structure factors are transformed at q above zero")
  const atoms = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const end = r.length * width
  const weights = r.map((x) => 4 * Math.PI * (atoms / volume) * x * x * sinc((Math.PI * x) / end) * width)
  const partials = pairs.map(({ elements, g }) => ({
    elements,
    value: q.map((wave) => 1 + weights.reduce((sum, weight, k) => sum + weight * (g[k] - 1) * sinc(wave * r[k]), 0)),
  }))
  return { q, partials, total: totalOf(partials, counts) }
}

/** `1 + Σ_ab c_a c_b (S_ab − 1)` over ordered pairs. */
export function totalOf(partials: readonly PartialStructureFactor[], counts: Readonly<Record<number, number>>): readonly number[] {
  const atoms = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (partials[0]?.value ?? []).map((_, k) =>
    partials.reduce((sum, { elements: [a, b], value }) => {
      const share = (counts[a] * counts[b]) / atoms ** 2
      return sum + (a === b ? 1 : 2) * share * (value[k] - 1)
    }, 1),
  )
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x) / x
}
