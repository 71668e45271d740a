import { numberOf } from "../../../atoms/elements.ts"
import { SpecFailure } from "../../../failure/failure.ts"
import type { DataStatistics } from "../../resolve/data-statistics.ts"
import { ofPair, rounded } from "../../resolve/scale.ts"
import { unresolved } from "../../spec/element-list.ts"
import { gaussianCore } from "../core/gaussian-core.ts"
import { type CorePair, matchZbl } from "../core/match-zbl.ts"
import type { AceCore } from "../model.ts"
import type { AceCoreSpec } from "./ace-schema.ts"
import { completePairs, lengthOfPair } from "./pair-lengths.ts"

/** Where a core meets ZBL, beside the shortest distance of the data. */
const MEETING = 0.6

/** Functions begin to fade at this multiple of the largest core energy of the data, and more. */
const MARGIN = 1.1
/** [eV] */
const LEAST = 0.1
/** Width of a fade beside its beginning, and the least one [eV]. */
const SPREAD = 2
const NARROWEST = 2

/** Neighbours of an atom where the data do not tell. */
const COORDINATION = 12

/** The core of a resolved spec, `undefined` for none. @throws SpecFailure. */
export function coreOfSpec(core: AceCoreSpec, elements: readonly string[]): AceCore | undefined {
  if (core === "none") return undefined
  if (core === "zbl") throw unresolved("core")
  const { prefactor, decay, fade } = core
  if (fade === "auto") throw unresolved("core", "fade")
  return Object.freeze({
    pairs: elements.flatMap((first) =>
      elements.map((second) => ({
        prefactor: lengthOfPair(prefactor, first, second, ["core", "prefactor"]),
        decay: lengthOfPair(decay, first, second, ["core", "decay"]),
      })),
    ),
    fades: elements.map((symbol) => {
      const path = ["core", "fade", symbol]
      if (!(symbol in fade)) throw new SpecFailure(`there is no fade for ${symbol}`, { path, advice: "add it, or write auto" })
      const [from, to] = fade[symbol]
      if (from < to) return [from, to] as const
      throw new SpecFailure(`a fade from ${from} eV does not end at ${to} eV`, { path, advice: "give the lower core energy first" })
    }),
  })
}

/**
 * A core in numbers: prefactor and decay so that it meets ZBL at 0.6 of the shortest distance, and fades that begin above the core
 * energies of the data.
 *
 * @param shortest distance below which pairs have no data, by `A-B` [Å]
 * @throws SpecFailure for pairs and elements that are others
 */
export function resolveCore(
  core: AceCoreSpec,
  elements: readonly string[],
  shortest: Readonly<Record<string, number>>,
  cutoff: number,
  { crowded }: DataStatistics,
): AceCoreSpec {
  if (core === "none") return core
  const given = core === "zbl" ? ({ prefactor: "auto", decay: "auto", fade: "auto" } as const) : core
  const near = (a: string, b: string): number => ofPair(shortest, a, b) ?? 0
  const matched = (a: string, b: string): CorePair => matchZbl(numberOf(a) ?? 0, numberOf(b) ?? 0, MEETING * near(a, b), cutoff)
  const prefactor = completePairs(given.prefactor, elements, (a, b) => rounded(matched(a, b).prefactor), ["core", "prefactor"])
  const decay = completePairs(given.decay, elements, (a, b) => rounded(matched(a, b).decay), ["core", "decay"])
  const energy = (a: string, b: string, r: number): number =>
    gaussianCore(ofPair(prefactor, a, b) ?? 0, ofPair(decay, a, b) ?? 0, cutoff, r).value
  const largest = (symbol: string): number =>
    Object.entries(crowded?.[symbol] ?? { [symbol]: Array.from({ length: COORDINATION }, () => near(symbol, symbol)) })
      .filter(([other]) => elements.includes(other))
      .flatMap(([other, distances]) => distances.map((r) => energy(symbol, other, r)))
      .reduce((sum, value) => sum + value, 0)
  const table = given.fade === "auto" ? {} : given.fade
  const stranger = Object.keys(table).find((symbol) => !elements.includes(symbol))
  if (stranger !== undefined) {
    throw new SpecFailure(`"${stranger}" is none of the elements ${elements.join(", ")}`, { path: ["core", "fade", stranger] })
  }
  const fades = elements.map((symbol) => {
    const from = rounded(MARGIN * largest(symbol) + LEAST, 4)
    return [symbol, table[symbol] ?? ([from, rounded(from + Math.max(NARROWEST, SPREAD * from), 4)] as const)] as const
  })
  return { prefactor, decay, fade: Object.fromEntries(fades) }
}
