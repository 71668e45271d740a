import { type Configuration, evaluateStructure, Failure, type LammpsModel, type Potential, type Prediction } from "@luthier/core"
import type { Lammps } from "./find-lammps.ts"
import { runLammps } from "./run-lammps.ts"
import { sampleOf } from "./sample.ts"

/** The largest difference of one quantity between the potential and the engine. */
export interface Difference {
  /** Energies are per atom; stresses are compared where a structure repeats in all directions. */
  readonly quantity: "energy" | "force" | "stress"
  /** In `unit`. */
  readonly largest: number
  /** Largest difference over the engine's largest value. */
  readonly relative: number
  readonly unit: string
}

/** Contents of `check.json`: the exported files run by the engine on structures of the data, against this code. */
export interface EngineCheck {
  readonly engine: string
  readonly version: string
  /** A sample of all groups of the data, the same for the same data. */
  readonly structures: readonly { readonly file: string; readonly frame: number; readonly atoms: number }[]
  /** Whether the engine evaluates the same formulas, or tables of them. */
  readonly exact: boolean
  /** Empty when the engine refused the files. */
  readonly differences: readonly Difference[]
  /** What the engine said when it refused the files. */
  readonly refusal?: string
  /** Where the files can do less than the potential, a sentence each. */
  readonly warnings: readonly string[]
}

/** Runs exported files in LAMMPS on a sample of configurations and records the largest differences. */
export async function checkLammps(
  lammps: Lammps,
  model: LammpsModel,
  potential: Potential,
  theta: Float64Array,
  configurations: readonly Configuration[],
): Promise<EngineCheck> {
  const sample = sampleOf(configurations)
  const structures = sample.map(({ structure }) => structure)
  const described = {
    engine: "LAMMPS",
    version: lammps.version,
    structures: sample.map(({ origin, structure }) => ({ file: origin.file, frame: origin.frame, atoms: structure.numbers.length })),
    exact: model.exact,
    warnings: model.warnings,
  }
  try {
    const theirs = await runLammps(lammps, model, potential.elements, structures)
    const ours = structures.map((structure) => evaluateStructure(potential, theta, structure))
    return { ...described, differences: differences(ours, theirs, structures) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { ...described, differences: [], refusal: error.describe() }
  }
}

/** The largest differences of energy, force and stress over some structures. */
export function differences(
  ours: readonly Prediction[],
  theirs: readonly Prediction[],
  structures: readonly Configuration["structure"][],
): readonly Difference[] {
  const perAtom = (predictions: readonly Prediction[], k: number): ArrayLike<number> => [
    predictions[k].energy / structures[k].numbers.length,
  ]
  return [
    difference("energy", "eV/atom", structures.length, (k) => [perAtom(ours, k), perAtom(theirs, k)]),
    difference("force", "eV/Å", structures.length, (k) => [ours[k].forces, theirs[k].forces]),
    difference("stress", "eV/Å³", structures.length, (k) => stresses(ours[k], theirs[k], structures[k].pbc.every(Boolean))),
  ]
}

function stresses(ours: Prediction, theirs: Prediction, periodic: boolean): readonly [ArrayLike<number>, ArrayLike<number>] {
  return periodic && ours.stress && theirs.stress ? [ours.stress, theirs.stress] : [[], []]
}

function difference(
  quantity: Difference["quantity"],
  unit: string,
  count: number,
  pairOf: (k: number) => readonly [ArrayLike<number>, ArrayLike<number>],
): Difference {
  let gap = 0
  let size = 0
  for (let k = 0; k < count; k++) {
    const [ours, theirs] = pairOf(k)
    if (ours.length !== theirs.length) throw new Failure(`LAMMPS gave ${theirs.length} values of ${quantity}, expected ${ours.length}`)
    for (let c = 0; c < ours.length; c++) {
      size = Math.max(size, Math.abs(theirs[c]))
      // A NaN must not pass for agreement.
      gap = Math.max(gap, Number.isNaN(ours[c] - theirs[c]) ? Infinity : Math.abs(ours[c] - theirs[c]))
    }
  }
  return { quantity, largest: gap, relative: size > 0 ? gap / size : 0, unit }
}
