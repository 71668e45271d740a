import { inverse, timesMatrix } from "../../../atoms/cell.ts"
import { symbolOf } from "../../../atoms/elements.ts"
import { groupOf } from "../../bulk/equilibrium.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import { holesOf } from "../../crystal/holes.ts"
import type { InterstitialSite } from "../../defects/point-defects.ts"
import { usualDefects } from "./usual-defects.ts"

/** Where one more atom may stand. */
export interface NamedSite {
  readonly key: string
  readonly label: string
  readonly site: InterstitialSite
}

/** Of holes this many are tried, none smaller than a part of the widest. */
const [MOST_HOLES, NARROWEST] = [3, 0.75]
/** Holes of cells of more atoms are many, and none is like another. */
const MOST_ATOMS = 24

/** Usual places of interstitials: those of the prototype, on each kind of site; else the widest holes between atoms. */
export function interstitialSites(crystal: Crystal, prototype: string | null): readonly NamedSite[] {
  const { interstitials, dumbbells } = usualDefects(prototype)
  if (interstitials.length > 0) return interstitials
  const { primitive } = crystal
  if (primitive.numbers.length > MOST_ATOMS) return []
  const split = sitesOf(crystal).flatMap(({ atom, name }) =>
    dumbbells.map((axis) => ({
      key: `dumbbell-${axis.join("")}-${name}`,
      label: `⟨${axis.join("")}⟩ dumbbell with ${name}`,
      site: { dumbbell: axis, atom },
    })),
  )
  const holes = holesOf(primitive, groupOf(primitive))
  const wide = holes.filter(({ radius }) => radius > NARROWEST * holes[0].radius).slice(0, MOST_HOLES)
  const back = inverse(crystal.conventional)
  const found = wide.map(({ place, corners }, k) => {
    const [x, y, z] = timesMatrix(place, back)
    return { key: `hole-${k + 1}`, label: `in hole ${k + 1}, of ${counted(corners)}`, site: { at: [x, y, z] as const } }
  })
  return [...found, ...split]
}

/** The sites of a crystal that symmetry does not exchange: their elements, numbered where there are several of one. */
export function sitesOf(crystal: Crystal): readonly { readonly atom: number; readonly number: number; readonly name: string }[] {
  const { primitive } = crystal
  const operations = groupOf(primitive)
  const seen = new Set<number>()
  const first: number[] = []
  primitive.numbers.forEach((_, atom) => {
    if (!seen.has(atom)) first.push(atom)
    for (const { images } of operations) seen.add(images[atom])
  })
  return first.map((atom) => {
    const number = primitive.numbers[atom]
    const alike = first.filter((other) => primitive.numbers[other] === number)
    return { atom, number, name: `${symbolOf(number)}${alike.length > 1 ? alike.indexOf(atom) + 1 : ""}` }
  })
}

/** `4 Al and 2 Ni`. */
function counted(numbers: readonly number[]): string {
  const counts = Map.groupBy(numbers, (number) => number)
  return [...counts].map(([number, those]) => `${those.length} ${symbolOf(number)}`).join(" and ")
}
