import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { symmetricEigen } from "../../../linalg/factorisations/symmetric-eigen.ts"
import { randomNumbers } from "../../../testing/potential/random-structure.ts"
import { gaussLegendre } from "../radial/gauss-legendre.ts"
import { realHarmonics } from "../harmonics/real-harmonics.ts"
import { realCoupling } from "./real-coupling.ts"
import { createSymmetricCouplings, type InvariantTerms } from "./symmetric-couplings.ts"
import { wigner3j } from "./wigner-3j.ts"

const couplings = createSymmetricCouplings()

describe("3j symbols", () => {
  it("are those of closed forms, to rounding", () => {
    for (let l = 0; l <= 12; l++) {
      for (let m = -l; m <= l; m++) {
        const expected = ((l - m) % 2 === 0 ? 1 : -1) / Math.sqrt(2 * l + 1)
        expect(Math.abs(wigner3j(l, l, 0, m, -m, 0) - expected)).toBeLessThan(1e-15)
      }
    }
    // DLMF 34.2.4 by hand: (2 2 2; 0 0 0) = −√(2/35), (1 1 2; 1 −1 0) = √(1/30), (3 2 1; 0 0 0) = −√(3/35)
    expect(wigner3j(2, 2, 2, 0, 0, 0)).toBeCloseTo(-Math.sqrt(2 / 35), 15)
    expect(wigner3j(1, 1, 2, 1, -1, 0)).toBeCloseTo(Math.sqrt(1 / 30), 15)
    expect(wigner3j(3, 2, 1, 0, 0, 0)).toBeCloseTo(-Math.sqrt(3 / 35), 15)
  })

  it("are orthogonal for every pair of l up to 10", () => {
    for (const [l1, l2] of [
      [10, 10],
      [10, 7],
      [6, 3],
    ]) {
      for (let l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
        for (const m3 of [0, Math.ceil(l3 / 2), l3]) {
          let sum = 0
          for (let m1 = -l1; m1 <= l1; m1++) sum += wigner3j(l1, l2, l3, m1, -m3 - m1, m3) ** 2
          expect(Math.abs(sum * (2 * l3 + 1) - 1)).toBeLessThan(1e-12)
        }
      }
    }
  })
})

describe("couplings of three real harmonics", () => {
  it("are proportional to the integrals of products of three harmonics", () => {
    const harmonics = realHarmonics(6)
    const { nodes, weights } = gaussLegendre(12, -1, 1)
    const [Y, gradients] = [new Float64Array(49), new Float64Array(147)]
    const integral = (indices: readonly number[]): number => {
      let sum = 0
      nodes.forEach((z, k) => {
        for (let t = 0; t < 25; t++) {
          const angle = (2 * Math.PI * t) / 25
          const s = Math.sqrt(1 - z * z)
          harmonics.evaluate(s * Math.cos(angle), s * Math.sin(angle), z, Y, gradients)
          sum += ((2 * Math.PI) / 25) * weights[k] * Y[indices[0]] * Y[indices[1]] * Y[indices[2]]
        }
      })
      return sum
    }
    const triples: readonly (readonly [number, number, number])[] = [
      [1, 1, 2],
      [2, 2, 2],
      [3, 2, 5],
      [4, 3, 3],
      [6, 4, 2],
    ]
    for (const l of triples) {
      const elements = realCoupling(l[0], l[1], l[2])
      const factor = Math.sqrt(((2 * l[0] + 1) * (2 * l[1] + 1) * (2 * l[2] + 1)) / (4 * Math.PI)) * wigner3j(l[0], l[1], l[2], 0, 0, 0)
      for (const { m, value } of elements) {
        const found = integral(m.map((value, k) => l[k] ** 2 + l[k] + value))
        expect(Math.abs(found - factor * value)).toBeLessThan(1e-13)
      }
      expect(elements.reduce((sum, { value }) => sum + value * value, 0)).toBeCloseTo(1, 13)
    }
  })
})

/** Group sizes of equal marks, with their l. */
function groupsOf(l: readonly number[], marks: readonly number[]): { readonly l: number; readonly size: number }[] {
  const groups: { l: number; size: number }[] = []
  marks.forEach((mark, k) => {
    if (k > 0 && mark === marks[k - 1]) groups[groups.length - 1].size++
    else groups.push({ l: l[k], size: 1 })
  })
  return groups
}

/**
 * Dimension by characters: the invariants of ⊗ Sym^k(V_l) under SO(3) number (1/π) ∫₀^π (1 − cos θ) Π h_k(χ_l(θ), χ_l(2θ), …) dθ, with h_k the
 * complete symmetric polynomials by Newton's identity k h_k = Σ_j p_j h_{k−j}. All are even under inversion when Σ l is.
 */
function dimension(l: readonly number[], marks: readonly number[]): number {
  const character = (j: number, angle: number): number => {
    let sum = 1
    for (let m = 1; m <= j; m++) sum += 2 * Math.cos(m * angle)
    return sum
  }
  const points = 256
  let integral = 0
  for (let t = 0; t < points; t++) {
    const angle = (2 * Math.PI * (t + 0.5)) / points
    let product = 1 - Math.cos(angle)
    for (const group of groupsOf(l, marks)) {
      const h = [1]
      for (let k = 1; k <= group.size; k++) {
        let sum = 0
        for (let j = 1; j <= k; j++) sum += character(group.l, j * angle) * h[k - j]
        h.push(sum / k)
      }
      product *= h[group.size]
    }
    integral += product / points
  }
  return integral
}

