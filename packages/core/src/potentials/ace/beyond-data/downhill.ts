import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { type RandomState, uniforms } from "../../../random/random.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceModel } from "../model.ts"

/** Steps of a way downhill, how often it is looked at, and how far an atom goes in a step at most [Å]. */
const STEPS = 150
const LOOKS = 15
const LONGEST = 0.06
/** Steps by chance beside those downhill, at the beginning. */
const CHANCE = 3

/**
 * Structures on a way downhill with the energies of their atoms [eV]: steps along the forces, with steps by chance that become shorter. Both
 * are good until the next ones are asked for.
 */
export function* downhill(
  model: AceModel,
  evaluator: AceEvaluator,
  theta: Float64Array,
  begun: Structure,
  seed: RandomState,
): Generator<{ readonly structure: Structure; readonly energies: Float64Array }> {
  const atoms = begun.numbers.length
  const positions = begun.positions.slice()
  const structure = { ...begun, positions }
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  const chances = new Float64Array(3 * atoms)
  let random = seed
  for (let step = 1; step <= STEPS; step++) {
    for (const array of [out.energies, out.forces, out.virials]) array.fill(0)
    const graph = buildGraph([structure], model.elements, model.cutoff)
    evaluator.evaluate(graph, theta, out)
    releaseGraph(graph)
    const steepest = out.forces.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    if (!(steepest > 0 && Number.isFinite(steepest))) return
    if (step % LOOKS === 0) yield { structure, energies: out.energies }
    random = uniforms(random, chances)
    const chance = CHANCE * LONGEST * (1 - step / STEPS)
    for (let k = 0; k < positions.length; k++) positions[k] += (LONGEST * out.forces[k]) / steepest + chance * (2 * chances[k] - 1)
  }
}
