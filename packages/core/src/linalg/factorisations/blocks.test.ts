import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { invertUpper, solveUpper, solveUpperMany, solveUpperTransposed, solveUpperTransposedMany } from "../triangle/solve-triangular.ts"
import { cholesky, choleskyPlainly } from "./cholesky.ts"
import { qrPlainly } from "./qr-plainly.ts"
import { qr, rankOf } from "./qr.ts"
import { svdPlainly } from "./svd-plainly.ts"
import { svd } from "./svd.ts"
import { symmetricEigenPlainly } from "./symmetric-eigen-plainly.ts"
import { symmetricEigen } from "./symmetric-eigen.ts"
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

/** A B of row-major `[m × k]` and `[k × n]`. */
function times(A: Float64Array, B: Float64Array, m: number, k: number, n: number): Float64Array {
  const C = new Float64Array(m * n)
  for (let i = 0; i < m; i++) for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) C[i * n + j] += A[i * k + p] * B[p * n + j]
  return C
}

function transpose(A: Float64Array, m: number, n: number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => A[(at % m) * n + Math.floor(at / m)])
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  let worst = 0
  for (let i = 0; i < a.length; i++) {
    const gap = Math.abs(a[i] - b[i])
    if (!(gap <= worst)) worst = gap
  }
  return worst
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0))
}

/** An upper triangle that is well conditioned. */
function triangle(seed: number, n: number): Float64Array {
  const R = random(seed, n * n)
  for (let i = 0; i < n; i++) {
    R.fill(0, i * n, i * n + i)
    R[i * (n + 1)] = n + Math.abs(R[i * (n + 1)])
  }
  return R
}

describe("QR by blocks", () => {
  for (const [m, n] of [
    [49, 49],
    [150, 70],
    [70, 150],
    [129, 129],
  ]) {
    for (const pivot of [true, false]) {
      it(`gives A P = Q R with orthonormal Q: ${m} × ${n}${pivot ? ", with pivots" : ""}`, () => {
        const A = random(m + 2 * n, m * n)
        const r = Math.min(m, n)
        const { R, permutation, Q, project } = qr(A, m, n, { pivot })
        const AP = Float64Array.from({ length: m * n }, (_, at) => A[Math.floor(at / n) * n + permutation[at % n]])
        expect(distance(times(Q(), R, m, r, n), AP)).toBeLessThan(1e-12)
        expect(distance(times(transpose(Q(), m, r), Q(), r, m, r), identity(r))).toBeLessThan(1e-13)
        const b = random(7, m)
        expect(distance(project(b), times(transpose(Q(), m, r), b, r, m, 1))).toBeLessThan(1e-13)
        for (let i = 0; i < r; i++) for (let j = 0; j < i; j++) expect(R[i * n + j]).toBe(0)
        const twin = qrPlainly(A, m, n, pivot)
        expect([...permutation]).toEqual([...twin.permutation])
        expect(distance(R.map(Math.abs), twin.R.map(Math.abs))).toBeLessThan(1e-11)
      })
    }
  }

  it("shows the rank, also of columns 10¹² apart and with columns of zeros", () => {
    const [m, k, n] = [140, 37, 90]
    const A = times(random(1, m * k), random(2, k * n), m, k, n)
    expect(rankOf(qr(A, m, n).R, n, n)).toBe(k)
    const scaled = A.map((value, at) => (at % n === 11 ? 0 : value * 10 ** -((at % n) % 13)))
    const { R, permutation, Q } = qr(scaled, m, n)
    for (let i = 1; i < n; i++) expect(Math.abs(R[i * (n + 1)])).toBeLessThanOrEqual(Math.abs(R[(i - 1) * (n + 1)]) * (1 + 1e-12))
    const AP = Float64Array.from({ length: m * n }, (_, at) => scaled[Math.floor(at / n) * n + permutation[at % n]])
    expect(distance(times(Q(), R, m, n, n), AP)).toBeLessThan(1e-12)
  })

  it("is right for numbers at the ends of the exponent range, and shows NaN", () => {
    const n = 60
    const A = random(3, n * n)
    const plain = qr(A, n, n)
    for (const size of [2 ** -600, 2 ** 600]) {
      const { R, permutation } = qr(
        A.map((value) => value * size),
        n,
        n,
      )
      expect([...permutation]).toEqual([...plain.permutation])
      const back = R.map((value) => Math.abs(value / size))
      expect(distance(back, plain.R.map(Math.abs))).toBeLessThan(1e-12)
    }
    A[77] = NaN
    expect(qr(A, n, n).R.some(Number.isNaN)).toBe(true)
  })
})

