import { dataPrecision, roundingVariance } from "../objective/noise/printed-digits.ts"
import { type DataSet, type Finding, firstOrigins } from "./finding.ts"

/** Last places of positions from here on are told of [Å], and from there on warned of. */
const TOLD = 5e-5
const WARNED = 1e-3

/** What an atom of a solid feels when it moves, about [eV/Å²]. */
const STIFFNESS = 10

/** Files whose positions were printed with so few digits that forces on the atoms where they stand are not those of the labels. */
export function roundedPositions(sets: readonly DataSet[]): readonly Finding[] {
  return sets.flatMap(({ name, configurations }) => {
    const precision = dataPrecision(configurations)
    const units = configurations.map(({ origin, structure }) => {
      const printed = precision[origin.file]?.positions
      return printed ? structure.positions.reduce((most, value) => Math.max(most, Math.sqrt(12 * roundingVariance(value, printed))), 0) : 0
    })
    const unit = units.reduce((most, one) => Math.max(most, one), 0)
    if (unit < TOLD) return []
    const found = configurations.filter((_, s) => units[s] >= unit / 2)
    const printed = precision[found[0].origin.file]?.positions
    const digits = `${printed?.count} ${printed?.by === "digits" ? "significant digits" : "decimals"}`
    const forces = ((1000 * STIFFNESS * unit) / Math.sqrt(12)).toPrecision(1)
    return [
      {
        severity: unit < WARNED ? "note" : "warning",
        code: "rounded-positions",
        message: `${name}: positions are printed with ${digits}, the coarsest to ${unit.toPrecision(1)} Å: forces there are uncertain by some ${forces} meV/Å`,
        advice:
          "print more digits where errors of this size matter; where they are all that is left of the residuals, a fit that iterates counts them as noise of known size (objective.rounding)",
        frames: firstOrigins(found),
      } satisfies Finding,
    ]
  })
}
