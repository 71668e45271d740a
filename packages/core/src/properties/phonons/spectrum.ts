import type { Vibrations } from "./vibrations.ts"
import type { WaveMesh } from "./wave-mesh.ts"

/** Frequencies on a mesh of wave vectors. */
export interface Spectrum {
  /** Of each wave vector in turn, `[W × branches]` [THz]; negative where imaginary. */
  readonly frequencies: Float64Array
  /** Of the wave vectors, summing to one, `[W]`. */
  readonly weights: Float64Array
  /** Three an atom of the cell. */
  readonly branches: number
}

/** Below this part of the largest frequency nothing vibrates: the crystal moves as a whole. */
export const STILL = 1e-4

/** Frequencies at all wave vectors of a mesh. */
export function spectrumOn(vibrations: Vibrations, { waves, weights }: WaveMesh): Spectrum {
  const parts = Array.from(weights, (_, w) => vibrations(waves.subarray(3 * w, 3 * w + 3)))
  const branches = parts[0]?.length ?? 0
  const frequencies = new Float64Array(branches * parts.length)
  parts.forEach((part, w) => frequencies.set(part, branches * w))
  return { frequencies, weights, branches }
}

/** The largest imaginary frequency as a number below zero, 0 where all are real. */
export function softestFrequency({ frequencies }: Spectrum): number {
  const [low, high] = frequencies.reduce(([least, most], f) => [Math.min(least, f), Math.max(most, f)], [0, 0])
  return low < -STILL * high ? low : 0
}
