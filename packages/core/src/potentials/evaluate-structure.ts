import type { Structure } from "../atoms/structure.ts"
import { buildGraph } from "../graph/build-graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import { type StressAse, stressAse } from "../units/stress.ts"
import type { Potential } from "./potential.ts"

/** What a potential says of one structure. */
export interface Prediction {
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
  /** `σ = −W/V`, Voigt xx yy zz yz xz xy [eV/Å³]; absent without a volume. */
  readonly stress?: StressAse
}

/** Energy, forces and stress of one structure. @throws Failure for an element that the potential does not know. */
export function evaluateStructure(potential: Potential, theta: Float64Array, structure: Structure): Prediction {
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const atoms = structure.numbers.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, out)
  const volume = graph.volumes[0]
  releaseGraph(graph)
  const energy = out.energies.reduce((sum, value) => sum + value, 0)
  return { energy, forces: out.forces, ...(volume > 0 ? { stress: stressAse(out.virials.map((w) => -w / volume)) } : {}) }
}
