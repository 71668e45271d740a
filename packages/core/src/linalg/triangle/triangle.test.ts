import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { accumulate } from "./accumulate.ts"
import { addPrior } from "./add-prior.ts"
import { conditionOf } from "./condition.ts"
import { columnNorms, gradientOf, residualSquared, residualSquaredAfter, timesTriangle } from "./measures.ts"
import { invertUpper, solveUpper, solveUpperTransposed } from "./solve-triangular.ts"
import { eliminateLeading, scaleColumns, selectColumns, shiftTriangle, transformColumns } from "./change-columns.ts"
import { mergeTriangles, triangleOf } from "./combine-rows.ts"
import { packedLength, packTriangle, unpackTriangle } from "./pack.ts"
import { cornerOf, emptyTriangle, factorOf, heightOf, projectionOf, scaleTriangle, type Triangle } from "./triangle.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

/** AᵀA of row-major rows. */
function gram(rows: Float64Array, m: number, width: number): Float64Array {
  const out = new Float64Array(width * width)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < width; j++) for (let k = 0; k < width; k++) out[j * width + k] += rows[i * width + j] * rows[i * width + k]
  return out
}

/** Largest |RᵀR − AᵀA| beside the norms of the two columns concerned. */
function gramError(triangle: Triangle, rows: Float64Array, m: number): number {
  const width = triangle.n + 1
  const a = gram(rows, m, width)
  const b = gram(triangle.data, heightOf(triangle), width)
  let worst = 0
  for (let j = 0; j < width; j++)
    for (let k = 0; k < width; k++) {
      const scale = Math.sqrt(a[j * width + j] * a[k * width + k])
      if (scale > 0) worst = Math.max(worst, Math.abs(a[j * width + k] - b[j * width + k]) / scale)
    }
  return worst
}

function difference(a: Triangle, b: Triangle): number {
  expect(a.n).toBe(b.n)
  expect(a.rows).toBe(b.rows)
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i])), 0)
}

describe("accumulate", () => {
  for (const [m, n] of [
    [1, 1],
    [3, 7],
    [64, 5],
    [200, 13],
    [100, 130],
    [130, 130],
    [65, 30],
  ]) {
    it(`keeps RᵀR = AᵀA for ${m} rows of ${n} + 1 columns`, () => {
      const rows = random(m * 100 + n, m * (n + 1))
      const triangle = triangleOf(rows, m, n)
      expect(triangle.rows).toBe(m)
      expect(gramError(triangle, rows, m)).toBeLessThan(1e-14 * Math.sqrt(m + n) * 4)
      expect(heightOf(triangle)).toBe(Math.min(m, n + 1))
      for (let i = 0; i < heightOf(triangle); i++) {
        expect(triangle.data[i * (n + 1) + i]).toBeGreaterThanOrEqual(0)
        for (let j = 0; j < i; j++) expect(triangle.data[i * (n + 1) + j]).toBe(0)
      }
    })
  }

  it("gives the same triangle however the rows are cut into calls", () => {
    const [m, n] = [150, 11]
    const rows = random(4, m * (n + 1))
    const whole = triangleOf(rows, m, n)
    for (const size of [1, 7, 64, 100]) {
      let running = emptyTriangle(n)
      for (let first = 0; first < m; first += size) {
        const count = Math.min(size, m - first)
        running = accumulate(running, rows.subarray(first * (n + 1), (first + count) * (n + 1)), count)
      }
      expect(difference(running, whole)).toBeLessThan(1e-13)
    }
  })

  it("is bit for bit deterministic and leaves the rows alone", () => {
    const rows = random(8, 90 * 8)
    const before = rows.slice()
    expect(triangleOf(rows, 90, 7).data).toEqual(triangleOf(before, 90, 7).data)
    expect(rows).toEqual(before)
  })

  it("keeps every digit of columns whose sizes differ by 10¹⁶, and of rows at the ends of the exponent range", () => {
    const [m, n] = [40, 4]
    const rows = random(5, m * (n + 1))
    const factors = [1e8, 1e-8, 3, 1e-3, 7]
    const scaled = rows.map((value, i) => value * factors[i % (n + 1)])
    expect(gramError(triangleOf(scaled, m, n), scaled, m)).toBeLessThan(1e-13)
    const plain = triangleOf(rows, m, n)
    for (const size of [1e-200, 1e200]) {
      const extreme = triangleOf(
        rows.map((value) => value * size),
        m,
        n,
      )
      const back = extreme.data.map((value) => value / size)
      expect(difference({ ...plain, data: back }, plain)).toBeLessThan(1e-12)
    }
  })

  it("does not lose a small residual in a Hilbert matrix, where normal equations do", () => {
    // x = (1, …, 1) solves the first system exactly but for the rounding of its right-hand side.
    const n = 8
    const rows = new Float64Array(n * (n + 1))
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += rows[i * (n + 1) + j] = 1 / (i + j + 1)
      rows[i * (n + 1) + n] = -sum
    }
    const triangle = triangleOf(rows, n, n)
    const q = Float64Array.from({ length: n }, (_, i) => -triangle.data[i * (n + 1) + n])
    const x = solveUpper(triangle.data, n + 1, n, q)
    // cond = 1.5e10, so ten digits go and six stay; the normal equations (cond 2e20) would keep none.
    for (const value of x) expect(Math.abs(value - 1)).toBeLessThan(1e-5)
    expect(Math.sqrt(residualSquaredAfter(triangle, x))).toBeLessThan(1e-14)
  })

  it("shows NaN instead of hiding it", () => {
    const rows = random(3, 12)
    rows[5] = NaN
    expect(triangleOf(rows, 4, 2).data.some(Number.isNaN)).toBe(true)
    rows[5] = Infinity
    expect(triangleOf(rows, 4, 2).data.every(Number.isFinite)).toBe(false)
  })

  it("refuses too few numbers", () => {
    expect(() => accumulate(emptyTriangle(3), new Float64Array(7), 2)).toThrow(/8 numbers/)
  })
})

