import { gigapascal } from "../../../units/constants.ts"
import { plainProperty } from "../../suite/property-value.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { Coexistence } from "../melting/coexistence.ts"
import type { MeltingRecord } from "../melting/melting-point.ts"
import { bothLeft } from "../melting/melting-temperature.ts"
import { estimated } from "./estimated.ts"

/** The melting point, as a part of a suite. */
export function meltingPart({ temperature, pressure, rounds, bounds }: MeltingRecord): MeasuredPart {
  const good = rounds.filter(bothLeft)
  const last = good[good.length - 1]
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
      `Crystal and melt side by side, ${last.atoms} atoms, prepared and left to themselves: ${good.map(described).join("; ")}.`,
      good.length > 1 ? "The error is that of the spread of these runs." : "The error holds what the temperature still drifts.",
      ...(frozen === null ? [] : [`Everything froze when prepared at ${frozen.toFixed(0)} K.`]),
      ...(molten === null ? [] : [`Everything melted when prepared at ${molten.toFixed(0)} K.`]),
    ],
    figures: [],
  }
}

/** One run; the pressure across, where the crystal keeps its width, should be small. */
function described({ prepared, temperature, pressure: [x, y] }: Coexistence): string {
  return `from ${prepared.toFixed(0)} to ${temperature.value.toFixed(1)} K with ${((x + y) / 2 / gigapascal).toFixed(3)} GPa across`
}
