import { SpecFailure } from "../../failure/failure.ts"
import type { PairScale } from "../forms/form.ts"
import { pairForms } from "../forms/pair-forms.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { automaticCutoff, ofPair, pairScale, resolvedElements, rounded } from "../resolve/scale.ts"
import { settingValue, settingWithValue, type ParameterSetting } from "../spec/parameter-setting.ts"
import { pairEntries } from "../spec/pair-entries.ts"
import { within } from "../spec/within.ts"
import type { PairFunctionSpec, PairGridSpec, PairSplineSpec, SwitchSpec } from "./function-schema.ts"
import { defaultSwitch, splineKnots, treatmentOf } from "./pair-function.ts"
import { gridOfSpline, inGrid, splineOfGrid } from "./pair-grid.ts"
import type { PairSpec } from "./pair-schema.ts"

/** A `pair` spec in which nothing is left open: elements, pairs, cutoffs, switches, knots and starting values. */
export function resolvePair(spec: PairSpec, statistics: DataStatistics): PairSpec {
  const elements = [...resolvedElements(spec.elements, statistics)]
  const cutoff = spec.cutoff === "auto" ? automaticCutoff(statistics) : spec.cutoff
  const entries = within(["pairs"], () => pairEntries(elements, spec.pairs))
  const pairs = entries.map(({ label, a, b, key, value }) => {
    const context = { first: elements[a], second: elements[b], cutoff, switch: spec.switch }
    return [label, within(["pairs", key], () => resolvePairFunction(value, context, statistics))]
  })
  return { ...spec, elements, cutoff, pairs: Object.fromEntries(pairs) }
}

/** What a pair function takes from its surroundings while it is resolved. */
export interface ResolvingContext {
  readonly first: string
  readonly second: string
  readonly cutoff: number
  readonly switch: SwitchSpec | undefined
}

/** One pair function with nothing left open. @throws SpecFailure for a formula's parameter without a value, which no data can tell. */
export function resolvePairFunction(spec: PairFunctionSpec, context: ResolvingContext, statistics: DataStatistics): PairFunctionSpec
export function resolvePairFunction(
  spec: PairFunctionSpec | PairGridSpec,
  context: ResolvingContext,
  statistics: DataStatistics,
): PairFunctionSpec | PairGridSpec
export function resolvePairFunction(
  spec: PairFunctionSpec | PairGridSpec,
  context: ResolvingContext,
  statistics: DataStatistics,
): PairFunctionSpec | PairGridSpec {
  const { first, second } = context
  const cutoff = spec.cutoff === undefined || spec.cutoff === "auto" ? context.cutoff : spec.cutoff
  const scale = pairScale(statistics, first, second)
  if ("grid" in spec) return inGrid(() => gridOfSpline(resolveSpline(splineOfGrid(spec), cutoff, scale, context, statistics)))
  if ("spline" in spec) return resolveSpline(spec, cutoff, scale, context, statistics)
  const written = spec.switch ?? context.switch ?? defaultSwitch
  const ending = { cutoff, switch: within(["switch"], () => treatmentOf(written, cutoff)) }
  if ("formula" in spec) {
    for (const [name, setting] of Object.entries(spec.parameters ?? {})) refuseOpen(name, setting)
    return { ...spec, ...ending }
  }
  const form = pairForms.get(spec.form)
  const parameters: Record<string, ParameterSetting> = { ...spec.parameters }
  for (const parameter of form?.parameters ?? []) {
    const setting = parameters[parameter.name]
    if (settingValue(setting) !== undefined || (typeof setting === "object" && setting.tie !== undefined)) continue
    parameters[parameter.name] = settingWithValue(setting, withinBounds(rounded(parameter.start(scale)), setting))
  }
  return { ...spec, ...ending, parameters }
}

/** A spline with its first knot, and its starting values unless it is in B-splines. */
function resolveSpline(
  spec: PairSplineSpec,
  cutoff: number,
  scale: PairScale,
  { first, second }: ResolvingContext,
  statistics: DataStatistics,
): PairSplineSpec {
  const start = rounded(startOf(spec.spline.start, ofPair(statistics.minimumDistance, first, second), scale, cutoff), 4)
  const knots = splineKnots(spec.spline.knots, start, cutoff)
  const { basis } = spec.spline
  const values = Array.isArray(spec.spline.values) || basis === "b-spline" ? spec.spline.values : morseValues(knots, scale)
  const open = typeof spec.spline.knots === "number" ? { start } : {}
  return { ...spec, cutoff, spline: { ...spec.spline, ...open, ...(Array.isArray(values) && { values }) } }
}

/** An automatic value obeys the bounds that the spec gives. */
function withinBounds(value: number, setting: ParameterSetting | undefined): number {
  if (typeof setting !== "object") return value
  return Math.min(Math.max(value, setting.lower ?? value), setting.upper ?? value)
}

function refuseOpen(name: string, setting: ParameterSetting): void {
  const tied = typeof setting === "object" && setting.tie !== undefined
  if (settingValue(setting) !== undefined || tied) return
  throw new SpecFailure(`data cannot tell what "${name}" of a formula starts from`, { path: ["parameters", name], advice: "give a number" })
}

/** First knot: just below the smallest distance seen, so that every parameter is supported by data. */
function startOf(given: number | "auto" | undefined, smallest: number | undefined, { neighbour }: PairScale, cutoff: number): number {
  if (typeof given === "number") return given
  return Math.min(0.98 * (smallest ?? 0.75 * neighbour), 0.5 * cutoff)
}

/** A Morse well at the knots, brought to zero at the last one, which is no parameter. */
function morseValues(knots: readonly number[], { neighbour, depth }: PairScale): number[] {
  const alpha = 4 / neighbour
  const morse = (r: number): number => depth * (Math.exp(-2 * alpha * (r - neighbour)) - 2 * Math.exp(-alpha * (r - neighbour)))
  const end = morse(knots[knots.length - 1])
  return knots.slice(0, -1).map((r) => rounded(morse(r) - end))
}
