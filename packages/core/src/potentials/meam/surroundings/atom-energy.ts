import { combine, embed } from "../model/combination.ts"
import { coordination, shapeFactors } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"
import { MOMENTS, squareGradients, squares } from "./moments.ts"

/** Sums below which nothing is divided by them. */
const NOTHING = 1e-20

/** The embedding energy of an atom of element a as a function of its moments. */
export interface AtomEnergy {
  /** F(ρ̄) of the moments that begin at `at`, whose gradient is written to the same places. */
  evaluate(moments: Float64Array, at: number, gradient: Float64Array): number
}

/**
 * F(ρ⁽⁰⁾ G(Γ)/ρ_b) with `Γ = Σ_l t̄⁽ˡ⁾ ρ⁽ˡ⁾²/ρ⁽⁰⁾²` and t̄⁽ˡ⁾ the average over neighbours, Σ S f⁽⁰⁾ t over Σ S f⁽⁰⁾ (or over Σ S f⁽⁰⁾ t²), or
 * the element's own.
 *
 * @param background ρ_b of the element
 */
export function atomEnergy(model: MeamModel, a: number, background: number): AtomEnergy {
  const { averaging, mixedBackground, smoothing, linearEmbedding } = model
  const { weights, embedding, combination, lattice, angle, density } = model.elements[a]
  const shape = shapeFactors(lattice, angle)
  const number = coordination(lattice)
  const square = new Float64Array(3)
  const slopes = new Float64Array(3)
  const t = new Float64Array(3)
  const byWeight = new Float64Array(3)
  const g = { value: 0, slope: 0 }
  const ground = { value: 1, slope: 0 }
  const f = { value: 0, slope: 0 }
  return {
    evaluate(moments: Float64Array, at: number, gradient: Float64Array): number {
      gradient.fill(0, at, at + MOMENTS)
      const total = moments[at]
      squares(moments, at, square)
      let gamma = 0
      for (let l = 0; l < 3; l++) {
        const divisor = averaging === 1 ? moments[at + 27 + l] : total
        t[l] = averaging === 2 ? weights[l] : Math.abs(divisor) > NOTHING ? moments[at + 24 + l] / divisor : 0
        gamma += t[l] * square[l]
      }
      if (total > 0) gamma /= total * total
      combine(gamma, combination, smoothing, g)
      let scale = background
      if (mixedBackground) {
        ground.value = 1
        ground.slope = 0
        if (combination > 0) {
          const reference = shape.reduce((sum, factor, l) => sum + factor * t[l], 0) / number ** 2
          combine(reference, combination, smoothing, ground)
        }
        scale = density * number * ground.value
      }
      const reduced = (total * g.value) / scale
      embed(reduced, embedding, linearEmbedding, f)
      if (!(total > 0)) return f.value
      // By Γ, by t and by ρ⁽⁰⁾, of ρ⁽⁰⁾ G(Γ)/ρ_b; then to the moments.
      const byGamma = (f.slope * total * g.slope) / scale
      gradient[at] = (f.slope * g.value) / scale - (2 * byGamma * gamma) / total
      for (let l = 0; l < 3; l++) {
        slopes[l] = (byGamma * t[l]) / (total * total)
        byWeight[l] = (byGamma * square[l]) / (total * total)
        if (mixedBackground) byWeight[l] -= (f.slope * reduced * ground.slope * shape[l]) / (ground.value * number ** 2)
        if (averaging === 2) continue
        const divisor = averaging === 1 ? moments[at + 27 + l] : total
        if (!(Math.abs(divisor) > NOTHING)) continue
        gradient[at + 24 + l] = byWeight[l] / divisor
        const byDivisor = (-byWeight[l] * t[l]) / divisor
        if (averaging === 1) gradient[at + 27 + l] = byDivisor
        else gradient[at] += byDivisor
      }
      squareGradients(moments, at, slopes, gradient)
      return f.value
    },
  }
}
