import * as fc from "fast-check"
import { expect, it } from "vitest"
import { bcc, diamond, fcc } from "../../../atoms/prototypes.ts"
import { supercell, transform } from "../../../atoms/transform.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { seedRandom, uniforms } from "../../../random/random.ts"
import { crystallinity } from "./crystallinity.ts"
import { addSixthHarmonics, sixth } from "./harmonics.ts"

it("harmonics of degree six obey their addition theorem", () => {
  const direction = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 6.28, noNaN: true }))
  fc.assert(
    fc.property(direction, direction, (...pair) => {
      const [u, v] = pair.map(([z, phi]) => [Math.sqrt(1 - z * z) * Math.cos(phi), Math.sqrt(1 - z * z) * Math.sin(phi), z])
      const [a, b] = [u, v].map(([x, y, z]) => {
        const out = new Float64Array(sixth)
        addSixthHarmonics(x, y, z, out, 0)
        return out
      })
      const x = u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
      const legendre = (231 * x ** 6 - 315 * x ** 4 + 105 * x ** 2 - 5) / 16
      expect(a.reduce((sum, value, m) => sum + value * b[m], 0)).toBeCloseTo(legendre, 11)
    }),
  )
})

it("crystals are in order whatever their axes, a gas is not", () => {
  const turn = Float64Array.of(0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6)
  for (const [crystal, bond] of [
    [fcc("Cu", 3.6), 3.1],
    [bcc("Fe", 2.9), 3.4],
    [diamond("Si", 5.4), 3],
  ] as const) {
    const turned: Structure = transform(supercell(crystal, [3, 3, 3]), turn)
    for (const value of crystallinity(turned, bond)) expect(value).toBeCloseTo(1, 10)
  }
  const positions = new Float64Array(900)
  uniforms(seedRandom(2), positions)
  const gas = {
    numbers: new Int32Array(300).fill(18),
    positions: positions.map((value) => 20 * value),
    cell: Float64Array.of(20, 0, 0, 0, 20, 0, 0, 0, 20),
    pbc: [true, true, true] as const,
  }
  const mean = crystallinity(gas, 4.5).reduce((sum, value) => sum + value, 0) / 300
  expect(Math.abs(mean)).toBeLessThan(0.35)
  expect(crystallinity({ ...gas, numbers: Int32Array.of(18), positions: new Float64Array(3) }, 4.5)[0]).toBe(0)
})
