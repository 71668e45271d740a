import { symbolOf } from "../../../../atoms/elements.ts"
import { monomialWeights } from "../../evaluate.ts"
import type { AceModel } from "../../model.ts"
import type { Yace, YaceBond, YaceEmbedding } from "../yace.ts"
import { complexProducts } from "./complex-products.ts"
import { type ExpandedRadial, expandRadial, plainBond } from "./expand-radial.ts"
import { overBasis } from "./first-order.ts"

/** A file's content, and how far its radial functions are off. */
export interface WrittenModel {
  readonly yace: Yace
  readonly error: ExpandedRadial["error"]
}

/** Steps of LAMMPS's radial tables [Å]: with the finer one their forces are right to about 1e-8; they take 100 MB for each pair. */
const FINE = 0.0005
const COARSE = 0.001

/**
 * A cluster expansion of ours as LAMMPS `pair_style pace` takes it: radial functions as polynomials, one density that is the energy
 * itself (`FinnisSinclair` with exponent one), and the core.
 *
 * @param references energies of free atoms [eV] by species; zero unless given
 */
export function yaceOfModel(model: AceModel, theta: Float64Array, references?: readonly number[]): WrittenModel {
  // Pairs of elements may share their functions.
  const known = new Map(model.radials.map((radial) => [radial, expandRadial(radial, model.maximumL + 1)] as const))
  const expanded = model.radials.map((radial) => known.get(radial)!)
  const elements = model.elements.length
  const yace: Yace = {
    elements: model.elements.map(symbolOf),
    references: references ?? model.elements.map(() => 0),
    step: elements === 1 ? FINE : COARSE,
    embeddings: model.elements.map((_, mu) => ({
      form: "FinnisSinclair",
      terms: [{ prefactor: 1, exponent: 1 }],
      ...fadeOf(model, mu),
    })),
    bonds: expanded.map(({ radials }, k) => ({ radials, cutoff: model.radials[k].cutoff, ...plainBond, ...coreOf(model, k) })),
    functions: model.centres.map((centre, mu) => {
      const radials = expanded.slice(mu * elements, (mu + 1) * elements).map((one) => one.radials)
      return overBasis(complexProducts(centre, monomialWeights(centre, theta)), radials)
    }),
  }
  const worst = (part: "value" | "slope"): number => expanded.reduce((most, { error }) => Math.max(most, error[part]), 0)
  return { yace, error: { value: worst("value"), slope: worst("slope") } }
}

/** The bond's core; nothing without one. */
function coreOf({ core }: AceModel, k: number): Partial<YaceBond> {
  return core ? { corePrefactor: core.pairs[k].prefactor, coreDecay: core.pairs[k].decay } : {}
}

/** Core energies over which the energy of densities is switched off; without a core, some that are not reached. */
function fadeOf({ core }: AceModel, mu: number): Pick<YaceEmbedding, "coreCutoff" | "coreWidth"> {
  if (!core) return { coreCutoff: 100_000, coreWidth: 250 }
  const [from, to] = core.fades[mu]
  return { coreCutoff: to, coreWidth: to - from }
}
