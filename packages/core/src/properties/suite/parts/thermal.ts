import { gigapascal } from "../../../units/constants.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { quasiHarmonicAt, type VibratingCrystal, type WarmCrystal } from "../../phonons/quasi-harmonic.ts"
import { softestFrequency } from "../../phonons/spectrum.ts"
import { forceConstantsAtRest, spectrumOf, vibratingCrystal } from "../../phonons/vibrating-crystal.ts"
import { invariantStrains } from "../../symmetry/invariants.ts"
import { divisionsOf, waveMesh } from "../../phonons/wave-mesh.ts"
import { jouleOfMole } from "../molar.ts"
import { plainProperty } from "../property-value.ts"
import type { CurvesFigure } from "../figure.ts"
import type { Part } from "../study.ts"
import { usedMesh } from "./used.ts"

/** Volumes by that of the crystal at rest. */
const VOLUMES = Array.from({ length: 8 }, (_, k) => 0.975 + 0.0125 * k)
/** Fewer do not tell how the free energy bends. */
const FEWEST = 5
/** Steps of the mesh [1/Å, without 2π]. */
const MESH = 0.03
const ROOM = 298.15
/** Of free energies off their form, beyond which it is told [eV/atom]. */
const MISFIT = 1e-4
/** [K] */
const [HOTTEST, STEP] = [1000, 20]

/** Thermal expansion and heat capacity in the quasi-harmonic approximation. */
export const thermalPart: Part = Object.freeze({
  name: "thermal",
  title: "Thermal expansion and heat capacity",
  measure({ point, crystal }) {
    const { structure, operations, volume } = equilibriumOf(point, crystal)
    const { unbounded } = point.potential
    if (unbounded !== undefined) {
      return { values: [], remarks: [`no thermal expansion: ${unbounded}, and force constants have no end`], figures: [] }
    }
    const atRest = { ...crystal, name: `${crystal.name} at rest`, primitive: structure }
    const each = volume / structure.numbers.length
    const constants = forceConstantsAtRest(point, crystal)
    const divisions = divisionsOf(constants.cell, MESH)
    const sound: VibratingCrystal[] = []
    let weak = softestFrequency(spectrumOf(constants, { operations }, MESH)) < 0 ? 1 : 0
    for (const part of VOLUMES) {
      if (weak > 0) break
      const there = vibratingCrystal(point, atRest, part * each, constants.reach, MESH)
      if (softestFrequency(there.spectrum) < 0) weak = part
      else sound.push(there)
    }
    if (sound.length < FEWEST) {
      const remark = `phonons are imaginary at ${(100 * weak).toPrecision(3)} % of the volume at rest: without a stable crystal there is no quasi-harmonic thermodynamics`
      return { values: [], remarks: [remark], figures: [] }
    }
    const temperatures = Array.from({ length: 1 + HOTTEST / STEP }, (_, k) => STEP * k)
    const warm: WarmCrystal[] = []
    for (const temperature of temperatures) {
      const found = quasiHarmonicAt(sound, temperature)
      if (!found) break
      warm.push(found)
    }
    const room = quasiHarmonicAt(sound, ROOM)
    const cold = warm[0]
    const cubic = invariantStrains(operations).length === 1
    return {
      values: [
        ...(cold
          ? [
              plainProperty("thermal.volume0", "volume at 0 K, with zero-point motion", cold.volume, "Å³/atom", {
                dimension: "volume per atom",
              }),
            ]
          : []),
        ...(room
          ? [
              plainProperty("thermal.volume", "volume at 298.15 K", room.volume, "Å³/atom", { dimension: "volume per atom" }),
              plainProperty("thermal.expansion", "linear expansion at 298.15 K", (1e6 * room.expansion) / 3, "10⁻⁶/K"),
              plainProperty("thermal.bulkModulus", "bulk modulus at 298.15 K, isothermal", room.bulkModulus / gigapascal, "GPa", {
                dimension: "stress",
              }),
              plainProperty("thermal.heatCapacity", "C_p at 298.15 K", jouleOfMole(room.heatCapacity.pressure), "J/(mol K)"),
              plainProperty("thermal.grueneisen", "Grüneisen parameter at 298.15 K", room.grueneisen, "", { dimension: "number" }),
            ]
          : []),
      ],
      remarks: [
        "quasi-harmonic: vibrations change with the volume only, not with how large they are, which holds far below melting",
        usedMesh(divisions, waveMesh(constants.cell, operations, divisions), "free energies"),
        ...(room && room.misfit > MISFIT
          ? [
              `free energies lie ${(1000 * room.misfit).toPrecision(2)} meV/atom off the smooth form that is fitted to them: derivatives such as the expansion are rough`,
            ]
          : []),
        ...(!cubic ? ["at each volume the cell has the shape of least energy at rest: vibrations change the volume, not the shape"] : []),
        ...(warm.length < temperatures.length
          ? [
              warm.length === 0
                ? "the free energy has no minimum among the volumes that were looked at"
                : `beyond ${warm[warm.length - 1].temperature} K the crystal leaves the volumes that were looked at`,
            ]
          : []),
      ],
      figures: figuresOf(warm),
    }
  },
} satisfies Part)

function figuresOf(warm: readonly WarmCrystal[]): readonly CurvesFigure[] {
  const curve = (name: string, y: (one: WarmCrystal) => number) => ({
    name,
    mark: "line" as const,
    points: warm.map((one) => ({ x: one.temperature, y: y(one) })),
  })
  return [
    {
      kind: "curves",
      key: "expansion",
      caption: "Linear thermal expansion, quasi-harmonic",
      x: "temperature [K]",
      y: "α [10⁻⁶/K]",
      curves: [curve("α", ({ expansion }) => (1e6 * expansion) / 3)],
    },
    {
      kind: "curves",
      key: "heat-capacity",
      caption: "Heat capacity, quasi-harmonic",
      x: "temperature [K]",
      y: "heat capacity [J/(mol K)]",
      curves: [
        curve("C_p", ({ heatCapacity }) => jouleOfMole(heatCapacity.pressure)),
        curve("C_V", ({ heatCapacity }) => jouleOfMole(heatCapacity.volume)),
      ],
    },
  ]
}
