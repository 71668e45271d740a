import type { FormParameter, PairScale } from "../../forms/form.ts"
import { pairForms } from "../../forms/pair-forms.ts"
import type { PairFunctionSpec } from "../../pair/function-schema.ts"
import type { DataStatistics } from "../../resolve/data-statistics.ts"
import { automaticCutoff, ofPair, pairScale, resolvedElements, rounded, typicalNeighbour } from "../../resolve/scale.ts"
import { pairEntries } from "../../spec/pair-entries.ts"
import { settingValue, settingWithValue } from "../../spec/parameter-setting.ts"
import { within } from "../../spec/within.ts"
import { densityForms } from "../forms/density-forms.ts"
import { embeddingForms } from "../forms/embedding-forms.ts"
import { densityNames } from "../functions.ts"
import { eamDefaults } from "../spec/defaults.ts"
import { createDensity } from "../spec/density.ts"
import { embeddingKnots } from "../spec/embedding.ts"
import { namedEntries } from "../spec/entries.ts"
import type { Settings } from "../spec/parameters.ts"
import type { DensityFunctionSpec, EamSpec, EmbeddingFunctionSpec } from "../spec/schema.ts"
import { closePackedDensity, startingDensity, startingEmbedding, startingPair } from "./starting-values.ts"

/** The first knot of a spline in r, as a fraction of the shortest distance in the data. */
export const BELOW_SHORTEST = 0.97
/** Knot k of n stands at (k/(n − 1))^this of the way from the first to the cutoff: closer together where functions are steep. */
const KNOT_CROWDING = 1.3

/**
 * A spec with every `auto` replaced by a number and every `*` by the functions it stands for, from the training data: cutoff, knots and
 * the starting values of a second-moment model at the data's volume. Densities whose scale is left open are scaled such that ρ = 1 in
 * a close-packed crystal of the data's volume per atom.
 */
export function resolveEam(given: EamSpec, statistics: DataStatistics): EamSpec {
  const spec = eamDefaults(given)
  const elements = resolvedElements(spec.elements, statistics)
  const cutoff = spec.cutoff === "auto" ? automaticCutoff(statistics) : spec.cutoff
  const neighbour = typicalNeighbour(statistics)
  const shortest = (first: string, second: string): number => {
    const distance = ofPair(statistics.minimumDistance, first, second) ?? neighbour
    return rounded(BELOW_SHORTEST * Math.min(distance, neighbour), 4)
  }
  const pair = within(["pair"], () =>
    pairEntries(elements, spec.pair).map(({ a, b, label, value }) => {
      const [first, second] = [elements[a], elements[b]]
      const scale = pairScale(statistics, first, second)
      return [label, resolvePair(value, { cutoff, scale, neighbour, start: shortest(first, second) })] as const
    }),
  )
  const names = densityNames(spec.style, elements)
  const density = within(["density"], () =>
    namedEntries(names, spec.density, spec.style === "alloy" ? "*" : "*-*").map(({ name, key, value }) => {
      const [site, source = site] = name.split("-")
      const start = Math.min(...(spec.style === "alloy" ? elements.map((other) => shortest(site, other)) : [shortest(site, source)]))
      return [name, within([key], () => resolveDensity(value, { cutoff, neighbour, start, switch: spec.switch, gauge: true }))] as const
    }),
  )
  const embedding = within(["embedding"], () =>
    namedEntries(elements, spec.embedding, "*").map(({ name, value }) => [name, resolveEmbedding(value, neighbour)] as const),
  )
  return {
    ...spec,
    elements,
    cutoff,
    pair: Object.fromEntries(pair),
    density: Object.fromEntries(density),
    embedding: Object.fromEntries(embedding),
  }
}

interface Surroundings {
  readonly cutoff: number
  readonly neighbour: number
  /** First knot of splines [Å]. */
  readonly start: number
}

