import * as fc from "fast-check"
import { expect, test } from "vitest"
import { cellVolume, completeCell, determinant, faceDistances, inverse, timesMatrix, toCartesian, toFractional, transpose } from "./cell.ts"
import { bcc, crystal, diamond, fcc, hcp } from "./prototypes.ts"
import { lammpsOrientation, rotateBack, strain, supercell, translate, wrap } from "./transform.ts"
import type { Structure } from "./structure.ts"
import { minimumDistances, minimumImages, pairName } from "./distances.ts"

const entry = fc.double({ min: -6, max: 6, noNaN: true })
/** Any cell whose volume [Å³] is not tiny beside its edges. */
const cells = fc
  .array(entry, { minLength: 9, maxLength: 9 })
  .filter((m) => Math.abs(determinant(m)) > 40)
  .map((m) => Float64Array.from(m))
const periodicity = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())
const structures: fc.Arbitrary<Structure> = fc
  .tuple(cells, periodicity, fc.array(fc.tuple(fc.constantFrom(13, 28, 29), entry, entry, entry), { minLength: 2, maxLength: 5 }))
  .map(([cell, pbc, atoms]) => ({
    numbers: Int32Array.from(atoms, ([number]) => number),
    positions: Float64Array.from(atoms.flatMap(([, x, y, z]) => [x, y, z])),
    cell,
    pbc,
  }))

function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])))
}

