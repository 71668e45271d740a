import { type Potential, SpecFailure, type Structure, symbolOf, type Target, type TargetEntry, targetsOf } from "@luthier/core"

/**
 * The targets of a fit's potential.
 *
 * @param crystals of the files that entries name, by path
 * @throws SpecFailure with the path below the list for entries that ask for what is not there.
 */
export function potentialTargets(
  { elements }: Potential,
  entries: readonly TargetEntry[],
  crystals: ReadonlyMap<string, Structure>,
): readonly Target[] {
  const targets = targetsOf(entries, (file) => {
    const found = crystals.get(file)
    if (found) return found
    throw new SpecFailure(`${file} was not read`)
  })
  for (const { observable, path } of targets) {
    const unknown = observable.elements.find((number) => !elements.includes(number))
    if (unknown === undefined) continue
    throw new SpecFailure(`the potential knows no ${symbolOf(unknown)}`, {
      path,
      advice: `it is for ${elements.map(symbolOf).join(", ")}: leave this target out, or add the element`,
    })
  }
  return targets
}
