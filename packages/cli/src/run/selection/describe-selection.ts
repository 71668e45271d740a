import type { Property } from "@luthier/core"
import { textTable } from "../../terminal.ts"
import type { Selection } from "./choose-from.ts"

/** Remedies that are shown. */
const SHOWN = 5

const units: Readonly<Record<Property, readonly [string, number]>> = {
  energy: ["meV/atom", 1000],
  forces: ["meV/Å", 1000],
  stress: ["GPa", 160.21766208],
}

/** What was chosen and why, for people. */
export function describeSelection(selection: Selection): string {
  const { configurations, choice, directions, from, pool, leastKnown } = selection
  const place = (index: number): string => `${configurations[index].origin.file}:${configurations[index].origin.frame}`
  const head = ["frame", "group", "atoms", "bits", "tells most of"]
  const rows = choice.chosen.map(({ index, bits }, k) => {
    const { structure, group } = configurations[index]
    return [place(index), group, String(structure.numbers.length), bits.toFixed(1), directions[k]]
  })
  const atoms = choice.chosen.reduce((sum, { index }) => sum + configurations[index].structure.numbers.length, 0)
  const remedies = leastKnown.remedies
    .slice(0, SHOWN)
    .map(({ index, property, errorRatio }) => [place(index), configurations[index].group, property, errorRatio.toPrecision(3)])
  const errors = expectedErrors(selection).map(
    ({ property, before, after, unit }) => `${property} ${before.toPrecision(3)} → ${after.toPrecision(3)} ${unit}`,
  )
  return [
    textTable([head, ...rows]),
    "",
    `${choice.chosen.length} of ${configurations.length} structures, ${atoms} atoms, beside ${from}: ${choice.bits.toFixed(1)} bits`,
    ...(choice.twins.length > 0 ? [`${choice.twins.length} left out as copies of chosen ones`] : []),
    ...(errors.length > 0 ? [`standard error of predictions for the pool: ${errors.join(", ")}`] : []),
    "",
    textTable([["group", "chosen", "of"], ...groupsOf(selection).map(({ group, chosen, of }) => [group, String(chosen), String(of)])]),
    "",
    `least known: ${leastKnown.direction}, ${leastKnown.ratio.toPrecision(2)} times worse than the best known${remedies.length > 0 ? "; what would tell most of it:" : ", and no structure of the pool tells of it"}`,
    ...(remedies.length > 0 ? [textTable([["frame", "group", "label", "standard error ×"], ...remedies])] : []),
    ...(pool.aims.length === 0 ? ["no property is fitted"] : []),
  ].join("\n")
}

interface ExpectedError {
  readonly property: Property
  readonly before: number
  readonly after: number
  readonly unit: string
}

/** Standard errors of predictions before and after, root mean square over the pool; empty where parameters are the aim. */
function expectedErrors({ pool, choice }: Selection): readonly ExpectedError[] {
  const { rank } = pool.basis
  return choice.design.aims.map(({ variance }, t) => {
    const { gram, property } = pool.aims[t]
    let before = 0
    for (let k = 0; k < rank; k++) before += gram[k * (rank + 1)]
    const [unit, factor] = units[property]
    return { property, before: factor * Math.sqrt(before), after: factor * Math.sqrt(variance), unit }
  })
}

function groupsOf({
  configurations,
  choice,
}: Selection): readonly { readonly group: string; readonly chosen: number; readonly of: number }[] {
  const chosen = new Set(choice.chosen.map(({ index }) => index))
  const members = Map.groupBy(configurations.keys(), (index) => configurations[index].group)
  return [...members].map(([group, own]) => ({ group, chosen: own.filter((index) => chosen.has(index)).length, of: own.length }))
}

/** The same for machines. */
export function selectionRecord(selection: Selection): object {
  const { configurations, choice, directions, from, leastKnown, request } = selection
  const frame = (index: number): object => {
    const { origin, group, structure } = configurations[index]
    return { file: origin.file, frame: origin.frame, group, atoms: structure.numbers.length }
  }
  return {
    aim: request.aim,
    likeness: request.likeness,
    beside: from,
    bits: choice.bits,
    chosen: choice.chosen.map(({ index, bits }, k) => ({ ...frame(index), bits, direction: directions[k] })),
    copies: choice.twins.map(frame),
    exchanged: choice.exchanged,
    groups: groupsOf(selection),
    errors: expectedErrors(selection),
    leastKnown: {
      direction: leastKnown.direction,
      ratio: leastKnown.ratio,
      labels: leastKnown.remedies
        .slice(0, 20 * SHOWN)
        .map(({ index, property, errorRatio }) => ({ ...frame(index), property, errorRatio })),
    },
  }
}
