import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { zbl as form } from "../forms/zbl.ts"
import { formulaFunction } from "../functions/formula.ts"
import { pairPotential } from "../pair/pair-potential.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { resolvedElements, rounded, typicalNeighbour } from "../resolve/scale.ts"
import { elementNumbers, unresolved } from "../spec/element-list.ts"
import { autoLengthSchema } from "../spec/length.ts"
import { withZblSwitch } from "./zbl-switch.ts"

/** Spec of `kind: zbl`: the switch to zero begins at `inner` and ends at `outer` [Å]. */
const zblSchema = z
  .object({
    kind: z.literal("zbl"),
    elements: z.union([z.array(z.string()).min(1), z.literal("auto")]).default("auto"),
    inner: autoLengthSchema.default("auto"),
    outer: autoLengthSchema.default("auto"),
  })
  .strict()

/** `kind: zbl`: universal screened nuclear repulsion for atoms closer than any data, without parameters; for use in a `sum`. */
export const zbl: PotentialKind = potentialKind({
  kind: "zbl",
  doc: "universal screened nuclear repulsion at short distance",
  schema: zblSchema,
  create(spec) {
    const elements = elementNumbers(spec.elements)
    const { inner, outer } = spec
    if (inner === "auto") throw unresolved("inner")
    if (outer === "auto") throw unresolved("outer")
    if (inner >= outer) throw new SpecFailure(`inner radius ${inner} Å is not below the outer one of ${outer} Å`, { path: ["inner"] })
    const functions = elements.flatMap((a, k) =>
      elements.slice(k).map((b) => ({
        radial: withZblSwitch(formulaFunction(form.text(a, b), []), inner, outer),
        cutoff: outer,
        lammps: () => ({ style: "zbl", settings: [inner, outer], coefficients: [a, b], shift: false }),
      })),
    )
    return pairPotential({ spec, elements, functions, name: "zbl" })
  },
  resolve(spec, statistics) {
    const outer = spec.outer === "auto" ? rounded(outerRadius(statistics), 3) : spec.outer
    const inner = spec.inner === "auto" ? rounded(0.5 * outer, 3) : spec.inner
    return { ...spec, elements: [...resolvedElements(spec.elements, statistics)], inner, outer }
  },
})

/** Well inside the nearest-neighbour distance, and inside the smallest one in the data, which speak for themselves. */
function outerRadius(statistics: DataStatistics): number {
  const smallest = Object.values(statistics.minimumDistance).reduce((least, r) => Math.min(least, r), Number.POSITIVE_INFINITY)
  return Math.min(0.75 * typicalNeighbour(statistics), 0.95 * smallest)
}
