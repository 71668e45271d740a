import { numberOf } from "../../../atoms/elements.ts"
import { Failure } from "../../../failure/failure.ts"
import { sharedEntries, type EntryValues } from "../../many-body/shared-entries.ts"
import { readEntries } from "../../many-body/lammps-file.ts"
import type { Section } from "../../many-body/section.ts"
import type { TersoffForm } from "../form.ts"
import { tersoffSections } from "../sections.ts"
import type { TersoffSpec } from "../spec.ts"
import { modifiedColumnNames, tersoffColumnNames, tersoffFormats } from "./format.ts"

/**
 * The spec of the potential in a file for LAMMPS's `pair_style tersoff` or one of its variants. As there, the entry `A B B` has what
 * belongs to the bond from A to B, `A B C` the angle between bonds to B and C and the end of C's influence. What is the same for all
 * neighbours becomes one entry `A-*`.
 *
 * @param labels see `readEntries`
 * @throws Failure with line and column.
 */
export function readTersoff(text: string, file: string, form: TersoffForm, labels?: readonly string[]): TersoffSpec {
  const entries = readEntries(text, file, tersoffFormats[form], labels)
  const { symbols } = entries
  const sections = tersoffSections(form)
  const modified = form.startsWith("tersoff/mod")
  const names = modified ? modifiedColumnNames : tersoffColumnNames
  const take = (section: Section, a: number, b: number, c: number): EntryValues =>
    Object.fromEntries(section.parameters.map(({ name }) => [name, entries.value(names[name] ?? name, a, b, c)]))
  const index = (symbol: string): number => symbols.indexOf(symbol)

  const powers = new Set<number>()
  symbols.forEach((_, a) =>
    symbols.forEach((_, b) =>
      symbols.forEach((_, c) => {
        const refuse = (what: string, advice: string): Failure => new Failure(what, { place: entries.place(a, b, c), advice })
        const m = entries.value(modified ? "beta" : "m", a, b, c)
        if (m !== 1 && m !== 3) throw refuse(`the power m is ${m}`, "it must be 1 or 3")
        if (entries.value(modified ? "alpha" : "lambda3", a, b, c) !== 0) powers.add(m)
        if (powers.size > 1) throw refuse("the power m is 1 in some entries and 3 in others", "luthier takes one for all triplets")
        if (modified && entries.value("beta_ters", a, b, c) !== 1) throw refuse("beta_ters is not 1", "the modified form has no other")
        if (form !== "tersoff/zbl" || b !== c) return
        const charges = [entries.value("Z_i", a, b, c), entries.value("Z_j", a, b, c)]
        if (charges[0] !== numberOf(symbols[a]) || charges[1] !== numberOf(symbols[b]))
          throw refuse(`the charges ${charges.join(" and ")} are not those of ${symbols[a]} and ${symbols[b]}`, "give atomic numbers")
      }),
    ),
  )
  const cutoffs: Record<string, EntryValues> = {}
  symbols.forEach((first, a) =>
    symbols.forEach((second, b) =>
      symbols.forEach((third, c) => {
        const [own, pair] = [take(sections.angleCutoffs, a, b, c), take(sections.angleCutoffs, a, c, c)]
        if (own["R"] !== pair["R"] || own["D"] !== pair["D"]) cutoffs[`${first}-${second}-${third}`] = own
      }),
    ),
  )
  const shared = (section: Section) => sharedEntries(section, symbols, (a, b, c = b) => take(section, index(a), index(b), index(c)))
  return {
    kind: "tersoff",
    form,
    elements: symbols,
    m: powers.has(1) ? 1 : powers.has(3) ? 3 : modified ? 1 : 3,
    pairs: shared(sections.pairs),
    bonds: shared(sections.bonds),
    angles: shared(sections.angles),
    ...(Object.keys(cutoffs).length > 0 && { angleCutoffs: cutoffs }),
  }
}
