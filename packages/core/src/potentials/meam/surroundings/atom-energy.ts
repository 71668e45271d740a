import { combine, embed, functionPoint } from "../model/combination.ts"
import { coordination, shapeFactors } from "../model/lattice.ts"
import type { MeamElement, MeamModel } from "../model/model.ts"
import { addSquareGradients, MOMENTS, squares, squareSlopes } from "./moments.ts"

/** Sums below which nothing is divided by them. */
const NOTHING = 1e-20

/** The embedding energy of an atom of one element as a function of its moments. */
export interface AtomEnergy {
  /** F(ρ̄) of the moments that begin at `at`, whose gradient is written to the same places. */
  evaluate(moments: Float64Array, at: number, gradient: Float64Array): number
  /**
   * How F, and its gradient, change with the moments and with the element's own numbers.
   *
   * @param slopes derivatives of the moments, at the same places, and of the element's numbers
   * @param gradient the derivatives of the gradient are written to the same places
   * @returns the derivative of F
   */
  differentiate(moments: Float64Array, at: number, slopes: Float64Array, element: MeamElement, gradient: Float64Array): number
}

/**
 * F(ρ⁽⁰⁾ G(Γ)/ρ_b) with `Γ = Σ_l t̄⁽ˡ⁾ ρ⁽ˡ⁾²/ρ⁽⁰⁾²` and t̄⁽ˡ⁾ the average over neighbours, Σ S f⁽⁰⁾ t over Σ S f⁽⁰⁾ (or over Σ S f⁽⁰⁾ t²), or
 * the element's own.
 */
