import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { structureVolume, transpose } from "../atoms/cell.ts"
import { crystal } from "../atoms/prototypes.ts"
import type { Structure } from "../atoms/structure.ts"
import { lammpsOrientation, strain, transform } from "../atoms/transform.ts"
import {
  pressureLammps,
  stressFromLammps,
  stressFromVasp,
  stressInGigapascal,
  stressToLammps,
  stressToVasp,
  stressVasp,
  virialDeepmd,
  virialFromDeepmd,
  virialFromGpumd,
  virialFromNep,
  virialGpumd,
  virialNep,
  virialToDeepmd,
  virialToGpumd,
  virialToNep,
} from "./conventions.ts"
import {
  matrixFromVoigt,
  pressureOf,
  rotateVoigt,
  stressAse,
  stressFromVirial,
  virial,
  virialFromStress,
  voigtFromMatrix,
  voigtIndices,
} from "./stress.ts"

// Copper atoms, displaced, in a skewed cell, with a truncated Lennard-Jones potential: all six components of the stress differ.
const sample = crystal("Cu", [4.1, 0, 0, 0.35, 3.8, 0, -0.25, 0.45, 4.4], [0, 0, 0, 0.48, 0.52, 0.03, 0.51, 0.02, 0.47, 0.02, 0.49, 0.53])

/** Σ over pairs within 5.5 Å of 4ε((σ/r)¹² − (σ/r)⁶), ε = 0.25 eV, σ = 2.3 Å [eV]. */
function energy({ positions, cell }: Structure): number {
  if (cell === null) return 0
  let sum = 0
  for (let i = 0; i < positions.length; i += 3) {
    for (let j = 0; j < positions.length; j += 3) {
      for (let a = -3; a <= 3; a++) {
        for (let b = -3; b <= 3; b++) {
          for (let c = -3; c <= 3; c++) {
            if (i === j && a === 0 && b === 0 && c === 0) continue
            let square = 0
            for (let x = 0; x < 3; x++)
              square += (positions[j + x] - positions[i + x] + a * cell[x] + b * cell[3 + x] + c * cell[6 + x]) ** 2
            if (square < 5.5 ** 2) sum += 2 * 0.25 * ((2.3 ** 2 / square) ** 6 - (2.3 ** 2 / square) ** 3)
          }
        }
      }
    }
  }
  return sum
}

/** dE/dε_ab of the crystal strained as a whole [eV], a symmetric 3×3, by central differences. */
function slopes(structure: Structure): number[][] {
  const h = 1e-5
  const at = (a: number, b: number, e: number) => {
    const epsilon = new Float64Array(9)
    epsilon[3 * a + b] += e / 2
    epsilon[3 * b + a] += e / 2
    return energy(strain(structure, epsilon))
  }
  return [0, 1, 2].map((a) => [0, 1, 2].map((b) => (at(a, b, h) - at(a, b, -h)) / (2 * h)))
}

const slope = slopes(sample)
const volume = structureVolume(sample)
const gigapascal = 1 / 160.2176634
const [x, y, z] = [0, 1, 2]

