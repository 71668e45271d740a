import type { Configuration } from "../atoms/structure.ts"
import type { Graph } from "../graph/graph.ts"
import type { Evaluation } from "../potentials/potential.ts"
import { type Baseline, baselineEnergy, stressColumns } from "./baseline.ts"
import type { Property } from "./property.ts"

/**
 * The observations of a configuration of n atoms are one vector of `3n + 7` numbers: energy per atom [eV/atom], force components
 * [eV/Å], Voigt stress [eV/Å³].
 */
export function observationLength(atoms: number): number {
  return 3 * atoms + 7
}

/** Where a property's numbers stand in the observations of n atoms: `[from, to)`. */
export function observationRange(property: Property, atoms: number): readonly [number, number] {
  if (property === "energy") return [0, 1]
  if (property === "forces") return [1, 1 + 3 * atoms]
  return [1 + 3 * atoms, 7 + 3 * atoms]
}

/** The reference labels of a configuration as observations; NaN where a label is missing. A structure without a cell has no stress. */
export function referenceObservations(configuration: Configuration): Float64Array {
  const { structure, energy, forces, stress } = configuration
  const atoms = structure.numbers.length
  const out = new Float64Array(observationLength(atoms)).fill(NaN)
  if (energy !== undefined) out[0] = energy / atoms
  if (forces) out.set(forces, 1)
  if (stress && structure.cell) out.set(stress, 1 + 3 * atoms)
  return out
}

/**
 * Writes the predicted observations of structure `s` of an evaluated graph to `out`: `E/N`, F and `−W/V`, with the baseline (its
 * parameters at `theta[start…]`) added. Stress is NaN without a cell.
 */
export function predictObservations(
  graph: Graph,
  s: number,
  evaluation: Evaluation,
  configuration: Configuration,
  baseline: Baseline,
  theta: Float64Array,
  start: number,
  out: Float64Array,
): void {
  const first = graph.structures[s]
  const atoms = graph.structures[s + 1] - first
  let energy = 0
  for (let i = first; i < first + atoms; i++) energy += evaluation.energies[i]
  out[0] = energy / atoms + baselineEnergy(baseline, configuration.structure, theta, start)
  for (let c = 0; c < 3 * atoms; c++) out[1 + c] = evaluation.forces[3 * first + c]
  const volume = graph.volumes[s]
  const columns = stressColumns(baseline, configuration)
  for (let v = 0; v < 6; v++) {
    const offset = columns[v] < 0 ? 0 : theta[start + columns[v]]
    out[1 + 3 * atoms + v] = volume > 0 ? offset - evaluation.virials[6 * s + v] / volume : NaN
  }
}
