/** Real spherical harmonics up to a largest l. */
export interface RealHarmonics {
  readonly maximumL: number
  /** (maximumL + 1)² */
  readonly count: number
  /**
   * Writes Y of the unit vector (x, y, z) and its gradient on the sphere (tangential: divided by r it is the gradient of Y(r̂)).
   *
   * @param values `[count]`
   * @param gradients `[3 count]`, x y z of each function
   */
  evaluate(x: number, y: number, z: number, values: Float64Array, gradients: Float64Array): void
}

/**
 * Real orthonormal spherical harmonics as polynomials of the unit vector, so that no direction is special: with
 * c_m + i s_m = (x + iy)^m and Q_lm(z) = √((2l+1)/4π (l−m)!/(l+m)!) P_l^m(z) / (1 − z²)^{m/2},
 *
 *     Y_l0 = Q_l0      Y_lm = √2 Q_lm c_m      Y_l,−m = √2 Q_lm s_m      at index l² + l + m
 *
 * without Condon–Shortley phase; dQ_lm/dz = √((l − m)(l + m + 1)) Q_l,m+1. Recurrences in l:
 * NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/14.10.
 */
export function realHarmonics(maximumL: number): RealHarmonics {
  const width = maximumL + 2
  const Q = new Float64Array((maximumL + 1) * width)
  const up = new Float64Array(Q.length)
  const back = new Float64Array(Q.length)
  const steep = new Float64Array(Q.length)
  for (let l = 0; l <= maximumL; l++) {
    for (let m = 0; m <= l; m++) {
      const k = l * width + m
      if (l > m) up[k] = Math.sqrt((4 * l * l - 1) / (l * l - m * m))
      if (l > m + 1) back[k] = up[k] * Math.sqrt(((l - 1) ** 2 - m * m) / (4 * (l - 1) ** 2 - 1))
      steep[k] = Math.sqrt((l - m) * (l + m + 1))
    }
  }
  const diagonal = new Float64Array(maximumL + 1)
  diagonal[0] = 1 / Math.sqrt(4 * Math.PI)
  for (let m = 1; m <= maximumL; m++) diagonal[m] = diagonal[m - 1] * Math.sqrt((2 * m + 1) / (2 * m))
  return Object.freeze({
    maximumL,
    count: (maximumL + 1) ** 2,
    evaluate(x: number, y: number, z: number, values: Float64Array, gradients: Float64Array): void {
      let [c, s, cBefore, sBefore] = [1, 0, 0, 0]
      for (let m = 0; m <= maximumL; m++) {
        Q[m * width + m] = diagonal[m]
        for (let l = m + 1; l <= maximumL; l++) {
          const k = l * width + m
          Q[k] = up[k] * z * Q[k - width] - (l > m + 1 ? back[k] * Q[k - 2 * width] : 0)
        }
      }
      for (let m = 0; m <= maximumL; m++) {
        const unit = m === 0 ? 1 : Math.SQRT2
        for (let l = m; l <= maximumL; l++) {
          const k = l * width + m
          const q = unit * Q[k]
          const slope = l > m ? unit * steep[k] * Q[k + 1] : 0
          const at = l * l + l + m
          values[at] = q * c
          // (c_m, s_m) have the gradients m (c_{m−1}, s_{m−1}) along x and m (−s_{m−1}, c_{m−1}) along y.
          writeTangent(gradients, 3 * at, m * q * cBefore, -m * q * sBefore, slope * c, x, y, z)
          if (m === 0) continue
          values[at - 2 * m] = q * s
          writeTangent(gradients, 3 * (at - 2 * m), m * q * sBefore, m * q * cBefore, slope * s, x, y, z)
        }
        cBefore = c
        sBefore = s
        c = x * cBefore - y * sBefore
        s = x * sBefore + y * cBefore
      }
    },
  })
}

/** The part of (gx, gy, gz) across the unit vector (x, y, z). */
function writeTangent(out: Float64Array, at: number, gx: number, gy: number, gz: number, x: number, y: number, z: number): void {
  const along = gx * x + gy * y + gz * z
  out[at] = gx - along * x
  out[at + 1] = gy - along * y
  out[at + 2] = gz - along * z
}