describe("Cholesky by blocks", () => {
  const n = 131
  const R = triangle(5, n)
  const A = times(transpose(R, n, n), R, n, n, n)

  it("gives L Lᵀ = A and reads the lower triangle only", () => {
    const lower = A.map((value, at) => (at % n > Math.floor(at / n) ? NaN : value))
    const result = cholesky(lower, n)
    const twin = choleskyPlainly(lower, n)
    if (!result.ok || !twin.ok) throw new Error("not positive definite")
    expect(distance(times(result.L, transpose(result.L, n, n), n, n, n), A)).toBeLessThan(1e-10)
    expect(distance(result.L, twin.L)).toBeLessThan(1e-11)
  })

  it("names the row at which a matrix is not positive definite", () => {
    for (const row of [0, 63, 64, 100, 130]) {
      const broken = A.slice()
      broken[row * (n + 1)] = -1
      expect(cholesky(broken, n)).toEqual({ ok: false, row })
      broken[row * (n + 1)] = NaN
      expect(cholesky(broken, n)).toEqual({ ok: false, row })
    }
  })
})

describe("triangular systems by blocks", () => {
  it.each([1, 48, 49, 64, 131])("of %i rows are solved for many right-hand sides and inverted", (n) => {
    const stride = n + 3
    const R = triangle(n, n)
    const wide = Float64Array.from({ length: n * stride }, (_, at) =>
      at % stride < n ? R[Math.floor(at / stride) * n + (at % stride)] : NaN,
    )
    const k = 5
    const B = random(9, n * k)
    const column = (M: Float64Array, j: number): Float64Array => Float64Array.from({ length: n }, (_, i) => M[i * k + j])
    const X = solveUpperMany(wide, stride, n, B, k)
    const Y = solveUpperTransposedMany(wide, stride, n, B, k)
    for (let j = 0; j < k; j++) {
      expect(distance(column(X, j), solveUpper(wide, stride, n, column(B, j)))).toBeLessThan(1e-14)
      expect(distance(column(Y, j), solveUpperTransposed(wide, stride, n, column(B, j)))).toBeLessThan(1e-14)
    }
    expect(distance(times(R, invertUpper(wide, stride, n), n, n, n), identity(n))).toBeLessThan(1e-13)
  })
})

