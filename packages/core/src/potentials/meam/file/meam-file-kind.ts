import { potentialKind, type PotentialKind } from "../../potential-kind.ts"
import { meamFileSchema } from "./meam-file-spec.ts"
import { potentialFromMeam } from "./potential.ts"

/** `kind: meam-file`: a modified embedded-atom potential without parameters. */
export const meamFile: PotentialKind = potentialKind({
  kind: "meam-file",
  doc: "the modified embedded-atom method, from the texts of a library and a parameter file of LAMMPS",
  schema: meamFileSchema,
  create: potentialFromMeam,
  resolve: (spec) => spec,
})
