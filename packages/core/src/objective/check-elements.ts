import { symbolOf } from "../atoms/elements.ts"
import { frameOf, placeOf } from "../atoms/place.ts"
import type { Configuration } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"

/** @throws Failure, at its place in its file, for the first configuration with an element that is not listed. */
export function checkElements(configurations: Iterable<Configuration>, elements: readonly number[]): void {
  for (const configuration of configurations) {
    const unknown = configuration.structure.numbers.find((number) => !elements.includes(number))
    if (unknown === undefined) continue
    throw new Failure(`the potential does not know ${symbolOf(unknown)}${frameOf(configuration)}`, {
      place: placeOf(configuration),
      advice: `its elements are ${elements.map(symbolOf).join(", ")}: add ${symbolOf(unknown)} to the potential or leave such frames out`,
    })
  }
}