describe("triangles as data", () => {
  const [m, n] = [60, 6]
  const width = n + 1
  const rows = random(21, m * width)
  const whole = triangleOf(rows, m, n)

  it("merge to the triangle of the stacked rows", () => {
    const parts = [0, 25, 31].map((first, i, all) =>
      triangleOf(rows.subarray(first * width, (all[i + 1] ?? m) * width), (all[i + 1] ?? m) - first, n),
    )
    expect(difference(mergeTriangles(parts[0], ...parts.slice(1)), whole)).toBeLessThan(1e-13)
    expect(() => mergeTriangles(whole, emptyTriangle(2))).toThrow(/2 columns/)
  })

  it("scale with the rows and with the columns", () => {
    const scaled = triangleOf(
      rows.map((value) => -0.3 * value),
      m,
      n,
    )
    expect(difference(scaleTriangle(whole, -0.3), scaled)).toBeLessThan(1e-13)
    const factors = Float64Array.from([2, 0.1, 5, 1, 3, 7])
    const columns = triangleOf(
      rows.map((value, i) => (i % width < n ? value * factors[i % width] : value)),
      m,
      n,
    )
    expect(difference(scaleColumns(whole, factors), columns)).toBeLessThan(1e-12)
  })

  it("select columns in any order, and keep the norm of the residual", () => {
    const chosen = [4, 0, 5]
    const selected = new Float64Array(m * 4)
    for (let i = 0; i < m; i++) [...chosen, n].forEach((j, c) => (selected[i * 4 + c] = rows[i * width + j]))
    const expected = triangleOf(selected, m, 3)
    expect(difference(selectColumns(whole, chosen), expected)).toBeLessThan(1e-13)
    expect(residualSquared(selectColumns(whole, []))).toBeCloseTo(residualSquared(whole), 10)
  })

  it("follow a linear change of variable θ = M φ + c", () => {
    const k = 2
    const M = random(9, n * k)
    const c = random(10, n)
    const changed = new Float64Array(m * (k + 1))
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        for (let l = 0; l < k; l++) changed[i * 3 + l] += rows[i * width + j] * M[j * k + l]
        changed[i * 3 + k] += rows[i * width + j] * c[j] + (j === 0 ? rows[i * width + n] : 0)
      }
    expect(difference(transformColumns(whole, M, k, c), triangleOf(changed, m, k))).toBeLessThan(1e-12)
  })

  it("shift to another point of the same linear data", () => {
    const delta = random(13, n)
    const shifted = shiftTriangle(whole, delta)
    expect(residualSquared(shifted)).toBeCloseTo(residualSquaredAfter(whole, delta), 9)
    const back = shiftTriangle(
      shifted,
      delta.map((value) => -value),
    )
    expect(difference(back, whole)).toBeLessThan(1e-13)
  })

  it("project columns out: the residual left is that of the best step in them", () => {
    const trailing = eliminateLeading(whole, 4)
    const leading = selectColumns(whole, [0, 1, 2, 3])
    expect(residualSquared(trailing)).toBeCloseTo(leading.data[24] ** 2, 10)
    expect(trailing.n).toBe(2)
  })

  it("give gradient, column norms and products of the rows they came from", () => {
    const gradient = new Float64Array(n)
    const squares = new Float64Array(n)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        gradient[j] += rows[i * width + j] * rows[i * width + n]
        squares[j] += rows[i * width + j] ** 2
      }
    gradientOf(whole).forEach((value, j) => expect(value).toBeCloseTo(gradient[j], 10))
    columnNorms(whole).forEach((value, j) => expect(value).toBeCloseTo(Math.sqrt(squares[j]), 10))
    const delta = random(14, n)
    const product = timesTriangle(whole, delta)
    let size = 0
    for (let i = 0; i < m; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += rows[i * width + j] * delta[j]
      size += sum * sum
    }
    expect(product.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(size, 8)
  })

  it("take a prior as rows", () => {
    const weights = Float64Array.from([0, 2, 0, 0.5, 3, 0])
    const offsets = Float64Array.from([9, 1, 9, -2, 0.3, 9])
    const extra = new Float64Array(3 * width)
    ;[1, 3, 4].forEach((k, i) => {
      extra[i * width + k] = weights[k]
      extra[i * width + n] = weights[k] * offsets[k]
    })
    const stacked = triangleOf(Float64Array.from([...rows, ...extra]), m + 3, n)
    expect(difference(addPrior(whole, weights, offsets), { ...stacked, rows: m })).toBeLessThan(1e-13)
  })
})