test("inverse, volume and face distances of any cell", () => {
  fc.assert(
    fc.property(cells, (cell) => {
      expect(gap(timesMatrix(cell, inverse(cell)), [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-11)
      expect(determinant(cell) * determinant(inverse(cell))).toBeCloseTo(1, 10)
      expect(cellVolume(transpose(cell))).toBeCloseTo(cellVolume(cell), 9)
      // A face distance times the area of the face is the volume.
      const b = cell.subarray(3, 6)
      const c = cell.subarray(6, 9)
      const area = Math.hypot(b[1] * c[2] - b[2] * c[1], b[2] * c[0] - b[0] * c[2], b[0] * c[1] - b[1] * c[0])
      expect(faceDistances(cell)[0] * area).toBeCloseTo(cellVolume(cell), 9)
    }),
  )
  expect(() => inverse([1, 2, 3, 2, 4, 6, 0, 0, 1])).toThrow(RangeError)
})

test("missing vectors are completed by perpendicular unit vectors", () => {
  fc.assert(
    fc.property(cells, periodicity, (cell, pbc) => {
      const full = completeCell(
        cell.map((x, i) => (pbc[Math.floor(i / 3)] ? x : 0)),
        pbc,
      )
      for (let d = 0; d < 3; d++) {
        const row = full.subarray(3 * d, 3 * d + 3)
        if (pbc[d]) expect(gap(row, cell.subarray(3 * d, 3 * d + 3))).toBe(0)
        else {
          expect(Math.hypot(...row)).toBeCloseTo(1, 12)
          for (const other of [0, 1, 2].filter((o) => o !== d)) {
            const dot = row[0] * full[3 * other] + row[1] * full[3 * other + 1] + row[2] * full[3 * other + 2]
            expect(Math.abs(dot)).toBeLessThan(1e-11)
          }
        }
      }
      expect(cellVolume(full)).toBeGreaterThan(0)
    }),
  )
  expect(() => completeCell(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0), [true, true, true])).toThrow(/vector 3, which has no length/u)
  expect(() => completeCell(Float64Array.of(1, 0, 0, 2, 0, 0, 0, 0, 0), [true, true, false])).toThrow(/parallel/u)
})

test("fractional coordinates lead back, and wrapped ones lie in the cell", () => {
  fc.assert(
    fc.property(structures, (structure) => {
      const { cell, pbc } = structure
      if (cell === null) return
      expect(gap(toCartesian(toFractional(structure), cell), structure.positions)).toBeLessThan(1e-10)
      const before = toFractional(structure)
      const after = toFractional(wrap(structure))
      for (let i = 0; i < after.length; i++) {
        const shift = before[i] - after[i]
        expect(Math.abs(shift - Math.round(shift))).toBeLessThan(1e-9)
        if (pbc[i % 3]) expect(after[i] > -1e-9 && after[i] < 1 + 1e-9).toBe(true)
        else expect(Math.abs(shift)).toBeLessThan(1e-9)
      }
    }),
  )
})

/** The shortest distance by trying every image that could be as near as the first one found. */
function bruteForce({ positions: p, cell, pbc }: Structure, i: number, j: number): number {
  const repeating = cell?.map((x, k) => (pbc[Math.floor(k / 3)] ? x : 0)) ?? null
  const full = completeCell(repeating, pbc)
  const lengths = [0, 1, 2].filter((d) => pbc[d]).map((d) => Math.hypot(full[3 * d], full[3 * d + 1], full[3 * d + 2]))
  const v = [0, 1, 2].map((x) => p[3 * j + x] - p[3 * i + x])
  const shifts = Array.from(timesMatrix(v, inverse(full)), (s, d) => (pbc[d] ? Math.round(s) : 0))
  for (let x = 0; x < 3; x++) for (let d = 0; d < 3; d++) v[x] -= shifts[d] * full[3 * d + x]
  let best = i === j ? Math.min(...lengths) : Math.hypot(...v)
  // Whatever is within r of the origin has a coordinate of at most r over the face distance; v has at most a half.
  const reach = Array.from(faceDistances(full), (h, d) => (pbc[d] ? Math.floor(best / h + 0.5) + 1 : 0))
  for (let a = -reach[0]; a <= reach[0]; a++) {
    for (let b = -reach[1]; b <= reach[1]; b++) {
      for (let c = -reach[2]; c <= reach[2]; c++) {
        if (i === j && a === 0 && b === 0 && c === 0) continue
        const [x, y, z] = [0, 1, 2].map((k) => v[k] + a * full[k] + b * full[3 + k] + c * full[6 + k])
        best = Math.min(best, Math.hypot(x, y, z))
      }
    }
  }
  return best
}

test("minimum images are those of brute force, for cells skewed at will", () => {
  fc.assert(
    fc.property(structures, fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: -2, max: 2 }))), (structure, shear) => {
      const { cell, pbc } = structure
      if (cell === null) return
      // The same lattice from longer vectors: b += k a, c += l a + m b where those repeat.
      const skewed = cell.slice()
      for (let x = 0; x < 3; x++) {
        if (pbc[0] && pbc[1]) skewed[3 + x] += shear[0] * cell[x]
        if (pbc[0] && pbc[2]) skewed[6 + x] += shear[1] * cell[x]
        if (pbc[1] && pbc[2]) skewed[6 + x] += shear[2] * cell[3 + x]
      }
      const find = minimumImages({ ...structure, cell: skewed })
      for (let i = 0; i < structure.numbers.length; i++) {
        for (let j = i + 1; j < structure.numbers.length; j++) {
          const { vector, distance } = find(i, j)
          expect(distance).toBeCloseTo(bruteForce(structure, i, j), 9)
          expect(Math.hypot(...vector)).toBeCloseTo(distance, 10)
          const back = find(j, i)
          expect(back.distance).toBeCloseTo(distance, 9)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test("minimum distances of element pairs are those of brute force, own images included", () => {
  fc.assert(
    fc.property(structures, (structure) => {
      const expected = new Map<string, number>()
      const { numbers } = structure
      for (let i = 0; i < numbers.length; i++) {
        for (let j = i; j < numbers.length; j++) {
          const name = pairName([numbers[i], numbers[j]])
          const distance = bruteForce(structure, i, j)
          if (distance < (expected.get(name) ?? Infinity)) expected.set(name, distance)
        }
      }
      const found = minimumDistances(structure)
      expect(found.map(({ elements }) => pairName(elements)).sort()).toEqual([...expected.keys()].sort())
      for (const { elements, distance, atoms } of found) {
        expect(distance).toBeCloseTo(expected.get(pairName(elements)) ?? Number.NaN, 9)
        expect(bruteForce(structure, atoms[0], atoms[1])).toBeCloseTo(distance, 9)
      }
    }),
    { numRuns: 40 },
  )
})

test.each([
  ["fcc", fcc("Cu", 3.6), 4, 3.6 / Math.SQRT2],
  ["bcc", bcc("W", 3.165), 2, (3.165 * Math.sqrt(3)) / 2],
  ["hcp", hcp("Ti", 2.95), 2, 2.95],
  ["diamond", diamond("Si", 5.431), 8, (5.431 * Math.sqrt(3)) / 4],
])("the nearest neighbours of %s, also in a strained supercell", (_, structure, atoms, nearest) => {
  expect(structure.numbers).toHaveLength(atoms)
  expect(minimumDistances(structure)[0].distance).toBeCloseTo(nearest, 12)
  const large = supercell(structure, [2, 3, 1])
  expect(large.numbers).toHaveLength(6 * atoms)
  expect(minimumDistances(large)[0].distance).toBeCloseTo(nearest, 12)
  expect(minimumDistances(strain(large, [0.02, 0.02, 0.02, 0, 0, 0]))[0].distance).toBeCloseTo(1.02 * nearest, 12)
})

test("packing: 12, 8, 12 and 4 nearest neighbours", () => {
  const count = (structure: Structure, cutoff: number) => {
    const { positions: p, cell } = supercell(structure, [1, 1, 1])
    let found = 0
    for (let j = 0; j < p.length; j += 3) {
      for (let m = 0; m < 125; m++) {
        const [a, b, c] = [(m % 5) - 2, (Math.floor(m / 5) % 5) - 2, Math.floor(m / 25) - 2]
        const v = [0, 1, 2].map((x) => p[j + x] - p[x] + (cell ? a * cell[x] + b * cell[3 + x] + c * cell[6 + x] : 0))
        const r = Math.hypot(v[0], v[1], v[2])
        if (r > 0.1 && r < cutoff) found++
      }
    }
    return found
  }
  expect(count(fcc("Cu", 3.6), 2.6)).toBe(12)
  expect(count(bcc("W", 3.165), 2.8)).toBe(8)
  expect(count(hcp("Ti", 2.95), 3)).toBe(12)
  expect(count(diamond("Si", 5.431), 2.4)).toBe(4)
})

test("strain moves vectors by 1 + ε and keeps fractional coordinates", () => {
  fc.assert(
    fc.property(structures, fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 9, maxLength: 9 }), (structure, e) => {
      const strained = strain(structure, e)
      expect(gap(toFractional(strained), toFractional(structure))).toBeLessThan(1e-9)
      const [x, y, z] = structure.positions
      expect(strained.positions[1]).toBeCloseTo(y + e[3] * x + e[4] * y + e[5] * z, 12)
      if (structure.cell === null || strained.cell === null) return
      const growth = determinant([1 + e[0], e[1], e[2], e[3], 1 + e[4], e[5], e[6], e[7], 1 + e[8]])
      expect(cellVolume(strained.cell) / cellVolume(structure.cell)).toBeCloseTo(growth, 10)
    }),
  )
  // Voigt shears are ε_yz itself: the matrix [xx xy xz; xy yy yz; xz yz zz].
  const voigt = strain(fcc("Cu", 3.6), [0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
  const matrix = strain(fcc("Cu", 3.6), [0.01, 0.06, 0.05, 0.06, 0.02, 0.04, 0.05, 0.04, 0.03])
  expect(gap(voigt.positions, matrix.positions)).toBe(0)
  expect(() => strain(fcc("Cu", 3.6), [0.01])).toThrow(RangeError)
})

test("the LAMMPS orientation is lower-triangular, keeps all distances, and leads back", () => {
  fc.assert(
    fc.property(structures, (structure) => {
      const { structure: turned, rotation } = lammpsOrientation(structure)
      const { cell } = turned
      expect([cell[1], cell[2], cell[5]]).toEqual([0, 0, 0])
      expect(Math.min(cell[0], cell[4], cell[8])).toBeGreaterThan(0)
      expect(gap(timesMatrix(rotation, transpose(rotation)), [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-10)
      expect(gap(rotateBack(turned.positions, rotation), structure.positions)).toBeLessThan(1e-9)
      expect(gap(rotateBack(cell, rotation), structure.cell ?? [])).toBeLessThan(1e-9)
      const [before, after] = [minimumDistances(structure), minimumDistances(turned)]
      for (const [k, { distance }] of before.entries()) expect(after[k].distance).toBeCloseTo(distance, 8)
    }),
    { numRuns: 50 },
  )
})

test("impossible requests", () => {
  const slab: Structure = { ...fcc("Cu", 3.6), pbc: [true, true, false] }
  expect(() => supercell(slab, [1, 1, 2])).toThrow(/direction 3 does not repeat/u)
  expect(() => supercell(slab, [1, 1.5, 1])).toThrow(/whole number/u)
  expect(() => crystal("Xx", [1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 0, 0])).toThrow(/not a chemical element/u)
  expect([...translate(slab, [1, 2, 3]).positions.subarray(0, 3)]).toEqual([1, 2, 3])
})
