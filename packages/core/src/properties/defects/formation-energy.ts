import { elementsOf, symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { copiesOver, type Repeated, supercellOf } from "../crystal/repeated.ts"
import type { Observable } from "../observable.ts"
import { invariantDisplacements, invariantStrains } from "../symmetry/invariants.ts"
import { type Operation, operationsOf } from "../symmetry/operations.ts"
import type { Body } from "../relax/relax.ts"
import { addExcessDerivative, type Defect, excessEnergy, relaxedDefect, reservoirsOf } from "./defect.ts"
import type { Reservoir, Reservoirs } from "./reservoirs.ts"

/** How a point defect is set up. */
export interface PointDefectOptions {
  /** Copies of the conventional cell; unless given, as many as make it 10 Å long. */
  readonly supercell?: readonly [number, number, number]
  /** Whether the supercell keeps the volume of the relaxed crystal, or finds its own. */
  readonly volume?: "fixed" | "relaxed"
  /** Whether the defect keeps the symmetry of its site, or is pushed a little out of it. */
  readonly symmetry?: "kept" | "broken"
  /** Where atoms that are taken out go, or added ones come from; the crystal itself when it is an element. */
  readonly reservoir?: Crystal
  /** The same by element, for compounds. */
  readonly reservoirs?: Reservoirs
}

/** A cell of a crystal with atoms taken out or put in. */
export interface Changed {
  readonly structure: Structure
  readonly origins: Int32Array
  /** Where relaxation starts, `[3N]` [Å]. */
  readonly push?: Float64Array
}

/** Atoms of an element that a defect adds, or takes out when less than none. */
export interface Exchange {
  readonly number: number
  readonly atoms: number
}

/** Length of a cell in which a defect hardly meets its images [Å]. */
export const DEFECT_CELL = 10
/** How far atoms start out of a symmetric site [Å]. */
const ASIDE = 0.03

/**
 * Formation energy [eV] of a point defect, `E(defect) − E(crystal) − Σ Δn_i μ_i`.
 *
 * @param exchanged the Δn
 * @param make the defect from the perfect cell
 */
export function formationEnergy(
  crystal: Crystal,
  label: string,
  options: PointDefectOptions,
  exchanged: readonly Exchange[],
  make: (perfect: Repeated) => Changed,
): Observable {
  const copies = options.supercell ?? copiesOver(crystal, DEFECT_CELL)
  const volume = options.volume ?? "fixed"
  const cell = options.supercell ? ` in ${copies.join("×")} cells` : ""
  const name = `${crystal.name}: ${label}${volume === "relaxed" ? " at zero pressure" : ""}${cell}`
  const sources = exchanged.map(({ number, atoms }) => ({ atoms, reservoir: reservoirFor(name, crystal, number, options) }))
  let made: Defect | undefined
  const defect = (): Defect => (made ??= makeDefect())
  function makeDefect(): Defect {
    const perfect = supercellOf(crystal, copies)
    const { structure, origins, push } = make(perfect)
    const operations = operationsOf(structure)
    const bodyOf = (group: readonly Operation[]): Body => ({
      reference: structure,
      strains: volume === "relaxed" ? invariantStrains(group) : [],
      displacements: invariantDisplacements(group, structure.numbers.length),
    })
    const reservoirs = reservoirsOf([
      { crystal, atoms: perfect.structure.numbers.length },
      ...sources.flatMap(({ atoms, reservoir }) => reservoir.map((part) => ({ ...part, atoms: atoms * part.atoms }))),
    ])
    const whole = { name, crystal, body: bodyOf(operations), origins, reservoirs, ...(push && { push }) }
    if (options.symmetry !== "broken" || operations.length === 1) return whole
    // From its symmetric minimum, so that it does not end in a higher one.
    return {
      ...whole,
      name: `${name} of no symmetry`,
      body: bodyOf(operations.slice(0, 1)),
      push: structure.positions.map((_, k) => ASIDE * scattered(k)),
      from: whole,
    }
  }
  return Object.freeze({
    name: options.symmetry === "broken" ? `${name} of no symmetry` : name,
    kind: "point defect",
    elements: elementsOf([...crystal.primitive.numbers, ...exchanged.map(({ number }) => number)]),
    dimension: "energy",
    unit: "eV",
    tolerance: 0.02,
    read(point) {
      const { trouble } = relaxedDefect(point, defect())
      return { value: excessEnergy(point, defect()), trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addExcessDerivative(point, defect(), 1, out)
      return out
    },
  } satisfies Observable)
}

/** Where atoms of an element go to and come from. */
function reservoirFor(name: string, crystal: Crystal, number: number, { reservoir, reservoirs }: PointDefectOptions): Reservoir {
  const given = reservoirs?.get(number)
  if (given) return given
  const several = new Set(crystal.primitive.numbers).size > 1
  if (several && !reservoir) {
    throw new Failure(`${name}: the atom that is taken out or added needs a reservoir`, { advice: "give the crystal of its element" })
  }
  const from = reservoir ?? crystal
  if (from.primitive.numbers.every((one) => one === number)) return [{ crystal: from, atoms: 1 }]
  throw new Failure(`${name}: ${from.name} is no reservoir of ${symbolOf(number)}`, { advice: "give the crystal of this element" })
}

/** Numbers between −1 and 1 without pattern, the same each time: the golden ratio's multiples, whole parts left out. */
function scattered(k: number): number {
  const turns = (k + 1) * 0.6180339887498949
  return 2 * (turns - Math.floor(turns)) - 1
}
