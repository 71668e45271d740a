import { InvalidArgumentError } from "commander"

/** Reads a number above zero. */
export function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("It must be a number above zero.")
  return value
}

/** Reads a number that is not below zero. */
export function atLeastZero(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && Number.isFinite(value)) || text.trim() === "") throw new InvalidArgumentError("It must be a number, zero or more.")
  return value
}

/** Reads any number. */
export function real(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || text.trim() === "") throw new InvalidArgumentError("It must be a number.")
  return value
}

/** Reads a whole number above zero. */
export function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above zero.")
  return value
}

/** Reads how often a structure is repeated: one number, or three. */
export function repeats(text: string): readonly [number, number, number] {
  const [a, b = a, c = a, ...more] = text.split(/[\s,x×]+/u).map(Number)
  if (more.length > 0 || ![a, b, c].every((count) => Number.isSafeInteger(count) && count > 0)) {
    throw new InvalidArgumentError("It must be one whole number, or three, such as 4,4,2.")
  }
  return [a, b, c]
}
