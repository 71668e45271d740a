import { expect, it } from "vitest"
import { outermostWell } from "./outermost-well.ts"

const morse = (r: number): number => 3.6 * (Math.exp(-3 * (r - 2.4)) - 2 * Math.exp(-1.5 * (r - 2.4)))
const distances = Array.from({ length: 120 }, (_, k) => 1 + 0.04 * k)
const found = (energy: (r: number) => number): number => distances[outermostWell(distances.map(energy)) ?? NaN]

it("finds the bottom of a well", () => {
  expect(found(morse)).toBeCloseTo(2.4, 1)
})

it("does not look behind a wall for a deeper one", () => {
  expect(found((r) => morse(r) - 60 * Math.exp(-(((r - 1.2) / 0.1) ** 2)))).toBeCloseTo(2.4, 1)
})

it("looks past a ripple farther out", () => {
  const ripple = (r: number): number => 0.35 * Math.exp(-(((r - 4) / 0.5) ** 2)) - 0.03 * Math.exp(-(((r - 5.2) / 0.2) ** 2))
  expect(found((r) => morse(r) + ripple(r))).toBeCloseTo(2.4, 1)
})

it("finds weak binding where there is no other, and none where there is none", () => {
  expect(found((r) => morse(r) / 300)).toBeCloseTo(2.4, 1)
  expect(outermostWell(distances.map((r) => 1 / r))).toBeUndefined()
})

it("does not fall into a hole behind a barrier, though all energies are below those of free atoms", () => {
  // Fcc nickel by lattice parameter, of a published quadratic SNAP: it falls into itself once it is dense enough.
  const energies = [-180, -190.6, -63.2, -7.54, -1.75, -4.42, -5.47, -5.77, -5.79, -5.66, -5.08, -3.96, -0.83, 0.86, 0.18, 0]
  expect(outermostWell(energies)).toBe(8)
})

it("looks behind a barrier between dilute matter and the crystal", () => {
  // Bcc molybdenum of a small expansion, which binds when neighbours are nearly out of sight.
  const energies = [-2.4, -5.5, -6.6, -6.83, -6.19, -5.5, -4.43, -2.76, -2.49, -2.1, -2.71, -1.31, 0]
  expect(outermostWell(energies)).toBe(3)
})

it("passes over dilute matter where the crystal is known to bind by more", () => {
  // Fcc tungsten of a small expansion: bound by 8.6 eV, and by 2.3 eV when neighbours are nearly out of sight, with 5 eV between.
  const energies = [28.8, 8.4, -3.6, -5.8, -6.0, -7.0, -8.1, -8.56, -8.4, -7.8, -6.5, -4.2, -1.2, 4.2, 5.4, 2.8, -0.5, -2.3, -0.8, 0]
  expect(outermostWell(energies)).toBe(17)
  expect(outermostWell(energies, 8.9)).toBe(7)
  expect(outermostWell(energies, 4.4)).toBe(17)
})

it("does not take a hole for the crystal because it binds by more", () => {
  const energies = [9, -60, -190, -40, 12, 3, -1.5, -2, -1.4, -0.3, 0]
  expect(outermostWell(energies, 5.8)).toBe(7)
})
