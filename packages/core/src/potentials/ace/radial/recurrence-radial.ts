import type { AceRadial, AceRecurrence } from "../model.ts"
import { softenedDistance } from "./soften-distance.ts"

/**
 * The radial functions R_n = e P_n of a recurrence (see `AceRecurrence`), as many as it has coefficients; values and slopes are zero
 * from the cutoff on.
 *
 * @param cutoff [Å]
 */
export function recurrenceRadial(recurrence: AceRecurrence, cutoff: number): AceRadial {
  const { softening, offset, slope, height, strength, power, envelope, a, b, c } = recurrence
  const count = a.length
  return Object.freeze({
    cutoff,
    count,
    recurrence,
    evaluate(distance: number, values: Float64Array, slopes: Float64Array, at: number): void {
      if (distance >= cutoff) {
        values.fill(0, at, at + count)
        slopes.fill(0, at, at + count)
        return
      }
      const rho = softenedDistance(distance, softening)
      const chain = rho > 0 ? (distance / rho) ** 3 : 1
      const grown = strength * rho ** (power - 1)
      const share = 1 / (1 + grown * rho)
      const x = offset + slope * rho + height * share
      const dx = chain * (slope - height * power * grown * share * share)
      const inside = 1 - (distance / cutoff) ** 2
      const e = inside ** envelope
      const de = (-2 * envelope * distance * inside ** (envelope - 1)) / (cutoff * cutoff)
      let [before, value, slopeBefore, slopeHere] = [0, a[0], 0, 0]
      for (let n = 0; n < count; n++) {
        if (n > 0) {
          const line = a[n] * x + b[n]
          const next = line * value - c[n] * before
          const nextSlope = line * slopeHere + a[n] * dx * value - c[n] * slopeBefore
          before = value
          slopeBefore = slopeHere
          value = next
          slopeHere = nextSlope
        }
        values[at + n] = e * value
        slopes[at + n] = e * slopeHere + de * value
      }
    },
  })
}