/** Value of an invariant for amplitudes A[factor][l + m]. */
function valueOf({ m, coefficients }: InvariantTerms, l: readonly number[], A: readonly Float64Array[]): number {
  return m.reduce((sum, index, t) => sum + index.reduce((product, value, k) => product * A[k][l[k] + value], coefficients[t]), 0)
}

describe("invariants", () => {
  const anyClass = fc
    .array(fc.record({ l: fc.integer({ min: 0, max: 4 }), size: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 4 })
    .map((groups) => {
      const flat = groups.flatMap(({ l, size }, mark) => Array.from({ length: size }, () => ({ l, mark }))).slice(0, 4)
      return { l: flat.map(({ l }) => l), marks: flat.map(({ mark }) => mark) }
    })
    .filter(({ l }) => l.reduce((sum, value) => sum + value, 0) % 2 === 0)

  it("are as many as characters say, for any factors, equal ones or not", () => {
    fc.assert(
      fc.property(anyClass, ({ l, marks }) => {
        const expected = dimension(l, marks)
        expect(Math.abs(expected - Math.round(expected))).toBeLessThan(1e-9)
        expect(couplings.invariants(l, marks)).toHaveLength(Math.round(expected))
      }),
      { numRuns: 60 },
    )
    for (const [l, marks, count] of [
      [[2, 2, 2, 2], [0, 0, 0, 0], 1],
      [[3, 3, 3], [0, 0, 0], 0],
      [[1, 1, 1, 1], [0, 1, 2, 3], 3],
      [[1, 1, 1, 1], [0, 0, 1, 1], 2],
    ] as const) {
      expect(couplings.invariants(l, marks)).toHaveLength(count)
    }
  })

  it("are independent as functions, and do not change under rotations and reflections", () => {
    const random = randomNumbers(5)
    const harmonics = realHarmonics(4)
    const gradients = new Float64Array(75)
    const sample = (marks: readonly number[], l: readonly number[], turn: readonly Float64Array[]): [Float64Array[], Float64Array[]] => {
      const distinct = new Map<number, [Float64Array, Float64Array]>()
      for (const mark of marks) {
        if (distinct.has(mark)) continue
        const sums = [new Float64Array(25), new Float64Array(25)] as [Float64Array, Float64Array]
        for (let p = 0; p < 9; p++) {
          const v = Float64Array.from({ length: 3 }, () => random() - 0.5)
          const weight = random() - 0.3
          const r = Math.hypot(...v)
          const Y = new Float64Array(25)
          for (const [k, w] of [v, turn.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2])].entries()) {
            harmonics.evaluate(w[0] / r, w[1] / r, w[2] / r, Y, gradients)
            for (let h = 0; h < 25; h++) sums[k][h] += weight * Y[h]
          }
        }
        distinct.set(mark, sums)
      }
      const part = (k: number): Float64Array[] =>
        marks.map((mark, v) => (distinct.get(mark)?.[k] ?? new Float64Array(25)).slice(l[v] ** 2, (l[v] + 1) ** 2))
      return [part(0), part(1)]
    }
    // A reflection times a rotation, by the product of two Householder matrices and one more.
    const turn = [0, 1, 2].reduce<Float64Array[]>(
      (matrix) => {
        const u = Float64Array.from({ length: 3 }, () => random() - 0.5)
        const square = u.reduce((sum, value) => sum + value * value, 0)
        return matrix.map((row) => {
          const along = (row[0] * u[0] + row[1] * u[1] + row[2] * u[2]) / square
          return row.map((value, k) => value - 2 * along * u[k])
        })
      },
      [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0), Float64Array.of(0, 0, 1)],
    )
    for (const [l, marks] of [
      [
        [2, 2],
        [0, 0],
      ],
      [
        [1, 2, 3],
        [0, 1, 2],
      ],
      [
        [2, 2, 2, 2],
        [0, 0, 1, 2],
      ],
      [
        [3, 3, 2, 2],
        [0, 1, 2, 2],
      ],
      [
        [4, 4, 4, 4],
        [0, 0, 0, 0],
      ],
      [
        [1, 2, 2, 3],
        [0, 1, 1, 2],
      ],
    ] as const) {
      const found = couplings.invariants(l, marks)
      const count = found.length
      const gram = new Float64Array(count * count)
      for (let repeat = 0; repeat < 20; repeat++) {
        const [A, turned] = sample(marks, l, turn)
        const values = found.map((terms) => valueOf(terms, l, A))
        const after = found.map((terms) => valueOf(terms, l, turned))
        const size = Math.max(...values.map(Math.abs))
        after.forEach((value, k) => expect(Math.abs(value - values[k])).toBeLessThan(1e-12 * Math.max(1, size)))
        for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) gram[a * count + b] += (values[a] * values[b]) / size ** 2
      }
      expect(symmetricEigen(gram, count).values[0]).toBeGreaterThan(1e-6)
    }
  })
})
