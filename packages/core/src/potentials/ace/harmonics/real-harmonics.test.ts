import { describe, expect, it } from "vitest"
import { gaussLegendre } from "../radial/gauss-legendre.ts"
import { realHarmonics } from "./real-harmonics.ts"

const L = 11
const harmonics = realHarmonics(L)
const values = new Float64Array(harmonics.count)
const gradients = new Float64Array(3 * harmonics.count)

function at(x: number, y: number, z: number): Float64Array {
  const r = Math.hypot(x, y, z)
  harmonics.evaluate(x / r, y / r, z / r, values, gradients)
  return Float64Array.from(values)
}

describe("real harmonics", () => {
  it("are orthonormal on the sphere", () => {
    const { nodes, weights } = gaussLegendre(L + 1, -1, 1)
    const turns = 2 * L + 1
    const gram = new Float64Array(harmonics.count ** 2)
    nodes.forEach((z, k) => {
      for (let t = 0; t < turns; t++) {
        const angle = (2 * Math.PI * (t + 0.3)) / turns
        const Y = at(Math.sqrt(1 - z * z) * Math.cos(angle), Math.sqrt(1 - z * z) * Math.sin(angle), z)
        const weight = (weights[k] * 2 * Math.PI) / turns
        for (let a = 0; a < Y.length; a++) for (let b = 0; b < Y.length; b++) gram[a * Y.length + b] += weight * Y[a] * Y[b]
      }
    })
    for (let a = 0; a < harmonics.count; a++) {
      for (let b = 0; b < harmonics.count; b++) expect(Math.abs(gram[a * harmonics.count + b] - (a === b ? 1 : 0))).toBeLessThan(1e-13)
    }
  })

  it("are those of the textbooks up to l = 2, in the order of m, without Condon–Shortley phase", () => {
    const [x, y, z] = [0.48, -0.6, 0.64]
    const one = Math.sqrt(3 / (4 * Math.PI))
    const two = Math.sqrt(15 / (4 * Math.PI))
    const expected = [
      Math.sqrt(1 / (4 * Math.PI)),
      one * y,
      one * z,
      one * x,
      two * x * y,
      two * y * z,
      (Math.sqrt(5 / Math.PI) / 4) * (3 * z * z - 1),
      two * x * z,
      0.5 * two * (x * x - y * y),
    ]
    const found = at(x, y, z)
    expected.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 14))
  })

  it("have the gradients of central differences, at the poles too", () => {
    const h = 1e-5
    for (const point of [
      [0.3, -0.5, 0.81],
      [0, 0, 1],
      [0, 0, -1],
      [1e-9, -2e-9, 1],
      [-1, 0, 0],
    ]) {
      at(point[0], point[1], point[2])
      const r = Math.hypot(...point)
      const exact = gradients.map((value) => value / r)
      for (let c = 0; c < 3; c++) {
        const [up, down] = [h, -h].map((shift) => point.with(c, point[c] + shift)).map((p) => at(p[0], p[1], p[2]))
        up.forEach((value, k) => expect(Math.abs((value - down[k]) / (2 * h) - exact[3 * k + c])).toBeLessThan(3e-7))
      }
    }
  })

  it("obey the addition theorem for any two directions", () => {
    const first = at(0.2, 0.7, -0.4)
    const second = at(-0.9, 0.1, 0.3)
    const cosine = (-0.18 + 0.07 - 0.12) / (Math.hypot(0.2, 0.7, 0.4) * Math.hypot(0.9, 0.1, 0.3))
    let [before, legendre] = [0, 1]
    for (let l = 0; l <= L; l++) {
      let sum = 0
      for (let k = l * l; k < (l + 1) ** 2; k++) sum += first[k] * second[k]
      expect(sum).toBeCloseTo(((2 * l + 1) / (4 * Math.PI)) * legendre, 13)
      const next: number = ((2 * l + 1) * cosine * legendre - l * before) / (l + 1)
      before = legendre
      legendre = next
    }
  })
})
