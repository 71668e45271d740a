import type { Structure } from "../../atoms/structure.ts"
import { voigtIndices } from "../../units/stress.ts"

/** Row-major 3×3. */
export type Matrix = ArrayLike<number>

/** Every position and lattice vector v becomes v·M (rows). */
export function transformed(structure: Structure, matrix: Matrix): Structure {
  return {
    ...structure,
    positions: rowsTimes(structure.positions, matrix),
    cell: structure.cell && rowsTimes(structure.cell, matrix),
  }
}

/** Voigt component 0 … 5 (xx yy zz yz xz xy) of a symmetric strain ε: v becomes v(1 + ε), shears with ε_ab = ε_ba = strain/2. */
export function strained(structure: Structure, component: number, strain: number): Structure {
  const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  const [a, b] = voigtIndices[component]
  matrix[3 * a + b] += strain / 2
  matrix[3 * b + a] += strain / 2
  return transformed(structure, matrix)
}

/** Coordinate `component` of the packed positions moved by `shift` [Å]. */
export function displaced(structure: Structure, component: number, shift: number): Structure {
  return { ...structure, positions: structure.positions.with(component, structure.positions[component] + shift) }
}

/** Everything moved by the same vector [Å]. */
export function translated(structure: Structure, vector: ArrayLike<number>): Structure {
  return { ...structure, positions: structure.positions.map((x, k) => x + vector[k % 3]) }
}

/** Atom k of the result is atom `order[k]`. */
export function permuted(structure: Structure, order: readonly number[]): Structure {
  return {
    ...structure,
    numbers: Int32Array.from(order, (k) => structure.numbers[k]),
    positions: Float64Array.from(order.flatMap((k) => [...structure.positions.subarray(3 * k, 3 * k + 3)])),
  }
}

/** The structure twice along each of its periodic directions; copies of the first atoms first. */
export function doubled(structure: Structure): Structure {
  const { cell } = structure
  if (!cell) return structure
  const copies = structure.pbc.map((periodic) => (periodic ? 2 : 1))
  const numbers: number[] = []
  const positions: number[] = []
  for (let a = 0; a < copies[0]; a++) {
    for (let b = 0; b < copies[1]; b++) {
      for (let c = 0; c < copies[2]; c++) {
        numbers.push(...structure.numbers)
        positions.push(...structure.positions.map((x, k) => x + a * cell[k % 3] + b * cell[3 + (k % 3)] + c * cell[6 + (k % 3)]))
      }
    }
  }
  return {
    ...structure,
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(positions),
    cell: cell.map((x, k) => x * copies[Math.floor(k / 3)]),
  }
}

/** A random rotation, with determinant −1 for a reflection too; rows are orthonormal. */
export function randomOrthogonal(random: () => number): Float64Array {
  const [w, x, y, z] = unitQuaternion(random)
  const sign = random() < 0.5 ? -1 : 1
  return Float64Array.of(
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ).map((value) => sign * value)
}

/** Rows v of a packed `[3n]` array times a matrix. */
export function rowsTimes(rows: Float64Array, matrix: Matrix): Float64Array {
  return rows.map((_, k) => {
    const [row, column] = [k - (k % 3), k % 3]
    return rows[row] * matrix[column] + rows[row + 1] * matrix[3 + column] + rows[row + 2] * matrix[6 + column]
  })
}

/** MᵀWM of a symmetric tensor in Voigt order, `[6]`: how a virial turns when every vector v becomes v·M. */
export function turnedTensor(voigt: Float64Array, matrix: Matrix): Float64Array {
  const [xx, yy, zz, yz, xz, xy] = voigt
  const tensor = [xx, xy, xz, xy, yy, yz, xz, yz, zz]
  const entry = (p: number, q: number): number => {
    let sum = 0
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) sum += matrix[3 * a + p] * tensor[3 * a + b] * matrix[3 * b + q]
    return sum
  }
  return Float64Array.of(entry(0, 0), entry(1, 1), entry(2, 2), entry(1, 2), entry(0, 2), entry(0, 1))
}

function unitQuaternion(random: () => number): readonly [number, number, number, number] {
  const [a, b, c, d] = [random(), random(), random(), random()].map((value) => value - 0.5)
  const norm = Math.hypot(a, b, c, d)
  return norm < 0.1 ? unitQuaternion(random) : [a / norm, b / norm, c / norm, d / norm]
}
