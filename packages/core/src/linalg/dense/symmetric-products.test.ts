import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { timesTranspose, transposeTimesUpper, upperTimesTranspose } from "./symmetric-products.ts"

/** Upper trapezoid of `height` rows of `stride` normal numbers. */
function trapezoid(height: number, stride: number): Float64Array {
  const data = new Float64Array(height * stride)
  normals(seedRandom(height), data)
  for (let i = 0; i < height; i++) data.fill(0, i * stride, i * stride + i)
  return data
}

describe("products of upper triangles", () => {
  for (const [height, n] of [
    [0, 3],
    [1, 1],
    [5, 70],
    [150, 150],
    [200, 300],
  ]) {
    it(`TᵀT of ${height} rows of ${n} columns is the sum over rows, and symmetric`, () => {
      const stride = n + 1
      const T = trapezoid(height, stride)
      const C = transposeTimesUpper(T, stride, height, n)
      for (let i = 0; i < n; i += 1 + (n >> 4)) {
        for (let j = 0; j < n; j += 1 + (n >> 5)) {
          let sum = 0
          for (let k = 0; k < height; k++) sum += T[k * stride + i] * T[k * stride + j]
          expect(Math.abs(C[i * n + j] - sum)).toBeLessThan(1e-12 * (height + 1))
          expect(C[j * n + i]).toBe(C[i * n + j])
        }
      }
    })
  }

  it("W Wᵀ likewise", () => {
    for (const n of [1, 64, 200]) {
      const W = trapezoid(n, n)
      const C = upperTimesTranspose(W, n)
      for (let i = 0; i < n; i += 1 + (n >> 4)) {
        for (let j = 0; j < n; j += 1 + (n >> 5)) {
          let sum = 0
          for (let k = 0; k < n; k++) sum += W[i * n + k] * W[j * n + k]
          expect(Math.abs(C[i * n + j] - sum)).toBeLessThan(1e-12 * n)
          expect(C[j * n + i]).toBe(C[i * n + j])
        }
      }
    }
  })

  it("B Bᵀ of a full B is the products of its rows", () => {
    const [m, k] = [150, 37]
    const B = new Float64Array(m * k)
    normals(seedRandom(3), B)
    const C = timesTranspose(B, m, k)
    for (let i = 0; i < m; i += 7) {
      for (let j = 0; j < m; j += 5) {
        const sum = B.subarray(i * k, (i + 1) * k).reduce((total, value, l) => total + value * B[j * k + l], 0)
        expect(Math.abs(C[i * m + j] - sum)).toBeLessThan(1e-12)
      }
    }
    expect(timesTranspose(new Float64Array(0), 3, 0)).toEqual(new Float64Array(9))
  })
})
