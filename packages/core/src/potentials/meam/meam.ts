import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { meamPotential } from "./meam-potential.ts"
import { meamSchema, type MeamSpec } from "./spec/meam-spec.ts"
import { withFiles } from "./spec/with-files.ts"

/** `kind: meam`: the modified embedded-atom method. */
export const meam: PotentialKind = potentialKind<MeamSpec>({
  kind: "meam",
  doc: "the modified embedded-atom method, with first or second neighbours",
  schema: meamSchema,
  create(given) {
    const spec = withFiles(given)
    return meamPotential(spec, elementNumbers(spec.elements))
  },
  resolve: withFiles,
})