export function atomEnergy(model: MeamModel, a: number): AtomEnergy {
  const { averaging, mixedBackground, smoothing, linearEmbedding } = model.options
  const { weights, embedding, combination, lattice, angle, density, background } = model.elements[a]
  const number = coordination(lattice)
  const shape = shapeFactors(lattice, angle).map((factor) => factor / number ** 2)
  const [square, t, byWeight, squareSlope] = [new Float64Array(3), new Float64Array(3), new Float64Array(3), new Float64Array(3)]
  const [dSquare, dt, dSquareSlope] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)]
  const [G, ground, F] = [functionPoint(), functionPoint(), functionPoint()]
  let [gamma, scale, reduced, byGamma] = [0, 1, 0, 0]

  const divisorAt = (l: number): number => (averaging === 1 ? 27 + l : 0)

  /** Γ, G, ρ̄ and F of the moments, with the slopes by Γ, t and the squares; whether there are neighbours. */
  const prepare = (moments: Float64Array, at: number): boolean => {
    const total = moments[at]
    squares(moments, at, square)
    gamma = 0
    for (let l = 0; l < 3; l++) {
      const divisor = moments[at + divisorAt(l)]
      t[l] = averaging === 2 ? weights[l] : Math.abs(divisor) > NOTHING ? moments[at + 24 + l] / divisor : 0
      gamma += t[l] * square[l]
    }
    if (total > 0) gamma /= total * total
    combine(gamma, combination, smoothing, G)
    scale = background
    if (mixedBackground) {
      ground.value = 1
      ground.slope = ground.curvature = 0
      if (combination > 0) combine(shape[0] * t[0] + shape[1] * t[1] + shape[2] * t[2], combination, smoothing, ground)
      scale = density * number * ground.value
    }
    reduced = (total * G.value) / scale
    embed(reduced, embedding, linearEmbedding, F)
    if (!(total > 0)) return false
    byGamma = (F.slope * total * G.slope) / scale
    for (let l = 0; l < 3; l++) {
      squareSlope[l] = (byGamma * t[l]) / (total * total)
      byWeight[l] = (byGamma * square[l]) / (total * total)
      if (mixedBackground) byWeight[l] -= (F.slope * reduced * ground.slope * shape[l]) / ground.value
    }
    return true
  }

  return {
    evaluate(moments: Float64Array, at: number, gradient: Float64Array): number {
      gradient.fill(0, at, at + MOMENTS)
      if (!prepare(moments, at)) return F.value
      gradient[at] = (F.slope * G.value) / scale - (2 * byGamma * gamma) / moments[at]
      for (let l = 0; l < 3; l++) {
        const divisor = moments[at + divisorAt(l)]
        if (averaging === 2 || !(Math.abs(divisor) > NOTHING)) continue
        gradient[at + 24 + l] = byWeight[l] / divisor
        gradient[at + divisorAt(l)] -= (byWeight[l] * t[l]) / divisor
      }
      addSquareGradients(moments, at, squareSlope, gradient)
      return F.value
    },

    differentiate(moments: Float64Array, at: number, slopes: Float64Array, element: MeamElement, gradient: Float64Array): number {
      gradient.fill(0, at, at + MOMENTS)
      const byStrength = embedding === 0 ? 0 : element.embedding / embedding
      if (!prepare(moments, at)) return F.value * byStrength
      const [n, dn] = [moments[at], slopes[at]]
      squareSlopes(moments, slopes, at, dSquare)
      let dGamma = (-2 * gamma * dn) / n
      let dGroundGamma = 0
      for (let l = 0; l < 3; l++) {
        const divisor = moments[at + divisorAt(l)]
        dt[l] = averaging === 2 ? element.weights[l] : 0
        if (averaging !== 2 && Math.abs(divisor) > NOTHING) dt[l] = (slopes[at + 24 + l] - t[l] * slopes[at + divisorAt(l)]) / divisor
        dGamma += (dt[l] * square[l] + t[l] * dSquare[l]) / (n * n)
        dGroundGamma += shape[l] * dt[l]
      }
      const [dG, dGSlope] = [G.slope * dGamma, G.curvature * dGamma]
      // Relative, of what densities are divided by.
      const dScale = mixedBackground ? element.density / density + (ground.slope * dGroundGamma) / ground.value : element.background / scale
      const dReduced = (dn * G.value + n * dG) / scale - reduced * dScale
      const dF = F.slope * dReduced + F.value * byStrength
      const dFSlope = F.curvature * dReduced + F.slope * byStrength
      const dByGamma = (dFSlope * n * G.slope + F.slope * (dn * G.slope + n * dGSlope)) / scale - byGamma * dScale
      gradient[at] =
        (dFSlope * G.value + F.slope * dG) / scale -
        (F.slope * G.value * dScale) / scale -
        (2 * (dByGamma * gamma + byGamma * dGamma - (byGamma * gamma * dn) / n)) / n
      for (let l = 0; l < 3; l++) {
        dSquareSlope[l] = (dByGamma * t[l] + byGamma * dt[l]) / (n * n) - (2 * squareSlope[l] * dn) / n
        let dByWeight = (dByGamma * square[l] + byGamma * dSquare[l] - (2 * byGamma * square[l] * dn) / n) / (n * n)
        if (mixedBackground) {
          const [slope, curvature] = [ground.slope / ground.value, ground.curvature / ground.value]
          dByWeight -= shape[l] * slope * (dFSlope * reduced + F.slope * dReduced)
          dByWeight -= shape[l] * F.slope * reduced * (curvature - slope * slope) * dGroundGamma
        }
        const divisor = moments[at + divisorAt(l)]
        if (averaging === 2 || !(Math.abs(divisor) > NOTHING)) continue
        const dDivisor = slopes[at + divisorAt(l)] / divisor
        gradient[at + 24 + l] = (dByWeight - byWeight[l] * dDivisor) / divisor
        gradient[at + divisorAt(l)] -= (dByWeight * t[l] + byWeight[l] * (dt[l] - t[l] * dDivisor)) / divisor
      }
      addSquareGradients(moments, at, dSquareSlope, gradient)
      addSquareGradients(slopes, at, squareSlope, gradient)
      return dF
    },
  }
}
