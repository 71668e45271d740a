import type { PairFunctionSpec } from "../../pair/function-schema.ts"
import type { DensityFunctionSpec, EamSpec, EmbeddingFunctionSpec } from "./schema.ts"

/** A spec with every kind of function given. */
export interface FullEamSpec extends EamSpec {
  readonly pair: Readonly<Record<string, PairFunctionSpec>>
  readonly density: Readonly<Record<string, DensityFunctionSpec>>
  readonly embedding: Readonly<Record<string, EmbeddingFunctionSpec>>
}

const pair: PairFunctionSpec = { spline: { knots: 15, order: "cubic", basis: "values", start: "auto", values: "auto" } }
const density: DensityFunctionSpec = { spline: { knots: 9, order: "cubic", basis: "values", start: "auto", values: "auto" } }
const embedding: EmbeddingFunctionSpec = { spline: { knots: 8, order: "cubic", end: 2, values: "auto" } }

/** Fills in the functions a spec leaves out: cubic splines of 15 knots for pairs, 9 for densities, 8 for embedding. */
export function eamDefaults(spec: EamSpec): FullEamSpec {
  return {
    ...spec,
    pair: spec.pair ?? { "*-*": pair },
    density: spec.density ?? { [spec.style === "alloy" ? "*" : "*-*"]: density },
    embedding: spec.embedding ?? { "*": embedding },
  }
}
