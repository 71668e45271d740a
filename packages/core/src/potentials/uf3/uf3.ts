import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { resolveUf3 } from "./resolve-uf3.ts"
import { uf3Potential } from "./uf3-potential.ts"
import { uf3Schema } from "./uf3-spec.ts"

/** `kind: uf3`: two- and three-body energies in cubic B-splines for every pair and triplet of elements, linear in all parameters. */
export const uf3: PotentialKind = potentialKind({
  kind: "uf3",
  doc: "two- and three-body splines of distances",
  schema: uf3Schema,
  create: (spec) => uf3Potential(spec, elementNumbers(spec.elements)),
  resolve: resolveUf3,
})
