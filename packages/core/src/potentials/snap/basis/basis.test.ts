import { describe, expect, it } from "vitest"
import { kernels } from "../../../kernels/kernels.ts"
import { NEIGHBOUR_RECORD } from "../arithmetic/arithmetic.ts"
import { plainSnapArithmetic } from "../arithmetic/plain.ts"
import { clebschGordan, couplingTable } from "./clebsch-gordan.ts"
import { bispectrumComponents, bispectrumTriples } from "./components.ts"
import { productList } from "./products.ts"
import { snapTables } from "./tables.ts"

/** Values m of one level, doubled. */
const projections = (j: number): number[] => Array.from({ length: j + 1 }, (_, k) => 2 * k - j)

describe("Clebsch–Gordan coefficients", () => {
  it("couple two spins one half, and an orbital one with a spin, as tables say", () => {
    expect(clebschGordan(1, 1, 1, -1, 0)).toBeCloseTo(Math.SQRT1_2, 15)
    expect(clebschGordan(1, -1, 1, 1, 0)).toBeCloseTo(-Math.SQRT1_2, 15)
    expect(clebschGordan(2, 0, 1, 1, 1)).toBeCloseTo(-Math.sqrt(1 / 3), 15)
    expect(clebschGordan(2, 2, 1, -1, 3)).toBeCloseTo(Math.sqrt(1 / 3), 15)
    expect(clebschGordan(4, 0, 2, 0, 2)).toBeCloseTo(-Math.sqrt(2 / 5), 15)
  })

  it("are orthonormal", () => {
    for (const [j1, j2] of [
      [3, 2],
      [8, 5],
      [16, 16],
    ]) {
      for (let j = j1 - j2; j <= j1 + j2; j += 2) {
        for (let other = j; other <= j1 + j2; other += 2) {
          for (const m of projections(j)) {
            const sum = projections(j1)
              .filter((m1) => Math.abs(m - m1) <= j2)
              .reduce((total, m1) => total + clebschGordan(j1, m1, j2, m - m1, j) * clebschGordan(j1, m1, j2, m - m1, other), 0)
            expect(Math.abs(sum - (j === other ? 1 : 0))).toBeLessThan(1e-10)
          }
        }
      }
    }
  })

  it("stand in tables without gaps", () => {
    const table = couplingTable(4, 2, 4)
    expect(table).toHaveLength(15)
    for (let m = 0; m <= 4; m++) expect(table.subarray(3 * m, 3 * m + 3).reduce((sum, c) => sum + c * c, 0)).toBeCloseTo(1, 14)
  })
})

describe("the components", () => {
  it("are as many as the formula says", () => {
    for (const [twojmax, count] of [
      [2, 5],
      [4, 14],
      [6, 30],
      [8, 55],
      [10, 91],
    ]) {
      expect(bispectrumTriples(twojmax)).toHaveLength(count)
      expect(bispectrumComponents(twojmax, 2)).toHaveLength(8 * count)
    }
  })

  it("have derivatives that add up to three times themselves", () => {
    const components = bispectrumComponents(4, 2)
    for (const normalised of [false, true]) {
      const { uses, own, products } = productList(components, normalised)
      components.forEach(({ j }, k) => {
        // Σ U* ∂B/∂U* = 3 B, and each product brings B × its scale × (level + 1)/(j + 1).
        const sum = uses
          .filter(({ component }) => component === k)
          .reduce((total, { factor, product }) => total + factor * (products[product].j + 1), 0)
        expect(sum / (own[k].scale * (j + 1))).toBeCloseTo(3, 12)
      })
    }
  })
})

describe("the matrices of a neighbour", () => {
  it("are unitary", () => {
    const { heap } = kernels()
    const tables = snapTables(7, 1, false)
    const { fullSize, halfSize, full } = tables.layout
    heap.scope(() => {
      const [v, sums, all] = [heap.f64(4 * halfSize), heap.f64(4 * halfSize), heap.f64(4 * fullSize)]
      const record = heap.f64(NEIGHBOUR_RECORD)
      const [ar, ai, br, bi] = [0.5, -0.1, 0.7, Math.sqrt(1 - 0.25 - 0.01 - 0.49)]
      ;[ar, ai, br, bi].forEach((value, k) => (record[2 * k] = record[2 * k + 1] = value))
      record[8] = 1
      plainSnapArithmetic.expand(tables, 1, record, v, heap.f64(4 * halfSize), sums, 0, 0)
      plainSnapArithmetic.complete(tables, sums, heap.f64(2), all)
      for (let j = 0; j <= 7; j++) {
        const entry = (r: number, c: number) => 4 * (full[j] + r * (j + 1) + c)
        for (let r = 0; r <= j; r++) {
          for (let s = 0; s <= j; s++) {
            let [re, im] = [0, 0]
            for (let c = 0; c <= j; c++) {
              const [a, b] = [entry(r, c), entry(s, c)]
              re += all[a] * all[b] + all[a + 2] * all[b + 2]
              im += all[a + 2] * all[b] - all[a] * all[b + 2]
            }
            expect(re).toBeCloseTo(r === s ? 1 : 0, 12)
            expect(im).toBeCloseTo(0, 12)
          }
        }
      }
    })
  })
})
