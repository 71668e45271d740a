import { type Configuration, evaluateStructure, type LammpsModel, type Potential, type Prediction } from "@luthier/core"
import type { Lammps } from "./find-lammps.ts"
import { runLammps } from "./run-lammps.ts"

/** The largest difference of one quantity between the potential and the engine. */
export interface Difference {
  readonly quantity: "energy" | "force" | "stress"
  /** In `unit`. */
  readonly largest: number
  /** Largest difference over the largest value. */
  readonly relative: number
  readonly unit: string
}

/** Contents of `check.json`: the exported files run by the engine on structures of the data, against this code. */
export interface EngineCheck {
  readonly engine: string
  readonly version: string
  readonly structures: readonly { readonly file: string; readonly frame: number; readonly atoms: number }[]
  /** Whether the engine evaluates the same formulas, or tables of them. */
  readonly exact: boolean
  readonly differences: readonly Difference[]
}

const MOST_STRUCTURES = 16
const MOST_ATOMS = 400

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
  const theirs = await runLammps(lammps, model, potential.elements, structures)
  const ours = structures.map((structure) => evaluateStructure(potential, theta, structure))
  return {
    engine: "LAMMPS",
    version: lammps.version,
    structures: sample.map(({ origin, structure }) => ({ file: origin.file, frame: origin.frame, atoms: structure.numbers.length })),
    exact: model.exact,
    differences: [
      difference("energy", "eV/atom", structures.length, (k) => [
        [ours[k].energy / structures[k].numbers.length],
        [theirs[k].energy / structures[k].numbers.length],
      ]),
      difference("force", "eV/Å", structures.length, (k) => [ours[k].forces, theirs[k].forces]),
      difference("stress", "eV/Å³", structures.length, (k) => stresses(ours[k], theirs[k], structures[k].pbc.every(Boolean))),
    ],
  }
}

/** Structures of every group in turn, small enough to be quick. */
function sampleOf(configurations: readonly Configuration[]): readonly Configuration[] {
  const groups = [...Map.groupBy(configurations, ({ group }) => group).values()]
  const small = groups.map((members) => members.filter(({ structure }) => structure.numbers.length <= MOST_ATOMS))
  const sample: Configuration[] = []
  for (let round = 0; sample.length < MOST_STRUCTURES && small.some((members) => round < members.length); round++) {
    // Spread over the whole group: first, last, then between.
    for (const members of small) {
      const at = round === 0 ? 0 : Math.round(((members.length - 1) * ((round * 0.618) % 1)) / 1)
      const member = members[at]
      if (member && !sample.includes(member) && sample.length < MOST_STRUCTURES) sample.push(member)
    }
    if (round > 4 * MOST_STRUCTURES) break
  }
  return sample
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
    if (ours.length !== theirs.length) throw new Error(`LAMMPS gave ${theirs.length} values of ${quantity}, expected ${ours.length}`)
    for (let c = 0; c < ours.length; c++) {
      size = Math.max(size, Math.abs(theirs[c]))
      // A NaN must not pass for agreement.
      gap = Math.max(gap, Number.isNaN(ours[c] - theirs[c]) ? Infinity : Math.abs(ours[c] - theirs[c]))
    }
  }
  return { quantity, largest: gap, relative: size > 0 ? gap / size : 0, unit }
}
