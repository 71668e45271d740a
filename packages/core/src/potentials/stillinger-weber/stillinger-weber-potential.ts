import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import type { WithLammps } from "../lammps-model.ts"
import { evaluateEmbedded } from "../many-body/embedded/evaluate.ts"
import { jacobianEmbedded } from "../many-body/embedded/jacobian.ts"
import type { EmbeddedModel } from "../many-body/embedded/model.ts"
import { functionSet } from "../many-body/function-set.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import { highest, placeSection } from "../many-body/section.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { resolveTies } from "../spec/resolve-ties.ts"
import { stillingerWeberFile } from "./file/write-sw.ts"
import { pairSection, tripletSection } from "./sections.ts"
import type { StillingerWeberSpec } from "./spec.ts"

const pairEnergy = "(repulsion*(sigma/x)^p - attraction*(sigma/x)^q)*exp(sigma/(x - cutoff))"
/** The same with exponents that are whole: products in place of powers. */
const wholePairEnergy = (p: number, q: number): string => `(repulsion*(sigma/x)^${p} - attraction*(sigma/x)^${q})*exp(sigma/(x - cutoff))`
const decay = "exp(gamma*sigma/(x - cutoff))"
const angularEnergy = "lambda*(x - cosine)^2"

/** Powers up to this are products. */
const LARGEST_PRODUCT = 16

/** A Stillinger–Weber potential. */
export type StillingerWeberPotential = Potential & WithLammps

/**
 * E = Σ_{i<j} φ(r_ij) + Σ_i Σ_{j<k} λε (cos θ_jik − cos θ₀)² exp(γσ/(r_ij − aσ)) exp(γσ/(r_ik − aσ)), with
 * φ = Aε [B (σ/r)^p − (σ/r)^q] exp(σ/(r − aσ)) and parameters by pair and triplet of elements.
 *
 * F. H. Stillinger, T. A. Weber, doi:10.1103/PhysRevB.31.5262. The energy scale ε is a gauge: only its products with A and λ enter, and
 * these are the parameters, together with A B ε; so all strengths are linear.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a spec with something missing, left open, or of no use.
 */
export function stillingerWeberPotential(spec: StillingerWeberSpec, numbers: readonly number[]): StillingerWeberPotential {
  const symbols = numbers.map(symbolOf)
  const placed: Parameter[] = []
  const pairs = placeSection(pairSection, symbols, spec.pairs, "sw", placed)
  const triplets = placeSection(tripletSection, symbols, spec.triplets, "sw", placed)
  const parameters = resolveTies(Object.freeze(placed), spec)
  const set = functionSet()
  const columnsOf = (columns: Readonly<Record<string, number>> | undefined, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, columns?.[name] ?? -1]))
  const pairNames = ["repulsion", "attraction", "p", "q", "sigma", "cutoff"]
  const ends = Int32Array.from(pairs.columns, (columns) => columns?.["cutoff"] ?? -1)
  // An atom's energy is its surroundings themselves, in which each bond is half.
  const model: Omit<EmbeddedModel, "reach"> = {
    elements: numbers.length,
    parameters: parameters.length,
    functions: set.functions,
    density: Int32Array.from(pairs.columns, (columns) => set.add(pairEnergy, columnsOf(columns, pairNames))),
    share: 0.5,
    angular: {
      radial: Int32Array.from(pairs.columns, (columns) => set.add(decay, columnsOf(columns, ["gamma", "sigma", "cutoff"]))),
      angle: Int32Array.from(triplets.columns, (columns) => set.add(angularEnergy, columnsOf(columns, ["lambda", "cosine"]))),
    },
    energy: 1,
  }
  const modelAt = (theta: Float64Array): EmbeddedModel => ({ ...model, reach: Float64Array.from(ends, (column) => theta[column]) })
  const isWhole = (exponent: number | undefined): exponent is number =>
    exponent !== undefined && Number.isInteger(exponent) && exponent >= 0 && exponent <= LARGEST_PRODUCT
  const evaluatedAt = (theta: Float64Array): EmbeddedModel => {
    const density = Int32Array.from(pairs.columns, (columns, kind) => {
      const [p, q] = [theta[columns?.["p"] ?? -1], theta[columns?.["q"] ?? -1]]
      const names = ["repulsion", "attraction", "sigma", "cutoff"]
      return isWhole(p) && isWhole(q) ? set.add(wholePairEnergy(p, q), columnsOf(columns, names)) : model.density![kind]
    })
    return { ...modelAt(theta), density }
  }
  const cutoff = ends.reduce((most, column) => Math.max(most, highest(parameters, column)), 0)
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters,
    lammps: (theta: Float64Array) => stillingerWeberFile({ symbols, pairs, triplets, epsilon: spec.epsilon ?? 1 }, theta),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      evaluateEmbedded(evaluatedAt(theta), speciesNumbers(graph, numbers, cutoff), graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      jacobianEmbedded(modelAt(theta), speciesNumbers(graph, numbers, cutoff), graph, s, theta, block)
    },
  })
}