function resolvePair(spec: PairFunctionSpec, around: Surroundings & { readonly scale: PairScale }): PairFunctionSpec {
  const end = spec.cutoff === undefined || spec.cutoff === "auto" ? around.cutoff : spec.cutoff
  const cutoff = spec.cutoff === undefined ? {} : { cutoff: end }
  if ("spline" in spec) {
    const { knots: given, start, values, ...rest } = spec.spline
    const knots = radialKnots(given, typeof start === "number" ? start : around.start, end)
    const at = spec.spline.basis === "values" ? knots.slice(0, -1) : coefficientPlaces(knots, spec.spline.order)
    const model = (r: number): number => rounded(startingPair(r, around.neighbour, end))
    return { ...spec, ...cutoff, spline: { ...rest, knots, values: typeof values === "object" ? values : at.map(model) } }
  }
  if ("formula" in spec) return { ...spec, ...cutoff }
  const parameters = resolvedSettings(pairForms.get(spec.form)?.parameters ?? [], spec.parameters ?? {}, around.scale)
  return { ...spec, ...cutoff, parameters }
}

function resolveDensity(
  spec: DensityFunctionSpec,
  around: Surroundings & { readonly switch: EamSpec["switch"]; readonly gauge: boolean },
): DensityFunctionSpec {
  const { cutoff, neighbour } = around
  const total = (trial: DensityFunctionSpec): number => closePackedDensity(createDensity(trial, around), neighbour)
  if ("spline" in spec) {
    const { knots: given, start, values } = spec.spline
    const knots = radialKnots(given, start === "auto" ? around.start : start, cutoff)
    const at = spec.spline.basis === "values" ? knots.slice(0, -1) : coefficientPlaces(knots, spec.spline.order)
    const withValues = (list: readonly number[]): DensityFunctionSpec => ({
      ...spec,
      spline: { ...spec.spline, knots, start: knots[0], values: list },
    })
    if (values !== "auto") return withValues(values)
    const unscaled = at.map((r) => startingDensity(r, neighbour, cutoff))
    const sum = total(withValues(unscaled))
    return withValues(unscaled.map((value) => rounded(value / sum)))
  }
  if ("formula" in spec) return spec
  const scale = { neighbour: rounded(neighbour), depth: 1 }
  const parameters = resolvedSettings(densityForms.get(spec.form)?.parameters ?? [], spec.parameters ?? {}, scale)
  const resolved = { ...spec, parameters }
  if (settingValue(spec.parameters?.["A"]) !== undefined) return resolved
  return { ...resolved, parameters: { ...parameters, A: settingWithValue(parameters["A"], rounded(1 / total(resolved))) } }
}

function resolveEmbedding(spec: EmbeddingFunctionSpec, neighbour: number): EmbeddingFunctionSpec {
  if ("spline" in spec) {
    const knots = embeddingKnots(spec.spline)
    const { values } = spec.spline
    return {
      ...spec,
      spline: { ...spec.spline, knots, values: values === "auto" ? knots.map((rho) => rounded(startingEmbedding(rho))) : values },
    }
  }
  if ("formula" in spec) return spec
  const parameters = resolvedSettings(embeddingForms.get(spec.form)?.parameters ?? [], spec.parameters ?? {}, { neighbour, depth: 1 })
  return { ...spec, parameters }
}

/** Settings with a starting value for every parameter of a form that has none. */
export function resolvedSettings(parameters: readonly FormParameter[], settings: Settings, scale: PairScale): Settings {
  const open = parameters.filter(({ name }) => {
    const setting = settings[name]
    return settingValue(setting) === undefined && !(typeof setting === "object" && setting.tie !== undefined)
  })
  return {
    ...settings,
    ...Object.fromEntries(open.map(({ name, start }) => [name, settingWithValue(settings[name], rounded(start(scale)))])),
  }
}

/** Knots from `start` to `end` [Å], closer together at short distance; those that are given stay. */
export function radialKnots(knots: number | readonly number[], start: number, end: number): readonly number[] {
  if (typeof knots !== "number") return knots
  const last = knots - 1
  return Array.from({ length: knots }, (_, k) => (k === last ? end : rounded(start + (end - start) * (k / last) ** KNOT_CROWDING)))
}

/** Where B-spline coefficients act, the averages of p knots of the open knot vector, for those that do not touch the end. */
export function coefficientPlaces(knots: readonly number[], order: "cubic" | "quintic"): readonly number[] {
  const degree = order === "cubic" ? 3 : 5
  return knots.slice(1).map((_, k) => {
    let sum = 0
    for (let m = k + 1; m <= k + degree; m++) sum += knots[Math.min(Math.max(m - degree, 0), knots.length - 1)]
    return sum / degree
  })
}
