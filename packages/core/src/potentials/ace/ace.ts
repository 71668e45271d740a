import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { aceSchema } from "./spec/ace-schema.ts"
import { createAce } from "./spec/create-ace.ts"
import { resolveAce } from "./spec/resolve-ace.ts"

/** `kind: ace`: a linear atomic cluster expansion, chosen by size, time or degree, over a fixed core. */
export const ace: PotentialKind = potentialKind({
  kind: "ace",
  doc: "an atomic cluster expansion: products of sums over neighbours, linear in their coefficients",
  schema: aceSchema,
  create: createAce,
  resolve: resolveAce,
})
