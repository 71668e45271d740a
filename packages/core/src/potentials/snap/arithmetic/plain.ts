import { PRODUCT_RECORD, TARGET_RECORD, type SnapTables } from "../basis/tables.ts"
import { FRAME_RECORD, NEIGHBOUR_RECORD, type SnapArithmetic } from "./arithmetic.ts"

/** The arithmetic in plain TypeScript: what the compiled one is held to. Lanes run outside, where they do not hide what is computed. */
export const plainSnapArithmetic: SnapArithmetic = Object.freeze({
  expand({ layout }, pairs, neighbours, v, _work, sums, channel, lane) {
    const { halfSize } = layout
    const into = 4 * channel * halfSize + lane
    for (let e = 0; e < 2 * halfSize; e++) sums[into + 2 * e] = 0
    for (let slot = 0; slot < 2 * pairs; slot++) {
      const [pair, side] = [slot >> 1, slot & 1]
      const record = pair * NEIGHBOUR_RECORD + side
      const [ar, ai, br, bi, weight] = [0, 2, 4, 6, 8].map((k) => neighbours[record + k])
      const at = (e: number): number => 4 * (pair * halfSize + e) + side
      const set = (e: number, re: number, im: number): void => {
        v[at(e)] = re
        v[at(e) + 2] = im
        sums[into + 4 * e] += weight * re
        sums[into + 4 * e + 2] += weight * im
      }
      set(0, 1, 0)
      for (let j = 1; j <= layout.twojmax; j++) {
        for (let row = 0; 2 * row <= j; row++) {
          const middle = 2 * row === j
          const [cr, ci, dr, di] = middle ? [br, bi, ar, ai] : [ar, -ai, -br, bi]
          const before = layout.half[j - 1] + (middle ? row - 1 : row) * j
          for (let m = 0; m <= j; m++) {
            const [pr, pi] = m < j ? [v[at(before + m)], v[at(before + m) + 2]] : [0, 0]
            const [qr, qi] = m > 0 ? [v[at(before + m - 1)], v[at(before + m - 1) + 2]] : [0, 0]
            set(layout.half[j] + row * (j + 1) + m, cr * pr - ci * pi + (dr * qr - di * qi), cr * pi + ci * pr + (dr * qi + di * qr))
          }
        }
      }
    }
  },

  complete({ layout, channels, nu }, sums, self, full) {
    for (let channel = 0; channel < channels; channel++) {
      for (let lane = 0; lane < 2; lane++) {
        for (let j = 0; j <= layout.twojmax; j++) {
          for (let row = 0; 2 * row <= j; row++) {
            for (let m = 0; m <= j; m++) {
              const e = layout.half[j] + row * (j + 1) + m
              const from = 4 * (channel * layout.halfSize + e) + lane
              const re = nu[e] * sums[from] + (row === m ? self[2 * channel + lane] : 0)
              const im = nu[e] * sums[from + 2]
              const place = (r: number, c: number): number => 4 * (channel * layout.fullSize + layout.full[j] + r * (j + 1) + c) + lane
              full[place(row, m)] = re
              full[place(row, m) + 2] = im
              if (2 * row === j) continue
              const sign = (m - row) % 2 === 0 ? 1 : -1
              full[place(j - row, j - m)] = sign * re
              full[place(j - row, j - m) + 2] = -sign * im
            }
          }
        }
      }
    }
  },

  multiply({ products, couplings }, full, z) {
    for (let p = 0; p < products.length; p += PRODUCT_RECORD) {
      const [ja, jb, j, first, second, coupling, to] = products.subarray(p, p + 7)
      const shift = (ja + jb - j) / 2
      const width = jb + 1
      for (let row = 0; 2 * row <= j; row++) {
        for (let m = 0; m <= j; m++) {
          const [lowRow, low] = [Math.max(0, row + shift - jb), Math.max(0, m + shift - jb)]
          for (let lane = 0; lane < 2; lane++) {
            let [re, im] = [0, 0]
            for (let rowA = lowRow; rowA <= Math.min(ja, row + shift); rowA++) {
              let [sumRe, sumIm] = [0, 0]
              for (let mA = low; mA <= Math.min(ja, m + shift); mA++) {
                const a = 4 * (first + rowA * (ja + 1) + mA) + lane
                const b = 4 * (second + (row + shift - rowA) * (jb + 1) + m + shift - mA) + lane
                const c = couplings[coupling + m * width + mA - low]
                sumRe += c * (full[a] * full[b] - full[a + 2] * full[b + 2])
                sumIm += c * (full[a] * full[b + 2] + full[a + 2] * full[b])
              }
              const c = couplings[coupling + row * width + rowA - lowRow]
              re += c * sumRe
              im += c * sumIm
            }
            const at = 4 * (to + row * (j + 1) + m) + lane
            z[at] = re
            z[at + 2] = im
          }
        }
      }
    }
  },

  combine({ targets }, weights, z, y) {
    for (let t = 0; t < targets.length / TARGET_RECORD; t++) {
      const [from, to, length] = targets.subarray(t * TARGET_RECORD)
      for (let k = 0; k < 4 * length; k++) y[4 * to + k] += weights[2 * t + (k & 1)] * z[4 * from + k]
    }
  },

  contract({ layout }, pairs, v, y, channel, lane, out) {
    const own = 4 * channel * layout.halfSize + lane
    for (let slot = 0; slot < 2 * pairs; slot++) {
      const [pair, side] = [slot >> 1, slot & 1]
      let [value, gx, gy, gz] = [0, 0, 0, 0]
      eachRotation(layout, v, pair, side, (e, vr, vi, xr, xi, yr, yi, zr, zi) => {
        const [re, im] = [y[own + 4 * e], y[own + 4 * e + 2]]
        value += re * vr + im * vi
        gx += re * xr + im * xi
        gy += re * yr + im * yi
        gz += re * zr + im * zi
      })
      ;[value, gx, gy, gz].forEach((one, k) => (out[8 * pair + 2 * k + side] = one))
    }
  },

  differentiate({ layout, weightedNu, components, gradients, gradientFactors }, channel, pairs, v, frames, z, lane, work, out) {
    const count = components.length
    for (let slot = 0; slot < 2 * pairs; slot++) {
      const [pair, side] = [slot >> 1, slot & 1]
      const frame = (k: number): number => frames[pair * FRAME_RECORD + 2 * k + side]
      eachRotation(layout, v, pair, side, (e, vr, vi, xr, xi, yr, yi, zr, zi) => {
        for (let c = 0; c < 3; c++) {
          const at = 12 * e + 4 * c + side
          work[at] = weightedNu[e] * (frame(3 * c) * xr + frame(3 * c + 1) * yr + frame(3 * c + 2) * zr + frame(9 + c) * vr)
          work[at + 2] = weightedNu[e] * (frame(3 * c) * xi + frame(3 * c + 1) * yi + frame(3 * c + 2) * zi + frame(9 + c) * vi)
        }
      })
      for (let k = 0; k < 3 * count; k++) out[2 * (3 * count * pair + k) + side] = 0
      for (let n = 0; n < gradientFactors[channel].length; n++) {
        const [component, from, matrix, length] = gradients[channel].subarray(n * TARGET_RECORD)
        for (let c = 0; c < 3; c++) {
          let sum = 0
          for (let e = 0; e < length; e++) {
            const at = 12 * (matrix + e) + 4 * c + side
            const zAt = 4 * (from + e) + lane
            sum += z[zAt] * work[at] + z[zAt + 2] * work[at + 2]
          }
          out[2 * (3 * (count * pair + component) + c) + side] += gradientFactors[channel][n] * sum
        }
      }
    }
  },
} satisfies SnapArithmetic)

