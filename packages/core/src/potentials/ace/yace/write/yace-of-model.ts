import { symbolOf } from "../../../../atoms/elements.ts"
import { monomialWeights } from "../../evaluate.ts"
import type { AceModel } from "../../model.ts"
import type { Yace } from "../yace.ts"
import { complexProducts } from "./complex-products.ts"
import { radialNodes, type RadialNodes } from "./radial-nodes.ts"

/** A file's content, and how far its radial tables are off. */
export interface WrittenModel {
  readonly yace: Yace
  readonly error: RadialNodes["error"]
}

/** How large errors of the tables may be beside the largest slope, where the size of the file allows. */
const TOLERANCE = 5e-9

/**
 * A cluster expansion of ours as LAMMPS `pair_style pace` takes it: radial functions as tables, one density that is the energy itself
 * (`FinnisSinclair` with exponent one), no core.
 *
 * @param references energies of free atoms [eV] by species; zero unless given
 */
export function yaceOfModel(model: AceModel, theta: Float64Array, references?: readonly number[]): WrittenModel {
  const count = Math.max(...model.radials.map((radial) => radial.count))
  // Pairs of elements often share their functions.
  const known = new Map(model.radials.map((radial) => [radial, radialNodes(radial, count, TOLERANCE)] as const))
  const tables = model.radials.map((radial) => known.get(radial)!)
  const core = { corePrefactor: 0, coreDecay: 1, coreWidth: 0, inner: "density", innerCutoff: 0, innerWidth: 0 } as const
  const yace: Yace = {
    elements: model.elements.map(symbolOf),
    references: references ?? model.elements.map(() => 0),
    step: 0.001,
    embeddings: model.elements.map(() => ({
      form: "FinnisSinclair",
      terms: [{ prefactor: 1, exponent: 1 }],
      coreCutoff: 100_000,
      coreWidth: 250,
    })),
    bonds: tables.map(({ radials }, k) => ({ radials, cutoff: model.radials[k].cutoff, ...core })),
    functions: model.centres.map((centre) => complexProducts(centre, monomialWeights(centre, theta))),
  }
  const worst = (part: "value" | "slope"): number => tables.reduce((most, { error }) => Math.max(most, error[part]), 0)
  return { yace, error: { value: worst("value"), slope: worst("slope") } }
}
