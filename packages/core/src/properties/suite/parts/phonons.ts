import { inverse, timesMatrix, transpose } from "../../../atoms/cell.ts"
import { symbolOf } from "../../../atoms/elements.ts"
import type { Cell } from "../../../atoms/structure.ts"
import { deformed, type Equilibrium, equilibriumOf } from "../../bulk/equilibrium.ts"
import { phononFrequency } from "../../bulk/phonon.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import { bandPath, type NamedWave } from "../../phonons/band-path.ts"
import { densityOfStates } from "../../phonons/density-of-states.ts"
import type { ForceConstants } from "../../phonons/force-constants.ts"
import { harmonicAt } from "../../phonons/harmonic.ts"
import { softestMode } from "../../phonons/softest-mode.ts"
import { softestFrequency, type Spectrum, spectrumOn, STILL } from "../../phonons/spectrum.ts"
import { forceConstantsAtRest } from "../../phonons/vibrating-crystal.ts"
import { type Vibrations, vibrationsOf } from "../../phonons/vibrations.ts"
import { divisionsOf, waveMesh, type WaveMesh } from "../../phonons/wave-mesh.ts"
import { frozenPhonons } from "./frozen-phonons.ts"
import { jouleOfMole } from "../molar.ts"
import { plainProperty, type PropertyValue, readProperty } from "../property-value.ts"
import type { Part, Study } from "../study.ts"
import { usedMesh, usedSpace } from "./used.ts"

/** Steps of the mesh of the density of states [1/Å, without 2π]. */
const MESH = 0.0125
/** Wave vectors along the longest part of the path. */
const POINTS = 60
/** Room temperature [K]. */
const ROOM = 298.15
/** Crystals of more atoms have too many branches to list. */
const MOST_ATOMS = 4

/** Phonon bands and density of states, frequencies at points of high symmetry, and harmonic thermodynamics. */
export const phononsPart: Part = Object.freeze({
  name: "phonons",
  title: "Phonons",
  measure(study) {
    const { point, crystal, prototype } = study
    const equilibrium = equilibriumOf(point, crystal)
    if (point.potential.unbounded !== undefined) return frozenPhonons(study)
    const constants = forceConstantsAtRest(point, crystal)
    const vibrations = vibrationsOf(constants)
    const divisions = divisionsOf(constants.cell, MESH)
    const mesh = waveMesh(constants.cell, equilibrium.operations, divisions)
    const spectrum = spectrumOn(vibrations, mesh)
    const path = bandPath(prototype)
    const bands = bandsAlong(path, crystal, equilibrium, vibrations)
    const lowest = Math.min(softestFrequency(spectrum), ...bands.branches.flat())
    const highest = spectrum.frequencies.reduce((most, f) => Math.max(most, f), Math.max(...bands.branches.flat()))
    const unstable = lowest < -STILL * highest
    const remark = unstable
      ? `${crystal.name} is dynamically unstable: phonons reach an imaginary frequency of ${(-lowest).toPrecision(3)} THz at ${softestPlace(constants, bands, spectrum, mesh, deformed(equilibrium, crystal.conventional))}, shown below zero; atoms move along them to a structure of lower energy`
      : highest > 0
        ? "all phonons are real: the crystal is dynamically stable"
        : "nothing vibrates: no atom feels another"
    const cold = harmonicAt(spectrum, 0)
    const warm = harmonicAt(spectrum, ROOM)
    return {
      values: [
        ...pointFrequencies(study, path),
        plainProperty("phonon.highest", "highest frequency", highest, "THz", { dimension: "frequency" }),
        ...(unstable
          ? []
          : [
              plainProperty("zeroPoint", "zero-point energy", 1000 * cold.freeEnergy, "meV/atom", { dimension: "energy per atom" }),
              plainProperty("harmonic.heatCapacity", "C_V at 298.15 K, harmonic", jouleOfMole(warm.heatCapacity), "J/(mol K)"),
              plainProperty("harmonic.entropy", "entropy at 298.15 K, harmonic", jouleOfMole(warm.entropy), "J/(mol K)"),
            ]),
      ],
      remarks: [remark, usedSpace(constants), usedMesh(divisions, mesh, "density of states and thermodynamics")],
      figures: [
        {
          kind: "bands",
          key: "phonons",
          caption: `Phonons of ${crystal.name} at rest, and their density of states`,
          unit: "THz",
          ...{ places: bands.places, branches: bands.branches, ticks: bands.ticks },
          density: densityOfStates(spectrum),
        },
      ],
    }
  },
} satisfies Part)

