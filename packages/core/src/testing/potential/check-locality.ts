import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { translated } from "./deform.ts"
import { demandSame } from "./check-invariance.ts"
import { separation } from "./laws.ts"
import { predict } from "./prediction.ts"
import type { Subject } from "./subject.ts"

/** Two clusters farther apart than the cutoff do not know of each other. */
export function checkLocality(subject: Subject): void {
  const { structure, name, potential } = subject
  if (structure.cell) return
  const { found, expected } = separation(subject, structure, 1.001 * potential.cutoff)
  demandSame("atoms beyond the cutoff do not matter", found, expected, `${name}, twice and far apart`)
}

/** The answer is the same in a batch, in a longer graph, with elements in another order, and is added to what was there. */
export function checkGraphs({ potential, theta, structure, name }: Subject): void {
  const [alone] = predict(potential, [structure], theta)
  const [, second] = predict(potential, [translated(structure, [0.3, 0, 0]), structure], theta)
  demandSame("a batch changes nothing", second, alone, name)

  const graph = buildGraph([structure], potential.elements.toReversed(), 1.1 * potential.cutoff)
  const atoms = structure.numbers.length
  const out = {
    energies: new Float64Array(atoms).fill(1),
    forces: new Float64Array(3 * atoms).fill(2),
    virials: new Float64Array(6).fill(3),
  }
  potential.evaluate(graph, theta, out)
  releaseGraph(graph)
  const energies = out.energies.map((value) => value - 1)
  const found = {
    energy: energies.reduce((sum, value) => sum + value, 0),
    energies,
    forces: out.forces.map((value) => value - 2),
    virial: out.virials.map((value) => value - 3),
  }
  demandSame("the answer is added, for any longer graph with its elements in any order", found, alone, name)
}