type RotationVisit = (e: number, vr: number, vi: number, xr: number, xi: number, yr: number, yi: number, zr: number, zi: number) => void

/**
 * Each kept element of one neighbour's V with its derivatives with respect to the rotations of (a, b). With U¹ = (a*, −b*; b, a) and
 * U¹ → U¹ exp(X), X = (iz, −y−ix; y−ix, −iz) (so that q = y − ix and s = −z),
 *
 *     δV_m = iz (j−2m) V_m + (y−ix) (m+1) V_{m+1} − (y+ix) (j−m+1) V_{m−1}
 */
function eachRotation(layout: SnapTables["layout"], v: Float64Array, pair: number, side: number, visit: RotationVisit): void {
  for (let j = 0; j <= layout.twojmax; j++) {
    for (let row = 0; 2 * row <= j; row++) {
      const first = layout.half[j] + row * (j + 1)
      for (let m = 0; m <= j; m++) {
        const at = 4 * (pair * layout.halfSize + first + m) + side
        const [vr, vi] = [v[at], v[at + 2]]
        const [ur, ui] = m < j ? [(m + 1) * v[at + 4], (m + 1) * v[at + 6]] : [0, 0]
        const [lr, li] = m > 0 ? [(j - m + 1) * v[at - 4], (j - m + 1) * v[at - 2]] : [0, 0]
        const turn = j - 2 * m
        visit(first + m, vr, vi, ui + li, -(ur + lr), ur - lr, ui - li, -turn * vi, turn * vr)
      }
    }
  }
}
