import { gigapascal } from "../../../units/constants.ts"
import { plainProperty } from "../../suite/property-value.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { MeltingRecord } from "../melting/melting-point.ts"
import { estimated } from "./estimated.ts"

/** The melting point, as a part of a suite. */
export function meltingPart({ temperature, pressure, rounds, bounds }: MeltingRecord): MeasuredPart {
  const last = rounds[rounds.length - 1]
  const [frozen, molten] = bounds
  return {
    name: "melting",
    title: "Melting point",
    values: [
      estimated("melting.temperature", "melting point", temperature, "K"),
      plainProperty("melting.pressure", "pressure", pressure / gigapascal, "GPa", { dimension: "stress" }),
      plainProperty("melting.solid", "share of the crystal at the end", 100 * last.solid, "%"),
    ],
    remarks: [
      `Crystal and melt side by side, ${last.atoms} atoms, prepared at ${last.prepared.toFixed(0)} K and left to themselves; the error holds what the temperature still drifts.`,
      `Pressure across, where the crystal keeps its width: ${across(last.pressure)} GPa.`,
      ...(frozen === null ? [] : [`Everything froze when prepared at ${frozen.toFixed(0)} K.`]),
      ...(molten === null ? [] : [`Everything melted when prepared at ${molten.toFixed(0)} K.`]),
    ],
    figures: [],
  }
}

function across([x, y]: readonly [number, number, number]): string {
  return ((x + y) / 2 / gigapascal).toFixed(3)
}
