import { timesMatrix } from "../../atoms/cell.ts"
import { numberOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "../../potentials/spec/nearest-name.ts"
import type { Crystal } from "./crystal.ts"
import { prototypeNames, prototypeOf } from "./prototypes.ts"
import { coprime } from "./whole-basis.ts"

/** A prototype with its elements and the lengths from which its relaxation starts. */
export interface CrystalChoice {
  /** Such as `fcc`, `B1`. */
  readonly prototype: string
  /** Symbols in the order of the formula: `["Na", "Cl"]`. */
  readonly elements: readonly string[]
  /** [Å] */
  readonly a: number
  /** [Å] */
  readonly c?: number | undefined
}

/**
 * A crystal of a prototype.
 *
 * @throws SpecFailure for an unknown prototype or element, or the wrong number of elements.
 * @example
 * const copper = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.615 })
 * copper.primitive.numbers.length // 1
 */
export function crystalOf({ prototype: name, elements, a, c }: CrystalChoice): Crystal {
  const prototype = prototypeOf(name)
  if (!prototype) throw new SpecFailure(`no crystal is called "${name}"`, { path: ["crystal"], advice: suggest(name, prototypeNames) })
  const numbers = elements.map((symbol, k) => {
    const number = numberOf(symbol)
    if (number === undefined) throw new SpecFailure(`"${symbol}" is not a chemical element`, { path: ["elements", k] })
    return number
  })
  if (numbers.length !== prototype.species) {
    throw new SpecFailure(`${name} is made of ${prototype.species} elements, here are ${numbers.length}`, {
      path: ["elements"],
      advice: "name them in the order of the formula",
    })
  }
  const [b, height] = [prototype.ratios[0] * a, c ?? prototype.ratios[1] * a]
  const conventional =
    prototype.axes === "orthogonal"
      ? Float64Array.of(a, 0, 0, 0, b, 0, 0, 0, height)
      : Float64Array.of(a, 0, 0, -a / 2, (a * Math.sqrt(3)) / 2, 0, 0, 0, height)
  const primitive = Object.freeze({
    numbers: Int32Array.from(prototype.atoms, ([kind]) => numbers[kind]),
    positions: timesMatrix(
      prototype.atoms.flatMap(([, x, y, z]) => [x, y, z]),
      conventional,
    ),
    cell: timesMatrix(prototype.centring.flat(), conventional),
    pbc: [true, true, true] as const,
  })
  const counts = elements.map((_, kind) => prototype.atoms.filter(([own]) => own === kind).length)
  return Object.freeze({ name: `${name} ${formulaOf(elements, counts)}`, primitive, conventional, sites: prototype.sites ?? {} })
}

/** Symbols with the fewest whole numbers of atoms: `TiO2`. */
function formulaOf(symbols: readonly string[], counts: readonly number[]): string {
  const fewest = coprime(counts)
  return symbols.map((symbol, k) => (fewest[k] === 1 ? symbol : `${symbol}${fewest[k]}`)).join("")
}