describe("triangles of few rows", () => {
  const n = 6
  const width = n + 1
  const low = (m: number) => triangleOf(random(70 + m, m * width), m, n)

  for (let m = 0; m <= width + 1; m++) {
    it(`of ${m} rows and 6 columns store no rows of zeros, and mean the same`, () => {
      const rows = random(70 + m, m * width)
      const triangle = low(m)
      const height = Math.min(m, width)
      expect(triangle.data.length).toBe(height * width)
      expect(gramError(triangle, rows, m)).toBeLessThan(1e-14)
      const delta = random(41, n)
      let expected = 0
      for (let i = 0; i < m; i++) {
        let residual = rows[i * width + n]
        for (let j = 0; j < n; j++) residual += rows[i * width + j] * delta[j]
        expected += residual * residual
      }
      expect(residualSquaredAfter(triangle, delta)).toBeCloseTo(expected, 10)
      expect(residualSquared(shiftTriangle(triangle, delta))).toBeCloseTo(expected, 10)
      const [R, q] = [factorOf(triangle), projectionOf(triangle)]
      const steps = timesTriangle(triangle, delta)
      let rebuilt = cornerOf(triangle) ** 2
      for (let i = 0; i < n; i++) {
        let sum = 0
        for (let j = 0; j < n; j++) sum += R[i * n + j] * delta[j]
        expect(steps[i]).toBeCloseTo(sum, 12)
        rebuilt += (q[i] + sum) ** 2
      }
      expect(rebuilt).toBeCloseTo(expected, 10)
      expect(heightOf(eliminateLeading(triangle, 4))).toBe(Math.max(0, height - 4))
      expect(heightOf(selectColumns(triangle, [5, 1]))).toBe(Math.min(height, 3))
      expect(difference(selectColumns(selectColumns(triangle, [5, 4, 3, 2, 1, 0]), [5, 4, 3, 2, 1, 0]), triangle)).toBeLessThan(1e-13)
    })

    it(`of ${m} rows grow with further rows and merge with others to the triangle of all`, () => {
      const all = triangleOf(Float64Array.from([...random(70 + m, m * width), ...random(73, 3 * width)]), m + 3, n)
      expect(difference(accumulate(low(m), random(73, 3 * width), 3), all)).toBeLessThan(1e-13)
      expect(difference(mergeTriangles(low(m), low(3)), all)).toBeLessThan(1e-13)
      expect(difference(mergeTriangles(emptyTriangle(n), low(3), low(m)), all)).toBeLessThan(1e-13)
    })

    it(`of ${m} rows pack into about half the numbers and back, bit for bit`, () => {
      const triangle = low(m)
      const packed = packTriangle(triangle)
      expect(packed.length).toBe(packedLength(n, heightOf(triangle)))
      expect(unpackTriangle(packed, n, m)).toEqual(triangle)
    })
  }

  it("are not made of a number of numbers that none has", () => {
    for (const count of [1, 8, 26, 29]) expect(() => unpackTriangle(new Float64Array(count), n, 9)).toThrow(/packs into/)
  })

  it("show NaN too, and keep an exact dependence exact", () => {
    expect(triangleOf(Float64Array.of(1, NaN, 2), 1, 2).data.some(Number.isNaN)).toBe(true)
    const same = Float64Array.of(1, 2, 4, 1, 2, 4, 0, 0, 0)
    expect(triangleOf(same.subarray(0, 3), 1, 2).data).toEqual(Float64Array.of(1, 2, 4))
    expect(gramError(triangleOf(same, 2, 2), same, 2)).toBeLessThan(1e-15)
  })
})

