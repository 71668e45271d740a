import { seedRandom } from "../../../random/random.ts"
import type { Structure } from "../../../atoms/structure.ts"
import type { Regulariser, RegulariserRow } from "../../regulariser.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceModel } from "../model.ts"
import { disorderedCell, ways } from "./disordered-cell.ts"
import { downhill } from "./downhill.ts"
import { type EnergyPoint, energyPoint } from "./energy-point.ts"
import { lowestOf, energyAt, type Matter, matterAt } from "./matter.ts"
import { binaries, closePacked, distanceAt, structureOf } from "./prototypes.ts"

/** Volumes at which matter is tried, beside that below which it is denser than the data. */
const VOLUMES = [1.15, 0.95, 0.8, 0.65, 0.5]
/** How far below the lowest crystal of its density matter may lie, and those that are packed alike from each other, in cohesive energies. */
const MARGIN = 0.15
/** What an energy may be short of, in cohesive energies; one that is short of less is no find. */
const TOLERANCE = 0.025
const SLIGHT = 0.02
/** Structures of a round at most. */
const TOGETHER = 24
/** Ratio of the volumes at which ways of close packing are compared. */
const RATIO = 0.94

/** From where on matter is denser than all data. */
export interface Density {
  /** [Å³ per atom] */
  readonly volume: number
  /** Cohesive energy [eV per atom]. */
  readonly energy: number
}

/**
 * What is known of matter that is denser than all data, whatever its order: it does not lie below crystals. Fcc, hcp and bcc of a density
 * differ by 0.15 cohesive energies at most, and no arrangement of atoms lies further than that below the lowest crystal of its density.
 *
 * Of all arrangements few do, and which ones depends on the coefficients. They are searched for: structures without order go downhill
 * in the potential as it is, and where they come out too low a row says so, with which the fit is solved anew, until none is found. Without a
 * core there are no rows.
 */
export function denseMatter(model: AceModel, evaluator: AceEvaluator, { volume, energy }: Density): readonly Regulariser[] {
  const { elements, core } = model
  if (!core) return []
  const pointOf = (structure: Structure): EnergyPoint => energyPoint(model, core, evaluator, structure)
  let known: readonly Matter[] | undefined
  const matters = (): readonly Matter[] => (known ??= VOLUMES.flatMap((part) => matterAt(elements, part * volume, part < 1, pointOf)))
  const places = VOLUMES.length * ((elements.length * (elements.length + 1)) / 2) * ways
  const cycle = Math.ceil(places / TOGETHER)

  /** Rows of the structures on one way downhill that come out too low. */
  const tooLow = (theta: Float64Array, matter: Matter, place: number, round: number): RegulariserRow[] => {
    const crystal = lowestOf(matter, theta)
    const bound = energyAt(crystal, theta) - (MARGIN + SLIGHT) * energy
    const begun = disorderedCell(place % ways, matter.numbers, matter.volume, seedRandom(2 * place, round))
    const rows: RegulariserRow[] = []
    for (const here of downhill(model, evaluator, theta, begun, seedRandom(2 * place + 1, round))) {
      if (here.energy < bound) rows.push(notBelow(pointOf(here.structure), crystal, energy))
    }
    return rows
  }
  return [
    Object.freeze({
      name: "dense matter",
      doc: "no arrangement of atoms that is denser than all data lies below crystals of its density",
      strength: TOLERANCE ** -2,
      rows: elements.flatMap((element) => packedAlike(element, volume, energy, pointOf)),
      search: Object.freeze({
        cycle,
        further: (theta: Float64Array, round: number): readonly RegulariserRow[] =>
          Array.from({ length: places }, (_, place) => place)
            .filter((place) => place % cycle === round % cycle)
            .flatMap((place) => tooLow(theta, matters()[Math.floor(place / ways)], place, round)),
      }),
    }),
  ]
}

/** Rows that say that fcc, hcp and bcc of an element differ little at any density. */
function packedAlike(element: number, volume: number, energy: number, pointOf: (structure: Structure) => EnergyPoint): RegulariserRow[] {
  const rows: RegulariserRow[] = []
  for (let v = volume; v > VOLUMES[VOLUMES.length - 1] * volume; v *= RATIO) {
    const points = [...closePacked, binaries[0]].map((one) => pointOf(structureOf(one, [element], distanceAt(one, v))))
    for (const one of points) for (const other of points) if (one !== other) rows.push(notBelow(one, other, energy))
  }
  return rows
}

/** The row that says that one structure does not lie below another one but for the margin, in cohesive energies. */
function notBelow(one: EnergyPoint, other: EnergyPoint, energy: number): RegulariserRow {
  const parameters: number[] = []
  const coefficients: number[] = []
  one.expansion.forEach((value, k) => {
    const coefficient = (value - other.expansion[k]) / energy
    if (coefficient === 0) return
    parameters.push(k)
    coefficients.push(coefficient)
  })
  return { parameters, coefficients, atLeast: -MARGIN - (one.core - other.core) / energy }
}
