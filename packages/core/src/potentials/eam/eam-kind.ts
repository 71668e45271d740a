import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { resolveEam } from "./resolve/resolve.ts"
import { createEam } from "./spec/create.ts"
import { eamSchema } from "./spec/schema.ts"

/** `kind: eam`: embedded-atom potentials, alloy and Finnis–Sinclair, of forms, formulas and splines. */
export const eam: PotentialKind = potentialKind({
  kind: "eam",
  doc: "embedded atoms: pair, density and embedding functions by form, formula or spline",
  schema: eamSchema,
  create: createEam,
  resolve: resolveEam,
})
