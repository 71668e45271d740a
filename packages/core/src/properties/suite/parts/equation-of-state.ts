import { gigapascal } from "../../../units/constants.ts"
import { energyAtVolume, pressureAtVolume } from "../../bulk/energy-volume.ts"
import { energyOfState, equationOfState, fitEquationOfState, type StateForm } from "../../bulk/equation-of-state.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"

/** Volumes that are fitted, by that of the relaxed crystal. */
const FITTED = Array.from({ length: 11 }, (_, k) => 0.94 + 0.012 * k)
/** Volumes that are shown. */
const SHOWN = Array.from({ length: 33 }, (_, k) => 0.84 + 0.01 * k)
const forms: readonly (readonly [StateForm, string])[] = [
  ["Birch–Murnaghan", "birch"],
  ["Vinet", "vinet"],
]

/** Energy against volume, its cell of the shape at rest. */
export const equationOfStatePart: Part = Object.freeze({
  name: "equation-of-state",
  title: "Equation of state",
  measure({ point, crystal, spread }) {
    const { structure, volume } = equilibriumOf(point, crystal)
    // Of the shape that the crystal has at rest, not of that in which it was given.
    const atRest = { ...crystal, name: `${crystal.name} at rest`, primitive: structure }
    const each = volume / structure.numbers.length
    const volumes = FITTED.map((part) => part * each)
    const energies = volumes.map((one) => energyAtVolume(atRest, one).read(point).value)
    const curves = forms.map(([form]) => {
      const fitted = fitEquationOfState(form, volumes, energies)
      return {
        name: form,
        mark: "line" as const,
        points: SHOWN.map((part) => ({ x: part * each, y: energyOfState(form, fitted, part * each) })),
      }
    })
    const points = SHOWN.map((part) => ({ x: part * each, y: finite(energyAtVolume(atRest, part * each).read(point).value) }))
    const pressures = SHOWN.map((part) => ({
      x: part * each,
      y: finite(pressureAtVolume(atRest, part * each).read(point).value / gigapascal),
    }))
    return {
      values: forms.flatMap(([form, key]) => {
        const found = equationOfState(atRest, form, volumes)
        return [
          readProperty(point, spread, `${key}.volume`, `volume (${form})`, found.volume),
          readProperty(point, spread, `${key}.bulkModulus`, `bulk modulus (${form})`, found.bulkModulus),
          readProperty(point, spread, `${key}.derivative`, `B′ = dB/dp (${form})`, found.derivative),
        ]
      }),
      remarks: [],
      figures: [
        {
          kind: "curves",
          key: "equation-of-state",
          caption: "Energy against volume, and fits to ±6 % of it",
          x: "volume [Å³/atom]",
          y: "energy [eV/atom]",
          curves: [...curves, { name: "potential", points, mark: "dots" }],
        },
        {
          kind: "curves",
          key: "pressure",
          caption: "Pressure against volume",
          x: "volume [Å³/atom]",
          y: "pressure [GPa]",
          curves: [{ name: "potential", points: pressures, mark: "line" }],
        },
      ],
    }
  },
} satisfies Part)

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
