import { elementNumbers, unresolved } from "../../spec/element-list.ts"
import { pairEntries } from "../../spec/pair-entries.ts"
import { within } from "../../spec/within.ts"
import type { PairFunctionSpec } from "../../pair/function-schema.ts"
import { createPairFunction } from "../../pair/pair-function.ts"
import { coreStrength, withCore } from "../core.ts"
import { eamPotential, type EamPotential } from "../eam.ts"
import { densityNames } from "../functions.ts"
import { createDensity } from "./density.ts"
import { createEmbedding } from "./embedding.ts"
import { namedEntries } from "./entries.ts"
import { tabulatedModel } from "../setfl/tabulated-model.ts"
import { tabulateEam } from "../setfl/tabulate.ts"
import { eamDefaults } from "./defaults.ts"
import type { EamSpec } from "./schema.ts"

/**
 * The potential that a resolved spec describes.
 *
 * The density scale is a gauge once in an `alloy` potential (held for the first element), and once for each receiving element in an
 * `fs` one (held for f_aa). Below the first knot of a spline pair function a repulsive wall is added (`withCore`).
 *
 * @throws SpecFailure with the path of what is wrong or still `auto`.
 */
export function createEam(given: EamSpec): EamPotential {
  const spec = eamDefaults(given)
  const { style, elements, cutoff } = spec
  const numbers = elementNumbers(elements)
  if (elements === "auto") throw unresolved("elements")
  if (cutoff === "auto") throw unresolved("cutoff")
  const pair = within(["pair"], () =>
    pairEntries(elements, spec.pair).map(({ a, b, key, value }) =>
      within([key], () => {
        const made = createPairFunction(value, { a: numbers[a], b: numbers[b], cutoff, switch: spec.switch })
        const start = firstKnot(value)
        return start === undefined ? made : { ...made, radial: withCore(made.radial, start, coreStrength(numbers[a], numbers[b], start)) }
      }),
    ),
  )
  const fix = spec.gauge !== "free"
  const names = densityNames(style, elements)
  const density = within(["density"], () =>
    namedEntries(names, spec.density, style === "alloy" ? "*" : "*-*").map(({ key, value }, k) => {
      const gauge = fix && (style === "alloy" ? k === 0 : k % (elements.length + 1) === 0)
      return within([key], () => createDensity(value, { cutoff, switch: spec.switch, gauge }))
    }),
  )
  const embedding = within(["embedding"], () =>
    namedEntries(elements, spec.embedding, "*").map(({ key, value }) => within([key], () => createEmbedding(value, fix))),
  )
  const functions = Object.freeze({ style, symbols: elements, pair: pair.map((one) => one.radial), density, embedding })
  const end = Math.max(cutoff, ...pair.map((one) => one.cutoff))
  return eamPotential(functions, numbers, end, spec, (theta) => tabulatedModel(tabulateEam(functions, theta, { cutoff: end })))
}

function firstKnot(spec: PairFunctionSpec): number | undefined {
  if (!("spline" in spec)) return undefined
  const { knots, start } = spec.spline
  return typeof knots === "number" ? (typeof start === "number" ? start : undefined) : knots[0]
}