/** Frequencies where the path turns, each group of equal ones once. */
function pointFrequencies({ point, crystal, spread }: Study, path: readonly NamedWave[]): readonly PropertyValue[] {
  const branches = 3 * crystal.primitive.numbers.length
  if (branches > 3 * MOST_ATOMS) return []
  const seen = new Set<string>()
  return path.flatMap(({ label, q }) => {
    if (seen.has(label)) return []
    seen.add(label)
    const still = q.every((value) => value === 0) ? 3 : 0
    const all = Array.from({ length: branches - still }, (_, k) => phononFrequency(crystal, q, still + k + 1))
    let before = Number.NaN
    return all.flatMap((observable, k) => {
      const { value } = observable.read(point)
      if (Math.abs(value - before) < 1e-4 * Math.abs(value)) return []
      before = value
      const branch = still + k + 1
      return [readProperty(point, spread, `phonon.${label}.${branch}`, `phonon ${label}, branch ${branch}`, observable)]
    })
  })
}

/** The wave vector of the lowest frequency, on the path where it is there too, and what moves. */
function softestPlace(constants: ForceConstants, bands: Bands, spectrum: Spectrum, mesh: WaveMesh, conventional: Cell): string {
  const path = bands.branches[0].map((frequency, k) => ({ frequency, wave: bands.waves[k] }))
  const inside = Array.from(mesh.weights, (_, w) => ({
    frequency: spectrum.frequencies[w * spectrum.branches],
    wave: mesh.waves.subarray(3 * w, 3 * w + 3),
  }))
  const least = (all: typeof path) => all.reduce((low, one) => (one.frequency < low.frequency ? one : low))
  const [onPath, anywhere] = [least(path), least(inside)]
  const { wave } = onPath.frequency <= 0.99 * anywhere.frequency ? onPath : anywhere
  const { number, direction } = softestMode(constants, wave)
  // Phases over a vector of the cell, q·h, in those of the conventional one.
  const q = timesMatrix(wave, transpose(timesMatrix(conventional, inverse(constants.cell))))
  const shown = (values: Float64Array): string => Array.from(values, (x) => Number(x.toFixed(3)) + 0).join(" ")
  return `q = (${shown(q)}), where ${symbolOf(number)} moves farthest, along [${shown(direction)}]`
}

interface Bands {
  /** In units of the reciprocal vectors of the primitive cell. */
  readonly waves: readonly Float64Array[]
  readonly places: readonly number[]
  readonly branches: readonly (readonly number[])[]
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

/** Frequencies along a path, wave vectors as far apart on the abscissa as in the reciprocal space of the relaxed crystal. */
function bandsAlong(path: readonly NamedWave[], crystal: Crystal, equilibrium: Equilibrium, vibrations: Vibrations): Bands {
  const wide = deformed(equilibrium, crystal.conventional)
  const cell = equilibrium.structure.cell ?? wide
  const toSpace = transpose(inverse(wide))
  const corners = path.map(({ q }) => timesMatrix(q, toSpace))
  const lengths = corners
    .slice(1)
    .map((corner, k) => (sameWave(path[k], path[k + 1]) ? 0 : Math.hypot(...corner.map((x, c) => x - corners[k][c]))))
  const longest = Math.max(...lengths)
  const places: number[] = []
  const columns: Float64Array[] = []
  const waves: Float64Array[] = []
  const ticks = [{ at: 0, label: path[0].label }]
  let from = 0
  lengths.forEach((length, k) => {
    if (length > 0) {
      const steps = Math.max(4, Math.round((POINTS * length) / longest))
      for (let s = 0; s <= steps; s++) {
        const q = corners[k].map((x, c) => x + (s / steps) * (corners[k + 1][c] - x))
        places.push(from + (s / steps) * length)
        const wave = Float64Array.from([0, 3, 6], (d) => q[0] * cell[d] + q[1] * cell[d + 1] + q[2] * cell[d + 2])
        waves.push(wave)
        columns.push(vibrations(wave))
      }
    }
    from += length
    if (length > 0) ticks.push({ at: from, label: path[k + 1].label })
  })
  const count = columns[0]?.length ?? 0
  return { places, waves, branches: Array.from({ length: count }, (_, b) => columns.map((column) => column[b])), ticks }
}

/** Two names of one wave, in two zones. */
function sameWave(one: NamedWave, other: NamedWave): boolean {
  return one.label === other.label
}
