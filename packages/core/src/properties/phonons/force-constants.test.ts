import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import { phononFrequency } from "../bulk/phonon.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { supercellOf } from "../crystal/repeated.ts"
import { evaluateAll } from "../evaluate.ts"
import { argon, copper, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { bondGeometry } from "./bond.ts"
import { forceConstants } from "./force-constants.ts"
import { softestMode } from "./softest-mode.ts"
import { vibrationsOf } from "./vibrations.ts"

const hcp = crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 })
const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })

function at(potential: Potential, crystal: Crystal) {
  const point = pointAt(potential, parameterValues(potential.parameters))
  const { structure, operations } = equilibriumOf(point, crystal)
  return { point, structure, operations }
}

// Of waves that fit into cells of their own the same frequencies are found without force constants.
test.each<[string, Potential, Crystal, readonly number[], readonly [number, number, number]]>([
  ["fcc", copper, fcc, [0, 0.5, 0.5], [1, 0, 0]],
  ["fcc, no axis of symmetry", copper, fcc, [0.25, 0.375, 0.125], [-0.125 + 0.375, 0, 0.5]],
  ["diamond", silicon, diamond, [0.25, 0.25, 0.5], [0.5, 0.5, 0]],
  ["hcp", argon, hcp, [1 / 3, 1 / 3, 0.25], [1 / 3, 1 / 3, 0.25]],
])("%s: frequencies are those of frozen waves", (_, potential, crystal, turns, q) => {
  const { point, structure, operations } = at(potential, crystal)
  const found = vibrationsOf(forceConstants(point, structure, operations))(turns)
  const expected = Array.from(found, (__, k) => phononFrequency(crystal, q, k + 1).read(point).value)
  found.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 5))
})

test("force constants: Φ_ij = Φ_jiᵀ, no force when all move, and the same without symmetry", () => {
  const { point, structure, operations } = at(argon, hcp)
  const { constants } = forceConstants(point, structure, operations)
  const plain = forceConstants(point, structure, operations.slice(0, 1)).constants
  expect(constants.length).toBe(plain.length)
  const { vectorOf } = bondGeometry(structure)
  const nearest = (first: number, second: number, vector: readonly number[]) =>
    plain.find((one) => one.first === first && one.second === second && Math.hypot(...vectorOf(one).map((x, c) => x - vector[c])) < 1e-6)
  for (const one of constants) {
    const vector = [...vectorOf(one)]
    const same = nearest(one.first, one.second, vector)
    const back = nearest(
      one.second,
      one.first,
      vector.map((x) => -x),
    )
    for (let k = 0; k < 9; k++) {
      expect(one.matrix[k]).toBeCloseTo(same?.matrix[k] ?? Number.NaN, 8)
      expect(one.matrix[k]).toBeCloseTo(back?.matrix[3 * (k % 3) + Math.floor(k / 3)] ?? Number.NaN, 8)
    }
  }
  for (const frequency of vibrationsOf({ numbers: structure.numbers, constants })([0, 0, 0]).slice(0, 3)) {
    expect(Math.abs(frequency)).toBeLessThan(1e-4)
  }
})

test("pairs reach as far as their cutoff, and what is known to reach less is found in a smaller cell", () => {
  const { point, structure, operations } = at(argon, crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 }))
  const whole = forceConstants(point, structure, operations)
  expect(whole.reach).toBeLessThan(argon.cutoff)
  const small = forceConstants(point, structure, operations, argon.cutoff)
  expect(small.constants.length).toBeLessThan(whole.constants.length / 4)
  const [a, b] = [whole, small].map((constants) => vibrationsOf(constants)([0.31, 0.12, 0.47]))
  a.forEach((value, k) => expect(value).toBeCloseTo(b[k], 6))
})

test("a simple cubic crystal has imaginary phonons", () => {
  const { point, structure, operations } = at(argon, crystalOf({ prototype: "sc", elements: ["Ar"], a: 3.7 }))
  expect(Math.min(...vibrationsOf(forceConstants(point, structure, operations))([0.5, 0.5, 0]))).toBeLessThan(-0.1)
})

test("of bcc copper the shear wave of (1 1 0) along [1 −1 0] is the softest at N, and moving along it lowers the energy", () => {
  const bcc = crystalOf({ prototype: "bcc", elements: ["Cu"], a: 2.87 })
  const { point, structure, operations } = at(copper, bcc)
  const constants = forceConstants(point, structure, operations)
  const h = structure.cell ?? bcc.conventional
  // N is half a reciprocal vector of the cube, (1/2 1/2 0): phases over the primitive vectors.
  const a = 2 * Math.abs(h[0])
  const wave = [0, 3, 6].map((d) => (h[d] + h[d + 1]) / (2 * a))
  expect(vibrationsOf(constants)(wave)[0]).toBeLessThan(0)
  const { number, direction } = softestMode(constants, wave)
  expect(number).toBe(29)
  expect(Array.from(direction, Math.abs)).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(0, 6)])
  expect(direction[0]).toBeCloseTo(-direction[1], 6)
  // Both atoms of the cube, one against the other along the direction: every second (1 1 0) plane.
  const { structure: cell } = supercellOf(
    { ...bcc, primitive: structure, conventional: bcc.conventional.map((x) => (x * a) / 2.87) },
    [2, 2, 1],
  )
  const moved = cell.positions.map((x, k) => {
    const i = 3 * Math.floor(k / 3)
    const plane = Math.round((2 * (cell.positions[i] + cell.positions[i + 1])) / a) / 2
    return x + 0.02 * direction[k % 3] * Math.cos(Math.PI * plane)
  })
  const [still, displaced] = evaluateAll(point, [cell, { ...cell, positions: moved }])
  expect(displaced.energy).toBeLessThan(still.energy)
})
