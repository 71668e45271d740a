import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { pairEntries } from "../spec/pair-entries.ts"
import { within } from "../spec/within.ts"
import { createPairFunction } from "./pair-function.ts"
import { pairPotential } from "./pair-potential.ts"
import { pairSchema } from "./pair-schema.ts"
import { resolvePair } from "./resolve-pair.ts"

/** `kind: pair`: a function of the distance for each pair of elements, by form, formula or spline. */
export const pair: PotentialKind = potentialKind({
  kind: "pair",
  doc: "a function of the distance for each pair of elements",
  schema: pairSchema,
  create(spec) {
    const elements = elementNumbers(spec.elements)
    const symbols = spec.elements === "auto" ? [] : spec.elements
    const functions = within(["pairs"], () => pairEntries(symbols, spec.pairs)).map(({ a, b, key, value }) =>
      within(["pairs", key], () => createPairFunction(value, { a: elements[a], b: elements[b], cutoff: spec.cutoff, switch: spec.switch })),
    )
    return pairPotential({ spec, elements, functions, name: "pair" })
  },
  resolve: resolvePair,
})
