import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { cholesky, solveCholesky } from "./cholesky.ts"
import { qr, rankOf } from "./qr.ts"
import { svd } from "./svd.ts"
import { symmetricEigen } from "./symmetric-eigen.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

/** A B of row-major `[m × k]` and `[k × n]`; `transposed` takes Aᵀ of a `[k × m]` A. */
function multiply(A: Float64Array, B: Float64Array, m: number, k: number, n: number, transposed = false): Float64Array {
  const C = new Float64Array(m * n)
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) for (let j = 0; j < n; j++) C[i * n + j] += (transposed ? A[l * m + i] : A[i * k + l]) * B[l * n + j]
  return C
}

function transpose(A: Float64Array, m: number, n: number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => A[(at % m) * n + Math.floor(at / m)])
}

function largest(x: Float64Array): number {
  return x.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0)
}

function expectClose(a: Float64Array, b: Float64Array, tolerance: number): void {
  expect(a.length).toBe(b.length)
  expect(largest(a.map((value, i) => value - b[i]))).toBeLessThan(tolerance)
}

const identity = (n: number) => Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
const hilbert = (n: number) => Float64Array.from({ length: n * n }, (_, i) => 1 / (Math.floor(i / n) + (i % n) + 1))

describe("qr", () => {
  for (const [m, n] of [
    [1, 1],
    [6, 6],
    [12, 5],
    [4, 9],
  ]) {
    it(`gives A P = Q R and QᵀQ = I for ${m} × ${n}`, () => {
      const A = random(m * 10 + n, m * n)
      const factors = qr(A, m, n)
      const { R, permutation } = factors
      const Q = factors.Q()
      const b = random(5, m)
      const r = Math.min(m, n)
      expectClose(multiply(Q, Q, r, m, r, true), identity(r), 1e-14)
      const AP = Float64Array.from({ length: m * n }, (_, at) => A[Math.floor(at / n) * n + permutation[at % n]])
      expectClose(multiply(Q, R, m, r, n), AP, 1e-14 * 10)
      expectClose(factors.project(b), multiply(Q, b, r, m, 1, true), 1e-13)
      for (let k = 1; k < r; k++) expect(Math.abs(R[k * n + k])).toBeLessThanOrEqual(Math.abs(R[(k - 1) * n + k - 1]) * (1 + 1e-12))
    })
  }

  it("shows the rank", () => {
    const product = multiply(random(1, 20 * 3), random(2, 3 * 8), 20, 3, 8)
    expect(rankOf(qr(product, 20, 8).R, 8, 8)).toBe(3)
    expect(rankOf(qr(new Float64Array(12), 4, 3).R, 3, 3)).toBe(0)
    expect(rankOf(qr(random(3, 64), 8, 8).R, 8, 8)).toBe(8)
  })

  it("keeps the order of the columns when told to", () => {
    const A = random(7, 24)
    const factors = qr(A, 6, 4, { pivot: false })
    const { R, permutation } = factors
    expect([...permutation]).toEqual([0, 1, 2, 3])
    expectClose(multiply(factors.Q(), R, 6, 4, 4), A, 1e-14)
  })
})

