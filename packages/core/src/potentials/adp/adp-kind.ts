import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { createAdp } from "./spec/create.ts"
import { resolveAdp } from "./spec/resolve.ts"
import { adpSchema } from "./spec/schema.ts"

/** `kind: adp`: angular-dependent potentials of forms, formulas and splines. */
export const adp: PotentialKind = potentialKind({
  kind: "adp",
  doc: "embedded atoms with dipole and quadrupole functions, by form, formula or spline",
  schema: adpSchema,
  create: createAdp,
  resolve: resolveAdp,
})
