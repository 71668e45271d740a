import { seedRandom } from "../../../random/random.ts"
import type { Structure } from "../../../atoms/structure.ts"
import type { Regulariser, RegulariserRow } from "../../regulariser.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceModel } from "../model.ts"
import { deepestPlace } from "./deepest-place.ts"
import { disorderedCell, ways } from "./disordered-cell.ts"
import { downhill } from "./downhill.ts"
import { energyDifference } from "./energy-difference.ts"
import { type EnergyPoint, energyPoint } from "./energy-point.ts"
import { lowestOf, energyAt, type Matter, matterAt } from "./matter.ts"
import type { MatterScale } from "./matter-scale.ts"
import { binaries, closePacked, distanceAt, structureOf } from "./prototypes.ts"

/** Volumes at which matter fills space, beside that below which it is denser than the data. */
const VOLUMES = [1.15, 0.95, 0.8, 0.65, 0.5]
/** Those with which clusters begin in free space, and those of crystals that they may not lie below. */
const CLUSTERS = [0.95, 0.65]
const CRYSTALS = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6]
/** How far below the lowest crystal matter may lie, and those that are packed alike from each other, in cohesive energies. */
const MARGIN = 0.15
/** How far away nearest neighbours are, beside close packing. */
const REACH = 1.3
/** What an energy may be short of, in cohesive energies; one that is short of less is no find. */
const TOLERANCE = 0.025
const SLIGHT = 0.02
/** Structures of a round at most. */
const TOGETHER = 24
/** Ratio of the volumes at which ways of close packing are compared. */
const RATIO = 0.94

/** Matter that is tried. */
interface Trial {
  readonly matter: Matter
  /** Where it begins [Å³ per atom]. */
  readonly volume: number
  /** Whether it is a cluster in free space. */
  readonly free: boolean
}

/**
 * What is known of matter whatever its order, at densities beyond all data and in pieces: it does not lie below crystals. Fcc, hcp and bcc of a density
 * differ by 0.15 cohesive energies at most, no arrangement of atoms lies further than that below the lowest crystal of its density, and no
 * cluster that far below the lowest crystal of any. Neither does an atom with its nearest neighbours, of one element: such places draw what is around them
 * in, and matter collapses long before its mean shows it.
 *
 * Of all arrangements few do, and which ones depends on the coefficients. They are searched for: structures without order go downhill
 * in the potential as it is, and where they come out too low a row says so, with which the fit is solved anew, until none is found. Without a
 * core there are no rows.
 */
export function disorderedMatter(model: AceModel, evaluator: AceEvaluator, { volume, energy }: MatterScale): readonly Regulariser[] {
  const { elements, core } = model
  if (!core) return []
  const pointOf = (structure: Structure, only?: readonly number[]): EnergyPoint => energyPoint(model, core, evaluator, structure, only)
  const anyVolume = CRYSTALS.map((part) => part * volume)
  let known: readonly Trial[] | undefined
  const trials = (): readonly Trial[] =>
    (known ??= [
      ...VOLUMES.flatMap((part) =>
        matterAt(elements, [part * volume], part < 1, pointOf).map((matter) => ({ matter, volume: part * volume, free: false })),
      ),
      ...matterAt(elements, anyVolume, false, pointOf).flatMap((matter) =>
        CLUSTERS.map((part) => ({ matter, volume: part * volume, free: true })),
      ),
    ])
  const places = (VOLUMES.length + CLUSTERS.length) * ((elements.length * (elements.length + 1)) / 2) * ways
  const cycle = Math.ceil(places / TOGETHER)

  /** Rows of the structures on one way downhill that come out too low. */
  const tooLow = (theta: Float64Array, trial: Trial, place: number, round: number): RegulariserRow[] => {
    const crystal = lowestOf(trial.matter, theta)
    const lowest = energyAt(crystal, theta) - SLIGHT * energy
    const cell = disorderedCell(place % ways, trial.matter.numbers, trial.volume, seedRandom(2 * place, round))
    const begun: Structure = trial.free ? { ...cell, cell: null, pbc: [false, false, false] } : cell
    const rows: RegulariserRow[] = []
    for (const here of downhill(model, evaluator, theta, begun, seedRandom(2 * place + 1, round))) {
      const mean = here.energies.reduce((sum, value) => sum + value, 0) / here.energies.length
      if (mean < lowest - MARGIN * energy) rows.push(notBelow(pointOf(here.structure), crystal, energy, MARGIN))
      // A place among several elements may hold more of the one that is bound by more.
      if (trial.matter.numbers.length > 1) continue
      const reach = REACH * distanceAt(closePacked[0], trial.volume)
      const deepest = deepestPlace(here.structure, elements, here.energies, reach)
      if (deepest.energy < lowest - MARGIN * energy) rows.push(notBelow(pointOf(here.structure, deepest.atoms), crystal, energy, MARGIN))
    }
    return rows
  }
  return [
    Object.freeze({
      name: "disordered matter",
      doc: "no arrangement of atoms lies below crystals of its density, and no cluster below any",
      strength: TOLERANCE ** -2,
      rows: elements.flatMap((element) => packedAlike(element, volume, energy, pointOf)),
      search: Object.freeze({
        cycle,
        further: (theta: Float64Array, round: number): readonly RegulariserRow[] =>
          Array.from({ length: places }, (_, place) => place)
            .filter((place) => place % cycle === round % cycle)
            .flatMap((place) => tooLow(theta, trials()[Math.floor(place / ways)], place, round)),
      }),
    }),
  ]
}

/** Rows that say that fcc, hcp and bcc of an element differ little at any density. */
function packedAlike(element: number, volume: number, energy: number, pointOf: (structure: Structure) => EnergyPoint): RegulariserRow[] {
  const rows: RegulariserRow[] = []
  for (let v = volume; v > VOLUMES[VOLUMES.length - 1] * volume; v *= RATIO) {
    const points = [...closePacked, binaries[0]].map((one) => pointOf(structureOf(one, [element], distanceAt(one, v))))
    for (const one of points) for (const other of points) if (one !== other) rows.push(notBelow(one, other, energy, MARGIN))
  }
  return rows
}

/** The row that says that one structure does not lie below another one but for a margin, in cohesive energies. */
function notBelow(one: EnergyPoint, other: EnergyPoint, energy: number, margin: number): RegulariserRow {
  const { parameters, coefficients, core } = energyDifference(one, other, energy)
  return { parameters, coefficients, atLeast: -margin - core }
}
