import { gigapascal } from "../../../units/constants.ts"
import { energyAtVolume, pressureAtVolume } from "../../bulk/energy-volume.ts"
import { energyOfState, equationOfState, fitEquationOfState, type StateForm } from "../../bulk/equation-of-state.ts"
import { crystalOfVolume, deformed, equilibriumOf } from "../../bulk/equilibrium.ts"
import { modulusWithin } from "../../bulk/modulus-within.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import type { Point } from "../../point.ts"
import { shapeStrains } from "../../symmetry/invariants.ts"
import type { CurvesFigure } from "../figure.ts"
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

/** Parts of the volume within which the modulus is looked at: as elastic constants do, and as the fits do. */
const [NARROW, WIDE] = [2e-4, 0.02]
/** Moduli that differ by more than this part are told. */
const APART = 0.04
/** Moduli below this are those of no crystal [eV/Å³]. */
const SOFT = 1e-6

/** Lengths of the cell that symmetry leaves free against each other, by their names. */
const ratios: readonly (readonly [string, number])[] = [
  ["b/a", 3],
  ["c/a", 6],
]

/** Energy against volume, the shape of the cell relaxed at each as far as symmetry leaves it free. */
export const equationOfStatePart: Part = Object.freeze({
  name: "equation-of-state",
  title: "Equation of state",
  measure({ point, crystal, spread }) {
    const equilibrium = equilibriumOf(point, crystal)
    const { structure, volume, operations } = equilibrium
    // From the shape that the crystal has at rest, not from that in which it was given.
    const atRest = {
      ...crystal,
      name: `${crystal.name} at rest`,
      primitive: structure,
      conventional: deformed(equilibrium, crystal.conventional),
    }
    const each = volume / structure.numbers.length
    const volumes = FITTED.map((part) => part * each)
    const energies = volumes.map((one) => energyAtVolume(atRest, one, "minimum", "relaxed").read(point).value)
    const fits = forms.map(([form]) => fitEquationOfState(form, volumes, energies))
    const curves = forms.map(([form], f) => ({
      name: form,
      mark: "line" as const,
      points: SHOWN.map((part) => ({ x: part * each, y: energyOfState(form, fits[f], part * each) })),
    }))
    const points = SHOWN.map((part) => ({
      x: part * each,
      y: finite(energyAtVolume(atRest, part * each, "minimum", "relaxed").read(point).value),
    }))
    const pressures = SHOWN.map((part) => ({
      x: part * each,
      y: finite(pressureAtVolume(atRest, part * each, "relaxed").read(point).value / gigapascal),
    }))
    const shapes = shapeStrains(operations).length > 0 ? shapesOf(point, atRest, each) : []
    return {
      values: forms.flatMap(([form, key]) => {
        const found = equationOfState(atRest, form, volumes)
        return [
          readProperty(point, spread, `${key}.volume`, `volume (${form})`, found.volume),
          readProperty(point, spread, `${key}.bulkModulus`, `bulk modulus (${form})`, found.bulkModulus),
          readProperty(point, spread, `${key}.derivative`, `B′ = dB/dp (${form})`, found.derivative),
        ]
      }),
      remarks: [
        ...(shapes.length > 0 ? ["the shape of the cell is relaxed at each volume"] : []),
        ...strainDependence(point, atRest, each, fits[0].bulkModulus),
      ],
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
        ...shapes,
      ],
    }
  },
} satisfies Part)

/** That the modulus at rest is not that of larger strains, or not that of the fits, where it is so. */
function strainDependence(point: Point, atRest: Crystal, each: number, fitted: number): readonly string[] {
  const [narrow, wide] = [NARROW, WIDE].map((part) => modulusWithin(point, atRest, each, part))
  if (!(narrow > SOFT && [wide, fitted].some((modulus) => Math.abs(modulus - narrow) > APART * narrow))) return []
  const [low, high, all] = [narrow, wide, fitted].map((modulus) => Number((modulus / gigapascal).toPrecision(3)))
  return [
    `the bulk modulus depends on the strain: ${low} GPa within ±${100 * NARROW} % of the volume, as elastic constants see it, ${high} GPa within ±${100 * WIDE} %, and ${all} GPa by the Birch–Murnaghan fit to ±6 %`,
  ]
}

/** How lengths of the cell by the first of them follow the volume. */
function shapesOf(point: Point, atRest: Crystal, each: number): readonly CurvesFigure[] {
  const cells = SHOWN.map((part) => ({
    x: part * each,
    cell: deformed(crystalOfVolume(point, atRest, part * each, "relaxed"), atRest.conventional),
  }))
  const curves = ratios
    .map(([name, at]) => ({
      name,
      mark: "line" as const,
      points: cells.map(({ x, cell }) => ({ x, y: finite(Math.hypot(...cell.subarray(at, at + 3)) / Math.hypot(...cell.subarray(0, 3))) })),
    }))
    .filter(({ points: [first, ...others] }) => others.some(({ y }) => Math.abs((y ?? 0) - (first.y ?? 0)) > 1e-6))
  if (curves.length === 0) return []
  return [
    { kind: "curves", key: "shape", caption: "Shape of the cell against volume", x: "volume [Å³/atom]", y: "ratio of lengths", curves },
  ]
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
