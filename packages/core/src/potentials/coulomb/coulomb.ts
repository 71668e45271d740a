import { SpecFailure } from "../../failure/failure.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { elementNumbers, unresolved } from "../spec/element-list.ts"
import { coulombPotential } from "./coulomb-potential.ts"
import { type CoulombSpec, coulombSchema } from "./spec/schema.ts"

/** r_c [Å] unless given: of `ewald` where both sums take about as long for some hundred atoms, of `dsf` as its authors recommend. */
const CUTOFFS = { ewald: 10, dsf: 12 } as const

/** `kind: coulomb`: fixed or fitted charges of the elements; for use in a `sum` with what keeps atoms apart. */
export const coulomb: PotentialKind = potentialKind<CoulombSpec>({
  kind: "coulomb",
  doc: "electrostatics of point charges, by Ewald sums or within a cutoff",
  schema: coulombSchema,
  create(given) {
    const spec = withElements(given)
    if (spec.cutoff === "auto") throw unresolved("cutoff")
    refuseForeign(spec)
    return coulombPotential(spec, elementNumbers(spec.elements), spec.cutoff)
  },
  resolve(given) {
    const spec = withElements(given)
    refuseForeign(spec)
    const own = spec.method === "dsf" ? { damping: spec.damping ?? 0.2 } : { accuracy: spec.accuracy ?? 1e-8 }
    return { ...spec, cutoff: spec.cutoff === "auto" ? CUTOFFS[spec.method] : spec.cutoff, ...own }
  },
})

function withElements(spec: CoulombSpec): CoulombSpec {
  return { ...spec, elements: spec.elements === "auto" ? Object.keys(spec.charges) : spec.elements }
}

/** An option of the other method would be ignored. */
function refuseForeign({ method, damping, accuracy }: CoulombSpec): void {
  if (method === "ewald" && damping !== undefined) {
    throw new SpecFailure("damping is of method dsf: Ewald sums choose their own from the accuracy", { path: ["damping"] })
  }
  if (method === "dsf" && accuracy !== undefined) {
    throw new SpecFailure("accuracy is of method ewald: that of dsf follows from its cutoff and damping", { path: ["accuracy"] })
  }
}
