import { Failure, type Place } from "../failure/failure.ts"
import type { Configuration } from "./structure.ts"

/** Where a configuration begins in its file. */
export function placeOf({ origin: { file, line } }: Configuration): Place {
  return line === undefined ? { file } : { file, line }
}

/** ` (frame 3)` where a file has no lines to name; frames count from 1. */
export function frameOf({ origin: { frame, line } }: Configuration): string {
  return line === undefined ? ` (frame ${frame + 1})` : ""
}

/** A failure about one structure, told again at its place in its file. */
export function failureAt(configuration: Configuration, failure: Failure): Failure {
  const what = failure.message.replaceAll(/structure \d+( \(counted from 0\))?/gu, "the structure")
  return new Failure(`${what}${frameOf(configuration)}`, { place: placeOf(configuration), advice: failure.advice, cause: failure })
}
