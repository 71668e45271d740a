import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { ParameterLayout } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { checkForces, checkJacobian, checkLinearity, checkVirial } from "./check-derivatives.ts"
import { checkExtensivity, checkPermutation, checkRotation, checkTranslation } from "./check-invariance.ts"
import { checkGraphs, checkLocality } from "./check-locality.ts"
import { checkParts } from "./check-parts.ts"
import { checkSmoothness } from "./check-smoothness.ts"
import { randomNumbers, randomStructure, surroundings, type Surroundings } from "./random-structure.ts"
import type { Subject } from "./subject.ts"

/** Of `checkPotential`. */
export interface PotentialCheckOptions {
  /** What all random structures and parameters follow from; 1 unless given. */
  readonly seed?: number
  /** Typical distance of neighbours in the structures that are tried [Å]; 0.45 × cutoff unless given. */
  readonly spacing?: number
  /** Random structures that are tried; all kinds unless given, for a potential that refuses some. */
  readonly surroundings?: readonly Surroundings[]
  /** Further structures, besides the random ones. */
  readonly structures?: readonly Structure[]
  /** Parameters; unless given, those of the layout, each moved by up to 5 % within its bounds. */
  readonly theta?: ArrayLike<number>
  /** Distances at which the energy may not be smooth: the cutoff, and what is given here [Å]. */
  readonly ends?: readonly number[]
  /** Continuous derivatives of the energy at those distances: −1 none, 0 the energy, 1 (unless given) the force too. */
  readonly smoothness?: -1 | 0 | 1
  /** Largest error of a derivative relative to the largest one of its kind; 10⁻⁶ unless given. */
  readonly tolerance?: number
  /** Laws the potential cannot meet, by the name of their check, and why. */
  readonly except?: Readonly<Partial<Record<PotentialCheck, string>>>
}

const checks: Readonly<Record<Exclude<PotentialCheck, "smoothness">, (subject: Subject) => void>> = {
  forces: checkForces,
  virial: checkVirial,
  jacobian: checkJacobian,
  linearity: checkLinearity,
  translation: checkTranslation,
  rotation: checkRotation,
  permutation: checkPermutation,
  extensivity: checkExtensivity,
  locality: checkLocality,
  graphs: checkGraphs,
  parts: checkParts,
}

/** Names of the checks of `checkPotential`. */
export type PotentialCheck =
  | "forces"
  | "virial"
  | "jacobian"
  | "linearity"
  | "translation"
  | "rotation"
  | "permutation"
  | "extensivity"
  | "locality"
  | "graphs"
  | "parts"
  | "smoothness"

/**
 * Checks that a potential obeys the laws that every potential must: forces, virials and all parameter derivatives are those of the
 * energy (central differences); translation, rotation, reflection and permutation; supercells; locality; no net force; continuity where
 * it ends. It is tried on random structures of every periodicity and mixture of its elements.
 *
 * @throws ConformanceError that names the law, the structure, the component and the parameter.
 * @example
 * checkPotential(createPotential({ kind: "pair", elements: ["Ar"], cutoff: 8, pairs: { "Ar-Ar": { form: "morse", parameters } } }))
 */
export function checkPotential(potential: Potential, options: PotentialCheckOptions = {}): void {
  const { seed = 1, spacing = 0.45 * potential.cutoff, tolerance = 1e-6, except = {}, smoothness = 1 } = options
  const random = randomNumbers(seed)
  const theta = options.theta ? Float64Array.from(options.theta) : randomParameters(potential.parameters, random)
  const ends = [potential.cutoff, ...(options.ends ?? [])]
  const given = (options.structures ?? []).map((structure, k) => ({ structure, name: `structure ${k}` }))
  const drawn = (options.surroundings ?? surroundings).map((kind) => {
    const draw = (): Structure => randomStructure(kind, potential.elements, spacing, random)
    return { structure: awayFrom(ends, potential, draw), name: `a ${kind} of seed ${seed}` }
  })
  for (const { structure, name } of [...given, ...drawn]) {
    const subject: Subject = { potential, theta, structure, name, tolerance, random }
    for (const [law, check] of Object.entries(checks)) if (!(law in except)) check(subject)
  }
  if (smoothness < 0 || "smoothness" in except) return
  for (const end of ends) checkSmoothness(potential, theta, end, smoothness === 0 ? 0 : 1)
}

/** Values of a layout, each moved at random by up to 5 %, within its bounds. */
function randomParameters(layout: ParameterLayout, random: () => number): Float64Array {
  return Float64Array.from(layout, ({ value, lower, upper }) => {
    const moved = value === 0 ? 0.1 * (random() - 0.5) : value * (1 + 0.1 * (random() - 0.5))
    return Math.min(upper, Math.max(lower, moved))
  })
}

/** Draws structures until one has no two atoms at a distance where differences would cross an end. */
function awayFrom(ends: readonly number[], potential: Potential, draw: () => Structure): Structure {
  const longest = ends.reduce((most, end) => Math.max(most, end))
  for (let attempt = 0; attempt < 500; attempt++) {
    const structure = draw()
    const graph = buildGraph([structure], potential.elements, longest + 0.1)
    // The largest step is 2·5·10⁻⁵ in position and in strain.
    const far = graph.distances.every((r) => ends.every((end) => Math.abs(r - end) > 1.2e-4 * (1 + end)))
    releaseGraph(graph)
    if (far) return structure
  }
  throw new RangeError("no structure was found whose distances avoid all ends: give fewer ends, or structures of your own")
}
