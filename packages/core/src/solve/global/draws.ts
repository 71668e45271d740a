import { normals, seedRandom, uniforms } from "../../random/random.ts"

/** A cursor along one random sequence, for the span of one step: what is kept in states is seed and number of the step alone. */
export interface Draws {
  /** In [0, 1). */
  uniform(): number
  normal(): number
  /** Of 0 … count − 1. */
  index(count: number): number
}

const BUFFER = 64

/** The sequence of step `step` of a search with this seed; sequences of different steps do not overlap. */
export function createDraws(seed: number, step: number): Draws {
  let state = seedRandom(seed, step)
  const flat = new Float64Array(BUFFER)
  const bell = new Float64Array(BUFFER)
  let [flatAt, bellAt] = [BUFFER, BUFFER]
  const uniform = (): number => {
    if (flatAt === BUFFER) {
      state = uniforms(state, flat)
      flatAt = 0
    }
    return flat[flatAt++]
  }
  const normal = (): number => {
    if (bellAt === BUFFER) {
      state = normals(state, bell)
      bellAt = 0
    }
    return bell[bellAt++]
  }
  return { uniform, normal, index: (count) => Math.floor(uniform() * count) }
}
