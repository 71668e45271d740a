import { symbolOf } from "../atoms/elements.ts"
import type { Configuration } from "../atoms/structure.ts"
import { Failure, type Place } from "../failure/failure.ts"

/** @throws Failure, at its place in its file, for the first configuration with an element that is not listed. */
export function checkElements(configurations: readonly Configuration[], elements: readonly number[]): void {
  for (const configuration of configurations) {
    const unknown = configuration.structure.numbers.find((number) => !elements.includes(number))
    if (unknown === undefined) continue
    throw new Failure(`the potential does not know ${symbolOf(unknown)}${frameOf(configuration)}`, {
      place: placeOf(configuration),
      advice: `its elements are ${elements.map(symbolOf).join(", ")}: add ${symbolOf(unknown)} to the potential or leave such frames out`,
    })
  }
}

/** A failure about one structure, told again at its place in its file. */
export function failureAt(configuration: Configuration, failure: Failure): Failure {
  const what = failure.message.replaceAll(/structure \d+( \(counted from 0\))?/gu, "the structure")
  return new Failure(`${what}${frameOf(configuration)}`, { place: placeOf(configuration), advice: failure.advice, cause: failure })
}

function placeOf({ origin: { file, line } }: Configuration): Place {
  return line === undefined ? { file } : { file, line }
}

/** Where a file has no lines to name, frames are counted from 1. */
function frameOf({ origin: { frame, line } }: Configuration): string {
  return line === undefined ? ` (frame ${frame + 1})` : ""
}
