import { cellVolume } from "../../atoms/cell.ts"
import { numberOf, symbolOf } from "../../atoms/elements.ts"
import type { Crystal } from "./crystal.ts"
import { crystalOf } from "./crystal-of.ts"

/** Symbol, a and (hexagonal, tetragonal) c [Å] of the elements by their structure. */
const TABLE = {
  fcc: `Al 4.05|Ni 3.52|Cu 3.61|Rh 3.80|Pd 3.89|Ag 4.09|Ir 3.84|Pt 3.92|Au 4.08|Pb 4.95|Ca 5.58|Sr 6.08|Ce 5.16|Yb 5.48|Ac 5.31|Th 5.08
    Ne 4.46|Ar 5.31|Kr 5.64|Xe 6.13`,
  bcc: "Li 3.491|Na 4.225|K 5.225|Rb 5.585|Cs 6.045|Ba 5.02|V 3.03|Cr 2.88|Fe 2.87|Nb 3.30|Mo 3.15|Ta 3.30|W 3.16|Eu 4.58",
  hcp: `Be 2.27 3.59|Mg 3.21 5.21|Sc 3.31 5.27|Ti 2.95 4.68|Co 2.51 4.07|Zn 2.66 4.95|Y 3.65 5.73|Zr 3.23 5.15|Tc 2.74 4.40|Ru 2.71 4.28
    Cd 2.98 5.62|Hf 3.19 5.05|Re 2.76 4.46|Os 2.74 4.32|Tl 3.46 5.52|Gd 3.63 5.78|Tb 3.60 5.70|Dy 3.59 5.65|Ho 3.58 5.62|Er 3.56 5.59
    Tm 3.54 5.56|Lu 3.50 5.55`,
  dhcp: "La 3.77 12.16|Pr 3.67 11.84|Nd 3.66 11.80",
  diamond: "C 3.567|Si 5.430|Ge 5.658|Sn 6.49",
  bct: "In 3.25 4.95",
  A7: "As 3.76 10.55|Sb 4.31 11.27|Bi 4.55 11.86",
  A8: "Se 4.37 4.95|Te 4.46 5.93",
} as const

/** The structure of an element, with the lengths of its cell [Å]. */
export interface GroundState {
  readonly prototype: string
  readonly a: number
  readonly c?: number
}

const states: ReadonlyMap<number, GroundState> = new Map(
  Object.entries(TABLE).flatMap(([prototype, list]) =>
    list.split(/[|\n]/u).map((entry) => {
      const [symbol, a, c] = entry.trim().split(" ")
      return [numberOf(symbol) ?? 0, { prototype, a: Number(a), ...(c !== undefined && { c: Number(c) }) }] as const
    }),
  ),
)

/**
 * The crystal in which an element is found at low temperature, diamond for the fourth group; undefined for those that are molecules, of
 * several atoms in an uncommon cell, or not known.
 *
 * Source: measured lattice constants as in C. Kittel, Introduction to Solid State Physics, 8th ed. (2005), ch. 1, table 3.
 */
export function groundStateOf(number: number): GroundState | undefined {
  return states.get(number)
}

/** Of an element in no simple crystal [Å³]. */
const USUAL = 18

/** Volume per atom of an element in its own crystal [Å³]; a usual one where that is not known. */
export function atomicVolume(number: number): number {
  const state = states.get(number)
  if (!state) return USUAL
  const { primitive, conventional } = crystalOf({ elements: [symbolOf(number)], ...state })
  return cellVolume(primitive.cell ?? conventional) / primitive.numbers.length
}

/** A prototype of the volume that its elements have by themselves: where the search for its equilibrium begins. */
export function crystalOfUsualVolume(prototype: string, elements: readonly string[], a?: number): Crystal {
  const known = elements.length === 1 ? states.get(numberOf(elements[0]) ?? 0) : undefined
  if (a !== undefined)
    return crystalOf({
      prototype,
      elements,
      a,
      ...(known?.prototype === prototype && known.c !== undefined && { c: (known.c * a) / known.a }),
    })
  if (known?.prototype === prototype) return crystalOf({ elements, ...known })
  const unit = crystalOf({ prototype, elements, a: 1 })
  const wanted = unit.primitive.numbers.reduce((sum, number) => sum + atomicVolume(number), 0)
  return crystalOf({ prototype, elements, a: Math.cbrt(wanted / cellVolume(unit.primitive.cell ?? unit.conventional)) })
}
