import { Failure } from "../../failure/failure.ts"
import type { RandomState } from "../../random/random.ts"
import type { Motion } from "./motion.ts"

/** A motion as JSON can hold it to the last bit: arrays of doubles as base64 of their bytes. */
export interface SavedMotion {
  readonly numbers: readonly number[]
  readonly pbc: readonly [boolean, boolean, boolean]
  readonly arrays: Readonly<Record<ArrayName, string>>
  /** `null` without a cell. */
  readonly cell: string | null
  readonly steps: number
  readonly random: RandomState
}

type ArrayName = "positions" | "velocities" | "forces" | "virial" | "masses" | "bath" | "scalars"

/** Takes a motion down. */
export function saveMotion(motion: Motion): SavedMotion {
  const { positions, velocities, forces, virial, masses, bath, cell, steps, random, energy, heat, numbers, pbc } = motion
  const scalars = Float64Array.of(energy, heat)
  const arrays = { positions, velocities, forces, virial, masses, bath, scalars }
  return {
    numbers: Array.from(numbers),
    pbc,
    arrays: {
      positions: encode(arrays.positions),
      velocities: encode(arrays.velocities),
      forces: encode(arrays.forces),
      virial: encode(arrays.virial),
      masses: encode(arrays.masses),
      bath: encode(arrays.bath),
      scalars: encode(arrays.scalars),
    },
    cell: cell && encode(cell),
    steps,
    random,
  }
}

/** The motion that was taken down. @throws Failure for arrays that do not fit together. */
export function loadMotion({ numbers, pbc, arrays, cell, steps, random }: SavedMotion): Motion {
  const atoms = numbers.length
  const [energy, heat] = decode(arrays.scalars, 2)
  return {
    numbers: Int32Array.from(numbers),
    pbc,
    masses: decode(arrays.masses, atoms),
    positions: decode(arrays.positions, 3 * atoms),
    velocities: decode(arrays.velocities, 3 * atoms),
    forces: decode(arrays.forces, 3 * atoms),
    virial: decode(arrays.virial, 6),
    bath: decode(arrays.bath),
    cell: cell === null ? null : decode(cell, 9),
    energy,
    heat,
    steps,
    random,
  }
}

function encode(values: Float64Array): string {
  const bytes = new Uint8Array(values.slice().buffer)
  let text = ""
  for (let k = 0; k < bytes.length; k += 8192) text += String.fromCharCode(...bytes.subarray(k, k + 8192))
  return btoa(text)
}

function decode(text: string, length?: number): Float64Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  if (bytes.length % 8 !== 0 || (length !== undefined && bytes.length !== 8 * length)) {
    throw new Failure("the saved motion is damaged: its arrays have not the length of its atoms")
  }
  return new Float64Array(bytes.buffer)
}