describe("eigenvectors by divide and conquer", () => {
  /** Residual, orthogonality and order; the residual beside the size of the largest eigenvalue. */
  function check(A: Float64Array, n: number): Float64Array {
    const { values, vectors } = symmetricEigen(A, n)
    const full = Float64Array.from(
      { length: n * n },
      (_, at) => A[Math.min(Math.floor(at / n), at % n) * n + Math.max(Math.floor(at / n), at % n)],
    )
    const size = Math.max(...values.map(Math.abs))
    const turned = times(full, vectors, n, n, n)
    const scaled = vectors.map((value, at) => value * values[at % n])
    expect(distance(turned, scaled)).toBeLessThanOrEqual(2e-14 * n * size)
    expect(distance(times(transpose(vectors, n, n), vectors, n, n, n), identity(n))).toBeLessThan(2e-15 * n)
    for (let j = 1; j < n; j++) expect(values[j]).toBeGreaterThanOrEqual(values[j - 1])
    // The same without vectors.
    expect(distance(symmetricEigenvalues(A, n).toReversed(), values)).toBeLessThanOrEqual(2e-14 * n * size)
    return values
  }

  it.each([49, 64, 65, 97, 150])("is right for a random matrix of %i rows, and as Jacobi has it", (n) => {
    const A = random(n, n * n)
    const values = check(A, n)
    expect(distance(values, symmetricEigenPlainly(A, n).values)).toBeLessThan(1e-12 * n)
  })

  it("is right where eigenvalues agree: multiples of one, low rank, a repeated block", () => {
    const n = 100
    expect(distance(check(identity(n), n), new Float64Array(n).fill(1))).toBe(0)
    expect(distance(check(new Float64Array(n * n), n), new Float64Array(n))).toBe(0)
    const B = random(4, n * 7)
    const values = check(times(B, transpose(B, n, 7), n, 7, n), n)
    for (const value of values.subarray(0, n - 7)) expect(Math.abs(value)).toBeLessThan(1e-11)
    const block = random(6, 25)
    const repeated = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      return Math.floor(i / 5) === Math.floor(j / 5) ? block[Math.min(i % 5, j % 5) * 5 + Math.max(i % 5, j % 5)] : 0
    })
    check(repeated, n)
  })

  it("gives the frequencies of a chain of masses, 2 − 2 cos(π k / (n + 1))", () => {
    const n = 120
    const A = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      A[i * (n + 1)] = 2
      if (i + 1 < n) A[i * (n + 1) + 1] = -1
    }
    check(A, n).forEach((value, k) => expect(Math.abs(value - 2 + 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)))).toBeLessThan(1e-14))
  })

  it("keeps close pairs orthogonal (Wilkinson's matrix), and is right at the ends of the exponent range", () => {
    const n = 101
    const A = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      A[i * (n + 1)] = Math.abs(i - 50)
      if (i + 1 < n) A[i * (n + 1) + 1] = 1
    }
    const values = check(A, n)
    for (const size of [2 ** -900, 2 ** 900]) {
      const scaled = symmetricEigen(
        A.map((value) => value * size),
        n,
      )
      expect(
        distance(
          scaled.values.map((value) => value / size),
          values,
        ),
      ).toBeLessThan(1e-12)
    }
  })

  it("shows NaN and infinity", () => {
    for (const bad of [NaN, Infinity]) {
      const A = random(8, 60 * 60)
      A[61 * 2 + 4] = bad
      expect(symmetricEigen(A, 60).values.every(Number.isNaN)).toBe(true)
      expect(symmetricEigenvalues(A, 60).every(Number.isNaN)).toBe(true)
    }
  })
})

describe("singular values by blocks", () => {
  /** Reconstruction, orthogonality, and the values of the plain twin. */
  function check(A: Float64Array, m: number, n: number): Float64Array {
    const { values, U, V } = svd(A, m, n)
    const noise = n * Number.EPSILON * values[0]
    const scaled = U.map((value, at) => value * values[at % n])
    expect(distance(times(scaled, transpose(V, n, n), m, n, n), A)).toBeLessThan(10 * noise)
    expect(distance(times(transpose(V, n, n), V, n, n, n), identity(n))).toBeLessThan(1e-15 * n)
    const rank = values.filter((value) => value > noise).length
    const UtU = times(transpose(U, m, n), U, n, m, n)
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++) expect(Math.abs(UtU[i * n + j] - (i === j ? 1 : 0))).toBeLessThan(1e-14 * n)
    expect(distance(values, svdPlainly(A, m, n).values)).toBeLessThan(10 * noise)
    return values
  }

  it.each([
    [49, 49],
    [130, 70],
  ])("are right for a random matrix of %i × %i", (m, n) => void check(random(m, m * n), m, n))

  it.each([0, 6, 12, 18])("are right for a triangle whose rows fall by 10^%i", (decades) => {
    const n = 80
    const R = random(decades + 1, n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) R[i * n + j] *= j < i ? 0 : 10 ** ((-decades * i) / n)
    check(R, n, n)
  })

  it("are right below full rank, for zeros, and for numbers at the ends of the exponent range", () => {
    const [n, k] = [75, 20]
    const A = times(random(3, n * k), random(4, k * n), n, k, n)
    const values = check(A, n, n)
    expect(values[k] / values[0]).toBeLessThan(1e-14)
    for (const size of [2 ** -800, 2 ** 800]) {
      const scaled = svd(
        A.map((value) => value * size),
        n,
        n,
      )
      expect(distance(scaled.values.map((value) => value / size).subarray(0, k), values.subarray(0, k))).toBeLessThan(1e-12)
    }
    const zero = svd(new Float64Array(n * n), n, n)
    expect(zero.values).toEqual(new Float64Array(n))
    expect(distance(times(transpose(zero.V, n, n), zero.V, n, n, n), identity(n))).toBeLessThan(1e-14)
    A[5] = NaN
    expect(svd(A, n, n).values.some(Number.isNaN)).toBe(true)
  })
})
