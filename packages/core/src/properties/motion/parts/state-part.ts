import { gigapascal } from "../../../units/constants.ts"
import { plainProperty } from "../../suite/property-value.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import { estimated } from "./estimated.ts"
import { gramPerCubicCentimetre } from "./units.ts"

/** Temperature, pressure, density and energy. */
export function statePart({ atoms, temperature, pressure, energy, volume, mass }: LiquidRecord): MeasuredPart {
  return {
    name: "state",
    title: "State",
    values: [
      estimated("state.temperature", "temperature", temperature, "K"),
      estimated("state.pressure", "pressure", pressure, "GPa", { factor: 1 / gigapascal, dimension: "stress" }),
      plainProperty("state.density", "density", (mass / volume) * gramPerCubicCentimetre, "g/cm³"),
      plainProperty("state.volume", "volume", volume / atoms, "Å³/atom", { dimension: "volume per atom" }),
      estimated("state.energy", "potential energy", energy, "eV/atom"),
    ],
    remarks: [],
    figures: [],
  }
}
