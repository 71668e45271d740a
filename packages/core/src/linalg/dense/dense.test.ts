import { assert, boolean, integer, nat, property, record } from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { createKernelMemory } from "../../kernels/heap.ts"
import { configureKernels, kernels } from "../../kernels/kernels.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { type Block, blockAt, transposed } from "./backend.ts"
import { configureDense, dense } from "./dense.ts"
import { reflectRowsPlainly } from "./reflect-rows-plainly.ts"
import { reflectRows } from "./reflect-rows.ts"
import { webAssemblyBackend } from "./web-assembly.ts"

/** Random numbers in kernel memory. */
function random(seed: number, count: number): Float64Array {
  const out = kernels().heap.f64(count)
  normals(seedRandom(seed), out)
  return out
}

function entry({ data, stride, transposed: turned }: Block, i: number, j: number): number {
  return turned ? data[j * stride + i] : data[i * stride + j]
}

afterEach(() => configureDense())

describe("products", () => {
  const sizes = record({
    m: nat(40),
    n: nat(40),
    k: integer({ min: 0, max: 70 }),
    turnA: boolean(),
    turnB: boolean(),
    spare: nat(3),
    seed: nat(1_000_000),
  })
  for (const build of ["reproducible", "fast"] as const) {
    it(`are those of the definition for any shape, and touch nothing beside C (${build} build, property)`, () => {
      configureKernels({ memory: createKernelMemory(), build })
      assert(
        property(sizes, ({ m, n, k, turnA, turnB, spare, seed }) => {
          const [rowsA, columnsA] = turnA ? [k, m] : [m, k]
          const [rowsB, columnsB] = turnB ? [n, k] : [k, n]
          const plainA = blockAt(random(seed, rowsA * (columnsA + spare) + 1), columnsA + spare)
          const plainB = blockAt(random(seed + 1, rowsB * (columnsB + spare) + 1), columnsB + spare)
          const [A, B] = [turnA ? transposed(plainA) : plainA, turnB ? transposed(plainB) : plainB]
          const stride = n + spare
          const C = random(seed + 2, m * stride + 1)
          const before = C.slice()
          dense().multiply(m, n, k, -0.7, A, B, blockAt(C, stride))
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < stride; j++) {
              let sum = 0
              const terms = j < n ? k : 0
              for (let p = 0; p < terms; p++) sum += entry(A, i, p) * entry(B, p, j)
              expect(Math.abs(C[i * stride + j] - before[i * stride + j] + 0.7 * sum)).toBeLessThan(1e-13 * (k + 1))
            }
          }
        }),
        { numRuns: 60, seed: 4 },
      )
    })
  }

  it("go beyond the blocks they are packed in", () => {
    configureKernels({ memory: createKernelMemory() })
    const [m, n, k] = [133, 1030, 261]
    const [A, B, C] = [random(1, m * k), random(2, k * n), kernels().heap.f64(m * n)]
    dense().multiply(m, n, k, 1, blockAt(A, k), blockAt(B, n), blockAt(C, n))
    for (const [i, j] of [
      [0, 0],
      [132, 1029],
      [128, 1024],
      [77, 1027],
    ]) {
      let sum = 0
      for (let p = 0; p < k; p++) sum += A[i * k + p] * B[p * n + j]
      expect(Math.abs(C[i * n + j] - sum)).toBeLessThan(1e-12)
    }
  })

  it("follow the kernels of the thread, or what was chosen", () => {
    configureKernels({ memory: createKernelMemory() })
    expect(dense().name).toBe("WebAssembly SIMD")
    expect(dense()).toBe(dense())
    configureKernels({ memory: createKernelMemory(), build: "fast" })
    expect(dense().name).toBe("WebAssembly relaxed SIMD")
    const other = { ...webAssemblyBackend(), name: "another" }
    configureDense(other)
    expect(dense()).toBe(other)
    configureKernels({ memory: createKernelMemory() })
  })
})

describe("reflectRows and its plain twin", () => {
  /** Both on the same triangle of `height` rows and the same `m` rows; the largest difference of R′. */
  function difference(width: number, height: number, rows: Float64Array, m: number, reach?: (column: number) => number): number {
    const top = Math.min(height, width)
    const final = Math.min(width, top + m)
    const plain = new Float64Array(final * width)
    reflectRowsPlainly(plain, width, 0, random(width + height, height * width), height)
    const R = kernels().heap.f64(final * width)
    R.set(plain)
    const copy = kernels().heap.f64(rows.length)
    copy.set(rows)
    reflectRowsPlainly(plain, width, top, rows, m)
    reflectRows(R, width, top, copy, m, reach)
    let worst = 0
    R.forEach((value, at) => {
      if (Math.floor(at / width) > at % width) expect(value).toBe(0)
      worst = Math.max(worst, Math.abs(value - plain[at]))
    })
    return worst
  }

  for (const [width, height, m] of [
    [5, 0, 3],
    [5, 7, 3],
    [70, 0, 64],
    [70, 0, 70],
    [70, 0, 200],
    [70, 33, 20],
    [70, 65, 90],
    [70, 70, 1],
    [131, 0, 130],
    [131, 200, 130],
    [131, 64, 66],
  ]) {
    it(`agree for ${m} rows of ${width} columns on a triangle of ${Math.min(width, height)}`, () => {
      expect(difference(width, height, random(3 * m + width, m * width), m)).toBeLessThan(1e-12)
    })

    it(`agree for a trapezoid of ${m} rows of ${width} columns on a triangle of ${Math.min(width, height)}`, () => {
      const rows = random(5 * m + width, m * width)
      for (let i = 0; i < m; i++) rows.fill(0, i * width, i * width + Math.min(i, width))
      // A random triangle is nearly singular, and then R′ depends on rounding.
      for (let i = 0; i < Math.min(m, width); i++) rows[i * width + i] = 10 + i
      expect(difference(width, height, rows, m, (column) => column + 1)).toBeLessThan(1e-12)
    })
  }

  it("agree below full rank, with zero columns and rows, and for columns 10¹⁶ apart", () => {
    const [width, m] = [90, 120]
    const rows = random(17, m * width)
    for (let i = 0; i < m; i++) {
      rows[i * width + 40] = 0
      rows[i * width + 50] = rows[i * width + 3] - 2 * rows[i * width + 7]
      for (let j = 60; j < 80; j++) rows[i * width + j] *= 1e-16
      if (i % 3 === 0) rows.fill(0, i * width, (i + 1) * width)
    }
    const plain = new Float64Array(width * width)
    reflectRowsPlainly(plain, width, 0, rows, m)
    const R = kernels().heap.f64(width * width)
    const copy = rows.slice()
    reflectRows(R, width, 0, rows, m)
    // Rows of R that rounding alone determines differ; RᵀR does not.
    for (let a = 0; a < width; a++) {
      for (let b = a; b < width; b++) {
        let [sum, exact, sizeA, sizeB] = [0, 0, 0, 0]
        for (let i = 0; i < m; i++) {
          exact += copy[i * width + a] * copy[i * width + b]
          sizeA += copy[i * width + a] ** 2
          sizeB += copy[i * width + b] ** 2
        }
        for (let i = 0; i < width; i++) sum += R[i * width + a] * R[i * width + b]
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(1e-13 * Math.sqrt(sizeA * sizeB))
      }
    }
  })
})
