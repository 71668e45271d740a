import { plainProperty } from "../../suite/property-value.ts"
import type { CurvesFigure } from "../../suite/figure.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { RampRow } from "../melting/temperature-ramp.ts"

/** The largest step of the volume is a jump where it is this many times the usual one. */
const JUMP = 5

/**
 * Heating or quenching, as a part of a suite: energy and volume against temperature, and mean slopes where nothing jumps.
 *
 * @param rows at least three
 */
export function heatingPart(rows: readonly RampRow[]): MeasuredPart {
  const steps = rows.slice(1).map((row, k) => ({ from: rows[k], to: row, change: Math.abs(row.volume - rows[k].volume) }))
  const usual = steps.map(({ change }) => change).toSorted((a, b) => a - b)[Math.floor(steps.length / 2)]
  const largest = steps.reduce((most, step) => (step.change > most.change ? step : most))
  const jumps = largest.change > JUMP * usual ? [largest] : []
  const curve = (key: string, caption: string, y: string, of: (row: RampRow) => number): CurvesFigure => ({
    ...{ kind: "curves", key, caption, x: "temperature [K]", y },
    curves: [{ name: "means", points: rows.map((row) => ({ x: row.temperature, y: of(row) })), mark: "both" }],
  })
  const end = rows[rows.length - 1]
  return {
    name: "heating",
    title: rows[0].bath < end.bath ? "Heating" : "Quenching",
    values: [
      plainProperty("heating.temperature", "last temperature", end.temperature, "K"),
      plainProperty("heating.energy", "energy there", end.energy, "eV/atom"),
      plainProperty("heating.volume", "volume there", end.volume, "Å³/atom", { dimension: "volume per atom" }),
    ],
    remarks: [
      ...jumps.map(({ from, to }) => {
        const part = (100 * (to.volume / from.volume - 1)).toFixed(1)
        return `Between ${from.temperature.toFixed(0)} and ${to.temperature.toFixed(0)} K the volume changes by ${part} % and the energy by ${(to.energy - from.energy).toFixed(3)} eV an atom.`
      }),
      ...(jumps.length === 0
        ? ["Nothing jumps: no change of phase was seen."]
        : ["A change of phase without a surface comes late: the melting point is that of two phases side by side (suite melting)."]),
    ],
    figures: [
      curve("energy", "Kinetic and potential energy against temperature", "energy [eV/atom]", ({ energy }) => energy),
      curve("volume", "Volume against temperature", "volume [Å³/atom]", ({ volume }) => volume),
    ],
  }
}
