import { afterEach, describe, expect, it } from "vitest"
import { kernels } from "../../kernels/kernels.ts"
import { normals, seedRandom } from "../../random/random.ts"
import type { DenseBackend } from "../dense/backend.ts"
import { configureDense, dense } from "../dense/dense.ts"
import { accumulate } from "./accumulate.ts"
import { addPrior } from "./add-prior.ts"
import { eliminateLeading, selectColumns, transformColumns } from "./change-columns.ts"
import { mergeTriangles, triangleOf } from "./combine-rows.ts"
import { residualSquared, residualSquaredAfter } from "./measures.ts"
import { emptyTriangle, heightOf, type Triangle } from "./triangle.ts"

// Wide enough for blocked code throughout; the same identities as for small triangles.
const n = 90
const width = n + 1

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

function difference(a: Triangle, b: Triangle): number {
  expect(a.n).toBe(b.n)
  expect(a.data.length).toBe(b.data.length)
  return a.data.reduce((worst, value, i) => (Math.abs(value - b.data[i]) <= worst ? worst : Math.abs(value - b.data[i])), 0)
}

afterEach(() => configureDense())

describe("triangles of many columns", () => {
  const m = 700
  const rows = random(1, m * width)
  const whole = triangleOf(rows, m, n)

  it("keep ‖r + J δ‖ of the rows", () => {
    const delta = random(2, n)
    let expected = 0
    for (let i = 0; i < m; i++) {
      let residual = rows[i * width + n]
      for (let j = 0; j < n; j++) residual += rows[i * width + j] * delta[j]
      expected += residual * residual
    }
    expect(Math.abs(residualSquaredAfter(whole, delta) / expected - 1)).toBeLessThan(1e-13)
  })

  it("are the same however the rows are cut, and bit for bit when they are cut alike; rows stay as they were", () => {
    const before = rows.slice()
    for (const size of [5, 64, 90, 333]) {
      let running = emptyTriangle(n)
      for (let first = 0; first < m; first += size) {
        const count = Math.min(size, m - first)
        running = accumulate(running, rows.subarray(first * width, (first + count) * width), count)
      }
      expect(difference(running, whole)).toBeLessThan(1e-12)
    }
    expect(rows).toEqual(before)
    expect(triangleOf(rows, m, n).data).toEqual(whole.data)
    // From kernel memory too.
    const { heap } = kernels()
    heap.scope(() => {
      const there = heap.f64(rows.length)
      there.set(rows)
      expect(triangleOf(there, m, n).data).toEqual(whole.data)
      expect(there).toEqual(rows)
    })
  })

  it("merge from parts of any height, empty ones too", () => {
    for (const cuts of [
      [0, 350, m],
      [0, 10, 50, 140, m],
      [0, 0, 690, m, m],
    ]) {
      const parts = cuts.slice(1).map((end, i) => triangleOf(rows.subarray(cuts[i] * width, end * width), end - cuts[i], n))
      const [first, ...others] = parts
      expect(difference(mergeTriangles(first, ...others), whole)).toBeLessThan(1e-12)
      expect(difference(mergeTriangles(others.at(-1)!, ...others.slice(0, -1), first), whole)).toBeLessThan(1e-12)
    }
  })

  it("select columns in any order from any height, some of them staying where they are", () => {
    for (const count of [m, 70, 12]) {
      const triangle = triangleOf(rows.subarray(0, count * width), count, n)
      for (const columns of [
        [...Array(n).keys()].filter((k) => k % 3 !== 2),
        [...Array(60).keys()],
        [...Array(n).keys()].toReversed(),
        [0, 1, 2, 80, 3, ...Array.from({ length: 60 }, (_, k) => k + 10)],
        [],
      ]) {
        const target = columns.length + 1
        const chosen = Float64Array.from(
          { length: count * target },
          (_, at) => rows[Math.floor(at / target) * width + (columns[at % target] ?? n)],
        )
        const expected = triangleOf(chosen, count, columns.length)
        const selected = selectColumns(triangle, columns)
        expect(heightOf(selected)).toBe(heightOf(expected))
        expect(difference(selected, expected)).toBeLessThan(1e-11)
      }
    }
  })

  it("follow a linear change of variable θ = M φ + c", () => {
    const k = 70
    const M = random(9, n * k)
    const c = random(10, n)
    const changed = new Float64Array(m * (k + 1))
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let l = 0; l < k; l++) changed[i * (k + 1) + l] += rows[i * width + j] * M[j * k + l]
        changed[i * (k + 1) + k] += rows[i * width + j] * c[j]
      }
      changed[i * (k + 1) + k] += rows[i * width + n]
    }
    expect(difference(transformColumns(whole, M, k, c), triangleOf(changed, m, k))).toBeLessThan(1e-10)
  })

  it("take a prior, and give up their leading columns", () => {
    const weights = Float64Array.from({ length: n }, (_, k) => (k % 2 === 0 ? 0.5 + k : 0))
    const extra = new Float64Array(45 * width)
    for (let i = 0; i < 45; i++) extra[i * width + 2 * i] = weights[2 * i]
    const stacked = triangleOf(Float64Array.from([...rows, ...extra]), m + 45, n)
    expect(difference(addPrior(whole, weights), stacked)).toBeLessThan(1e-11)
    const trailing = eliminateLeading(whole, 60)
    const leading = selectColumns(whole, [...Array(60).keys()])
    expect(Math.abs(residualSquared(trailing) / leading.data.at(-1)! ** 2 - 1)).toBeLessThan(1e-12)
  })

  it("are right at the ends of the exponent range, and show NaN and infinity", () => {
    for (const size of [2 ** -650, 2 ** 650]) {
      const extreme = triangleOf(
        rows.map((value, i) => (i % width < 40 ? value * size : value)),
        m,
        n,
      )
      const back = extreme.data.map((value, i) => (i % width < 40 ? value / size : value))
      expect(difference({ ...whole, data: back }, whole)).toBeLessThan(1e-11)
    }
    for (const bad of [NaN, Infinity]) {
      const spoiled = rows.slice(0, 200 * width)
      spoiled[17 * width + 5] = bad
      expect(triangleOf(spoiled, 200, n).data.every(Number.isFinite)).toBe(false)
    }
  })

  it("leave nothing in kernel memory", () => {
    mergeTriangles(whole, whole)
    const { memory } = kernels().heap
    const before = memory.buffer.byteLength
    for (let round = 0; round < 40; round++) mergeTriangles(whole, whole)
    expect(memory.buffer.byteLength).toBe(before)
  })

  it("come from the chosen products", () => {
    let calls = 0
    const own = dense()
    const counting: DenseBackend = {
      name: "counting",
      multiply: (...values) => {
        calls++
        own.multiply(...values)
      },
    }
    configureDense(counting)
    expect(triangleOf(rows, m, n).data).toEqual(whole.data)
    expect(calls).toBeGreaterThan(0)
  })
})
