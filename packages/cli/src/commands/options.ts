import { InvalidArgumentError } from "commander"

/** Reads a whole number above zero from the command line. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1 || value > 1024) throw new InvalidArgumentError("It must be a whole number from 1 to 1024.")
  return value
}