describe("triangular systems", () => {
  const n = 9
  const R = triangleOf(random(31, 40 * (n + 1)), 40, n).data
  const b = random(32, n)

  it("are solved both ways, and inverted", () => {
    const x = solveUpper(R, n + 1, n, b)
    const y = solveUpperTransposed(R, n + 1, n, b)
    const inverse = invertUpper(R, n + 1, n)
    for (let i = 0; i < n; i++) {
      let row = 0
      let column = 0
      let product = 0
      for (let j = 0; j < n; j++) {
        row += R[i * (n + 1) + j] * x[j]
        column += R[j * (n + 1) + i] * (j <= i ? y[j] : 0)
        product += inverse[i * n + j] * b[j]
      }
      expect(row).toBeCloseTo(b[i], 12)
      expect(column).toBeCloseTo(b[i], 12)
      expect(product).toBeCloseTo(x[i], 12)
    }
  })

  it("have a condition number within a factor of three below the true one", () => {
    for (let seed = 50; seed < 70; seed++) {
      const size = 2 + (seed % 9)
      const factor = triangleOf(random(seed, 30 * (size + 1)), 30, size).data
      const inverse = invertUpper(factor, size + 1, size)
      const oneNorm = (A: Float64Array, stride: number) =>
        Math.max(
          ...Array.from({ length: size }, (_, j) =>
            Array.from({ length: j + 1 }, (_, i) => Math.abs(A[i * stride + j])).reduce((a, c) => a + c, 0),
          ),
        )
      const exact = oneNorm(factor, size + 1) * oneNorm(inverse, size)
      const estimate = conditionOf(factor, size + 1, size)
      expect(estimate).toBeLessThanOrEqual(exact * (1 + 1e-12))
      expect(estimate).toBeGreaterThan(exact / 3)
    }
    expect(conditionOf(new Float64Array(9), 3, 3)).toBe(Infinity)
  })
})
