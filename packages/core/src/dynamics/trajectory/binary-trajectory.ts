import { Failure } from "../../failure/failure.ts"
import type { Motion } from "../motion/motion.ts"

/** One frame of a binary trajectory. */
export interface BinaryFrame {
  readonly step: number
  /** [fs] */
  readonly time: number
  /** Potential energy [eV]. */
  readonly energy: number
  /** Rows, zeros without a cell [Å]. */
  readonly cell: Float64Array
  /** Never wrapped, `[3N]` [Å]. */
  readonly positions: Float64Array
  /** `[3N]` [Å/fs] */
  readonly velocities: Float64Array
}

const MAGIC = "LUTHTRJ1"
const SCALARS = 12

/**
 * The beginning of a binary trajectory, little-endian: the eight letters LUTHTRJ1, the number of atoms and the periodic directions
 * (bits 1, 2, 4) as i32, then the atomic numbers as i32, and zeros up to a multiple of 8 bytes.
 */
export function binaryHeader({ numbers, pbc }: Pick<Motion, "numbers" | "pbc">): Uint8Array {
  const bytes = new Uint8Array(headerLength(numbers.length))
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setInt32(8, numbers.length, true)
  view.setInt32(
    12,
    pbc.reduce((bits, repeats, d) => bits | (Number(repeats) << d), 0),
    true,
  )
  numbers.forEach((number, i) => view.setInt32(16 + 4 * i, number, true))
  return bytes
}

/** A frame: step, time, potential energy and the nine numbers of the cell as f64, then positions and velocities, `[3N]` each, as f64. */
export function binaryFrame({ steps, energy, cell, positions, velocities }: Motion, timestep: number): Uint8Array {
  const bytes = new Uint8Array(8 * (SCALARS + 2 * positions.length))
  const view = new DataView(bytes.buffer)
  const numbers = [steps, steps * timestep, energy, ...(cell ?? new Float64Array(9))]
  numbers.forEach((value, k) => view.setFloat64(8 * k, value, true))
  positions.forEach((value, k) => view.setFloat64(8 * (SCALARS + k), value, true))
  velocities.forEach((value, k) => view.setFloat64(8 * (SCALARS + positions.length + k), value, true))
  return bytes
}

/** Reads a binary trajectory back. @throws Failure for bytes that are none; a last frame that was cut off is left out. */
export function readBinaryTrajectory(bytes: Uint8Array): {
  readonly numbers: Int32Array
  readonly pbc: readonly [boolean, boolean, boolean]
  readonly frames: readonly BinaryFrame[]
} {
  if (bytes.length < 16 || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) {
    throw new Failure("this is no binary trajectory", { advice: `it should begin with ${MAGIC}` })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const atoms = view.getInt32(8, true)
  const bits = view.getInt32(12, true)
  if (atoms < 0 || bytes.length < headerLength(atoms)) throw new Failure("the binary trajectory ends within its first lines")
  const numbers = Int32Array.from({ length: atoms }, (_, i) => view.getInt32(16 + 4 * i, true))
  const length = 8 * (SCALARS + 6 * atoms)
  const frames: BinaryFrame[] = []
  for (let at = headerLength(atoms); at + length <= bytes.length; at += length) {
    const read = (from: number, count: number): Float64Array =>
      Float64Array.from({ length: count }, (_, k) => view.getFloat64(at + 8 * (from + k), true))
    const [step, time, energy] = read(0, 3)
    frames.push({
      step,
      time,
      energy,
      cell: read(3, 9),
      positions: read(SCALARS, 3 * atoms),
      velocities: read(SCALARS + 3 * atoms, 3 * atoms),
    })
  }
  return { numbers, pbc: [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0], frames }
}

function headerLength(atoms: number): number {
  return 8 * Math.ceil((16 + 4 * atoms) / 8)
}
