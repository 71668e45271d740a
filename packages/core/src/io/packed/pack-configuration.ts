import type { Configuration, PropertyWeights } from "../../atoms/structure.ts"
import { stressAse } from "../../units/stress.ts"

/** What a packed configuration holds as text. */
interface Words {
  readonly group: string
  readonly origin: Configuration["origin"]
  readonly pbc: Configuration["structure"]["pbc"]
  readonly info?: Readonly<Record<string, string>>
}

/** Bits that say which numbers are there. */
const HAS = { energy: 1, forces: 2, stress: 4, cell: 8 } as const

/** Bytes before text and numbers: length of the text, atoms, bits, and four bytes that align what follows. */
const HEAD = 16

/**
 * A configuration as bytes, a multiple of 8 of them: whole numbers of its head, its words as JSON, then its numbers as they are in
 * memory. Nothing is rounded; for this machine only, not for exchange.
 */
export function packConfiguration({ structure, energy, forces, stress, group, weights, origin, info }: Configuration): Uint8Array {
  const { numbers, positions, cell, pbc } = structure
  const words: Words = { group, origin, pbc, ...(info && { info }) }
  const text = new TextEncoder().encode(JSON.stringify(words))
  const parts = [Float64Array.of(weights.energy, weights.forces, weights.stress, energy ?? 0), positions, forces, stress, cell]
  const present = parts.filter((part) => part !== undefined && part !== null)
  const textEnd = aligned(HEAD + text.length)
  const count = present.reduce((sum, { length }) => sum + length, 0)
  const bytes = new Uint8Array(textEnd + 8 * count + aligned(4 * numbers.length))
  const bits =
    (energy === undefined ? 0 : HAS.energy) + (forces ? HAS.forces : 0) + (stress ? HAS.stress : 0) + (cell === null ? 0 : HAS.cell)
  new Uint32Array(bytes.buffer, 0, 3).set([text.length, numbers.length, bits])
  bytes.set(text, HEAD)
  let at = textEnd
  for (const part of present) {
    new Float64Array(bytes.buffer, at, part.length).set(part)
    at += 8 * part.length
  }
  new Int32Array(bytes.buffer, at, numbers.length).set(numbers)
  return bytes
}

/** The configuration that `packConfiguration` packed; it keeps none of the bytes. */
export function unpackConfiguration(packed: Uint8Array): Configuration {
  // One buffer of its own for all numbers: cheap to make, and to send to another thread.
  const { buffer } = new Uint8Array(packed)
  const [length, atoms, bits] = new Uint32Array(buffer, 0, 3)
  const words: Words = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD, length)))
  let at = aligned(HEAD + length)
  const take = (count: number): Float64Array => {
    at += 8 * count
    return new Float64Array(buffer, at - 8 * count, count)
  }
  const [energyWeight, forces, stress, energy] = take(4)
  const weights: PropertyWeights = { energy: energyWeight, forces, stress }
  const positions = take(3 * atoms)
  const labels = {
    ...(bits & HAS.energy && { energy }),
    ...(bits & HAS.forces && { forces: take(3 * atoms) }),
    ...(bits & HAS.stress && { stress: stressAse(take(6)) }),
  }
  const cell = bits & HAS.cell ? take(9) : null
  const { group, origin, pbc, info } = words
  const structure = { numbers: new Int32Array(buffer, at, atoms), positions, cell, pbc }
  return { structure, ...labels, group, weights, origin, ...(info && { info }) }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}
