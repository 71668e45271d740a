import { Failure } from "../../../failure/failure.ts"

/** Numbers of the functions G that there are. */
export const combinations = [0, 1, 3, 4, -5] as const

/** A function's value and derivatives. */
export interface FunctionPoint {
  value: number
  slope: number
  curvature: number
}

/** Room for what a function is at a point. */
export function functionPoint(): FunctionPoint {
  return { value: 0, slope: 0, curvature: 0 }
}

/**
 * G, G′ and G″ at Γ by their number in LAMMPS: 0 and 4 `√(1 + Γ)`, smooth below `−s/(s + 1)` as `√[(s/((s + 1)(−Γ)))ˢ/(s + 1)]`; 1 `exp(Γ/2)`;
 * 3 `2/(1 + exp(−Γ))`; −5 `±√|1 + Γ|`.
 *
 * @param smoothing s
 */
export function combine(gamma: number, combination: number, smoothing: number, out: FunctionPoint): void {
  switch (combination) {
    case 0:
    case 4: {
      const from = -smoothing / (smoothing + 1)
      if (gamma < from) {
        out.value = Math.sqrt((from / gamma) ** smoothing / (smoothing + 1))
        out.slope = (-smoothing * out.value) / (2 * gamma)
        out.curvature = (-(smoothing + 2) * out.slope) / (2 * gamma)
      } else {
        out.value = Math.sqrt(1 + gamma)
        out.slope = 0.5 / out.value
        out.curvature = (-0.5 * out.slope) / (1 + gamma)
      }
      return
    }
    case 1:
      out.value = Math.exp(gamma / 2)
      out.slope = out.value / 2
      out.curvature = out.value / 4
      return
    case 3:
      out.value = 2 / (1 + Math.exp(-gamma))
      out.slope = (out.value * (2 - out.value)) / 2
      out.curvature = out.slope * (1 - out.value)
      return
    case -5: {
      const sign = 1 + gamma >= 0 ? 1 : -1
      out.value = sign * Math.sqrt(sign * (1 + gamma))
      out.slope = (sign * 0.5) / out.value
      out.curvature = (-0.5 * out.slope) / (1 + gamma)
      return
    }
    default:
      throw new Failure(`ibar is ${combination}: no function combines partial densities so`, {
        advice: `known are ${combinations.join(", ")}`,
      })
  }
}

/** F(ρ̄) = A E_c ρ̄ ln ρ̄ and its derivatives; below zero 0, or −A E_c ρ̄. */
export function embed(density: number, strength: number, linear: boolean, out: FunctionPoint): void {
  if (density > 0) {
    const logarithm = Math.log(density)
    out.value = strength * density * logarithm
    out.slope = strength * (1 + logarithm)
    out.curvature = strength / density
  } else {
    out.value = linear ? -strength * density : 0
    out.slope = linear ? -strength : 0
    out.curvature = 0
  }
}
