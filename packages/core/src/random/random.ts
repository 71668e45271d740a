import { type Counter, type Key, philox } from "./philox.ts"

/** Where a random sequence stands: plain data that survives a JSON round trip. Drawing gives the next state, never changes one. */
export interface RandomState {
  readonly key: Key
  readonly counter: Counter
}

/**
 * The start of the sequence of a seed, a non-negative safe integer. Sequences of one seed with different `stream`s (for
 * instance one a walker) do not overlap in 2⁶⁴ blocks.
 */
export function seedRandom(seed: number, stream: number = 0): RandomState {
  for (const [name, value] of [
    ["seed", seed],
    ["stream", stream],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number from 0 to 2⁵³ − 1, not ${value}`)
  }
  return { key: [low(seed), high(seed)], counter: [0, 0, low(stream), high(stream)] }
}

/** Fills `out` with uniform numbers of 53 random bits in [0, 1), two a block, and gives the state after them. */
export function uniforms(state: RandomState, out: Float64Array): RandomState {
  const words = new Uint32Array(4)
  let { counter } = state
  for (let i = 0; i < out.length; i += 2) {
    philox(state.key, counter, words)
    out[i] = fraction(words[0], words[1])
    if (i + 1 < out.length) out[i + 1] = fraction(words[2], words[3])
    counter = next(counter)
  }
  return { key: state.key, counter }
}

/** Fills `out` with standard normal numbers, two a block (Box & Muller, DOI 10.1214/aoms/1177706645), and gives the state after them. */
export function normals(state: RandomState, out: Float64Array): RandomState {
  const words = new Uint32Array(4)
  let { counter } = state
  for (let i = 0; i < out.length; i += 2) {
    philox(state.key, counter, words)
    // 1 − u lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - fraction(words[0], words[1])))
    const angle = 2 * Math.PI * fraction(words[2], words[3])
    out[i] = radius * Math.cos(angle)
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle)
    counter = next(counter)
  }
  return { key: state.key, counter }
}

function fraction(a: number, b: number): number {
  return ((a >>> 5) * 0x4000000 + (b >>> 6)) / 0x20000000000000
}

function next([c0, c1, c2, c3]: Counter): Counter {
  const first = (c0 + 1) >>> 0
  return [first, first === 0 ? (c1 + 1) >>> 0 : c1, c2, c3]
}

function low(value: number): number {
  return value % 0x100000000
}

function high(value: number): number {
  return Math.floor(value / 0x100000000)
}