describe("svd", () => {
  function check(A: Float64Array, m: number, n: number, tolerance: number): void {
    const { U, V, values } = svd(A, m, n)
    expectClose(multiply(V, V, n, n, n, true), identity(n), 1e-13)
    const US = U.map((value, at) => value * values[at % n])
    expectClose(multiply(US, transpose(V, n, n), m, n, n), A, tolerance)
    const rank = values.findIndex((value) => value === 0)
    const r = rank < 0 ? n : rank
    const head = Float64Array.from({ length: m * r }, (_, at) => U[Math.floor(at / r) * n + (at % r)])
    expectClose(multiply(head, head, r, m, r, true), identity(r), 1e-12)
    for (let k = 1; k < n; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1])
  }

  it("gives A = U Σ Vᵀ with orthogonal factors", () => {
    check(random(1, 30), 6, 5, 1e-13)
    check(random(2, 400), 20, 20, 1e-13)
    check(random(3, 1), 1, 1, 1e-15)
    check(new Float64Array(12), 4, 3, 1e-300)
    check(hilbert(10), 10, 10, 1e-15)
    check(multiply(random(4, 15 * 2), random(5, 2 * 6), 15, 2, 6), 15, 6, 1e-13)
  })

  it("finds the singular values of the Hilbert matrix of order 10", () => {
    const { values } = svd(hilbert(10), 10, 10)
    // Largest and smallest eigenvalue, in 40-digit arithmetic (mpmath).
    expect(Math.abs(values[0] / 1.751919670265178 - 1)).toBeLessThan(1e-14)
    expect(Math.abs(values[9] - 1.0931538e-13)).toBeLessThan(1e-16)
  })

  it("gives small singular values of a badly scaled matrix with all their digits", () => {
    // Orthogonal columns of sizes from 1e8 to 1e-8: the sizes are the singular values.
    const Q = qr(random(11, 100), 10, 10).Q()
    const sizes = [1e8, 1e5, 30, 2, 1, 1e-1, 1e-3, 1e-5, 1e-7, 1e-8]
    const { values } = svd(
      Q.map((value, at) => value * sizes[at % 10]),
      10,
      10,
    )
    values.forEach((value, k) => expect(Math.abs(value / sizes[k] - 1)).toBeLessThan(1e-13))
  })

  it("refuses a wide matrix", () => {
    expect(() => svd(new Float64Array(6), 2, 3)).toThrow(/transpose/)
  })
})

describe("symmetricEigen", () => {
  it("gives A = V Λ Vᵀ", () => {
    for (const n of [1, 2, 5, 24]) {
      const B = random(n, n * n)
      const A = B.map((value, at) => value + B[(at % n) * n + Math.floor(at / n)])
      const { values, vectors } = symmetricEigen(A, n)
      expectClose(multiply(vectors, vectors, n, n, n, true), identity(n), 1e-13)
      const VL = vectors.map((value, at) => value * values[at % n])
      expectClose(multiply(VL, transpose(vectors, n, n), n, n, n), A, 1e-12)
      for (let k = 1; k < n; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1])
    }
  })

  it("has 2 − 2 cos(kπ/(n + 1)) for the second-difference matrix", () => {
    const n = 15
    const A = Float64Array.from({ length: n * n }, (_, at) => [2, -1][Math.abs(Math.floor(at / n) - (at % n))] ?? 0)
    const { values } = symmetricEigen(A, n)
    values.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13))
  })

  it("keeps the digits of the small eigenvalues of a graded positive matrix", () => {
    // D C D with C = [[2, 1], [1, 2]]: det = 3 d₁² d₂² and, with d₁ ≫ d₂, values 2 d₁² and 1.5 d₂².
    const [a, b] = [1e8, 1e-6]
    const { values } = symmetricEigen(Float64Array.from([2 * a * a, a * b, a * b, 2 * b * b]), 2)
    expect(Math.abs(values[0] / (1.5 * b * b) - 1)).toBeLessThan(1e-13)
    expect(Math.abs(values[1] / (2 * a * a) - 1)).toBeLessThan(1e-13)
  })
})

describe("cholesky", () => {
  it("gives L Lᵀ = A and solves with it", () => {
    const n = 12
    const B = random(3, 30 * n)
    const A = multiply(B, B, n, 30, n, true)
    const factor = cholesky(A, n)
    if (!factor.ok) throw new Error("must be positive definite")
    expectClose(multiply(factor.L, transpose(factor.L, n, n), n, n, n), A, 1e-12)
    const b = random(4, n)
    expectClose(multiply(A, solveCholesky(factor.L, n, b), n, n, 1), b, 1e-12)
  })

  it("says at which row a matrix is not positive definite", () => {
    expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toEqual({ ok: false, row: 1 })
  })
})