/** Largest difference over the largest component. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(b, Math.abs))
  return Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]) / scale))
}

// σ = (1/V) dE/dε in the order stated for the inside.
const inside = stressAse(voigtIndices.map(([a, b]) => slope[a][b] / volume))

describe("each convention agrees with straining the crystal", () => {
  test("the crystal is under tension, with six different components", () => {
    expect(slope[x][x]).toBeGreaterThan(0)
    expect(pressureOf(inside)).toBeLessThan(0)
    expect(new Set(Array.from(inside, (value) => value.toFixed(4))).size).toBe(6)
  })

  test("LAMMPS computes the pressure tensor that the conversion takes for this stress", () => {
    // lmp 29 Sep 2021, units metal, pair_style lj/cut 5.5, pair_coeff * * 0.25 2.3: pxx pyy pzz pxy pxz pyz [bar]. Its nktv2p is 1.6021765e6, 8e-8 low.
    const printed = [-153931.011848, -138196.800797, -161583.563795, -21877.6385442, -932.94855063, -14811.8726287]
    expect(difference(stressFromLammps(pressureLammps(printed)), inside)).toBeLessThan(1e-6)
  })

  test("VASP prints kbar, positive when compressed: xx yy zz xy yz zx", () => {
    const kilobar = (a: number, b: number) => -slope[a][b] / volume / gigapascal / 0.1
    const printed = [kilobar(x, x), kilobar(y, y), kilobar(z, z), kilobar(x, y), kilobar(y, z), kilobar(z, x)]
    expect(difference(stressFromVasp(stressVasp(printed)), inside)).toBeLessThan(1e-14)
  })

  test("NEP prints eV per atom, positive when compressed: xx yy zz xy yz zx", () => {
    const each = (a: number, b: number) => -slope[a][b] / 4
    const printed = [each(x, x), each(y, y), each(z, z), each(x, y), each(y, z), each(z, x)]
    expect(difference(stressFromVirial(virialFromNep(virialNep(printed), 4), volume), inside)).toBeLessThan(1e-14)
  })

  test("GPUMD keeps nine components: xx yy zz xy xz yz yx zx zy", () => {
    const order = [
      [x, x],
      [y, y],
      [z, z],
      [x, y],
      [x, z],
      [y, z],
      [y, x],
      [z, x],
      [z, y],
    ] as const
    const kept = order.map(([a, b]) => -slope[a][b])
    expect(difference(stressFromVirial(virialFromGpumd(virialGpumd(kept)), volume), inside)).toBeLessThan(1e-9)
  })

  test("deepmd stores a row-major 3×3, −dE/dε", () => {
    const stored = slope.flat().map((value) => -value)
    expect(difference(stressFromVirial(virialFromDeepmd(virialDeepmd(stored)), volume), inside)).toBeLessThan(1e-9)
  })

  test("a stress seen in turned axes is that of the turned crystal", () => {
    // A cell whose first vector does not lie along x.
    const skew = transform(sample, [0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1])
    const { structure, rotation } = lammpsOrientation(skew)
    const of = (s: Structure) => {
      const dE = slopes(s)
      return stressAse(voigtIndices.map(([a, b]) => dE[a][b] / volume))
    }
    expect(difference(rotateVoigt(of(structure), transpose(rotation)), of(skew))).toBeLessThan(1e-8)
  })

  test("GPa for people", () => {
    expect(stressInGigapascal(stressAse([1, 0, 0, 0, 0, 2]))[5]).toBeCloseTo(2 * 160.2176634, 6)
  })
})

const six = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 6, maxLength: 6 })

test("conversions are each other's inverses", () => {
  fc.assert(
    fc.property(six, fc.integer({ min: 1, max: 500 }), (values, atoms) => {
      const s = stressAse(values)
      const w = virial(values)
      expect(difference(stressFromVasp(stressToVasp(s)), s)).toBeLessThan(1e-15)
      expect(difference(stressFromLammps(stressToLammps(s)), s)).toBeLessThan(1e-15)
      expect(difference(virialFromNep(virialToNep(w, atoms), atoms), w)).toBeLessThan(1e-15)
      expect(virialFromGpumd(virialToGpumd(w))).toEqual(w)
      expect(virialFromDeepmd(virialToDeepmd(w))).toEqual(w)
      expect(voigtFromMatrix(matrixFromVoigt(s))).toEqual(Float64Array.from(s))
      expect(difference(stressFromVirial(virialFromStress(s, atoms), atoms), s)).toBeLessThan(1e-15)
    }),
  )
})

test("a wrong number of components is a mistake of the program", () => {
  expect(() => stressAse([1, 2, 3])).toThrow(RangeError)
  expect(() => virialDeepmd([1, 2, 3])).toThrow(RangeError)
  expect(() => voigtFromMatrix([1, 2, 3])).toThrow(RangeError)
})
