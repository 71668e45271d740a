import { pairName } from "../../atoms/distances.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { hasFunctions, type PotentialFunction } from "../../potentials/functions/potential-function.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { type FunctionRule, functionPenalty, sampleQuantity } from "./function-penalty.ts"
import type { Penalty } from "./penalty.ts"
import type { PenaltySettings, RuleSettings } from "./schema.ts"

/** A rule that settings ask for, for all functions of a role. */
interface AskedRule {
  readonly key: keyof PenaltySettings
  readonly role: PotentialFunction["role"]
  readonly settings: RuleSettings
  readonly rule: Pick<FunctionRule, "name" | "quantity" | "side" | "limit">
  /** Where it holds, unless the settings say so. */
  range(shown: PotentialFunction): Range
}

type ShortestDistances = Readonly<Record<string, number>>

interface Range {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Where no sigma is given, this much of the median |q| at the start is one. */
const TOLERANCE = 0.01

/**
 * The penalties that settings ask for, one for each function of the role that they speak of.
 *
 * @param distancesOf shortest distances of the data by pair, such as `Al-Ti` [Å]; asked for where a rule needs them
 * @throws SpecFailure (path `penalties…`) for a rule that no function of the potential can follow, or without a range.
 */
export function createPenalties(potential: Potential, settings: PenaltySettings, distancesOf: () => ShortestDistances): Penalty[] {
  const { repulsion, decreasingDensity, convexEmbedding } = settings
  const shortest = repulsion || decreasingDensity ? distancesOf() : {}
  const distances = Object.values(shortest)
  const nearest = ({ elements }: PotentialFunction): number | undefined =>
    (elements.length === 2 ? shortest[pairName([elements[0], elements[1]])] : undefined) ??
    (distances.length > 0 ? Math.min(...distances) : undefined)
  const within = (shown: PotentialFunction): number | undefined => {
    const distance = nearest(shown)
    return distance === undefined ? undefined : distance / 2
  }
  const asked: AskedRule[] = []
  if (repulsion) {
    const rule = { name: "repulsion", quantity: "slope", side: "below", limit: -repulsion.force } as const
    asked.push({ key: "repulsion", role: "pair", settings: repulsion, rule, range: (one) => ({ from: within(one), to: nearest(one) }) })
  }
  if (decreasingDensity) {
    const rule = { name: "decrease", quantity: "slope", side: "below", limit: 0 } as const
    const range = (one: PotentialFunction): Range => ({ from: within(one), to: Math.min(one.radial.end, potential.cutoff) })
    asked.push({ key: "decreasingDensity", role: "density", settings: decreasingDensity, rule, range })
  }
  if (convexEmbedding) {
    const rule = { name: "convexity", quantity: "curvature", side: "above", limit: 0 } as const
    asked.push({ key: "convexEmbedding", role: "embedding", settings: convexEmbedding, rule, range: knotRange })
  }
  return asked.flatMap((one) => penaltiesOf(potential, one))
}

function penaltiesOf(potential: Potential, { key, role, settings, rule, range }: AskedRule): Penalty[] {
  const path = ["penalties", key]
  const functions = hasFunctions(potential) ? potential.functions : []
  const own = functions.filter((one) => one.role === role)
  if (own.length === 0) {
    const others = [...new Set(functions.map((one) => one.role))].join(", ")
    const advice = others === "" ? "leave the penalty out" : `it has functions of ${others}`
    throw new SpecFailure(`the potential has no ${role} function`, { path, advice })
  }
  return own.map((shown) => {
    const { from = range(shown).from, to = range(shown).to, points, weight } = settings
    if (from === undefined || to === undefined || !(from < to) || !Number.isFinite(to - from)) {
      const what = `${shown.name} has no range for its penalty: it would go from ${from ?? "nowhere"} to ${to ?? "nowhere"}`
      throw new SpecFailure(what, { path, advice: "give from and to" })
    }
    const full = { ...rule, from, to, points, weight, sigma: 1 }
    return functionPenalty(shown, { ...full, sigma: settings.sigma ?? toleranceAtStart(potential, shown, full) })
  })
}

function toleranceAtStart(potential: Potential, shown: PotentialFunction, rule: FunctionRule): number {
  const sizes = sampleQuantity(shown, rule, parameterValues(potential.parameters)).map(Math.abs).sort()
  const median = Math.max(sizes[sizes.length >> 1], Math.abs(rule.limit))
  return median > 0 && Number.isFinite(median) ? TOLERANCE * median : TOLERANCE
}

function knotRange({ radial }: PotentialFunction): Range {
  if (!("knots" in radial) || !Array.isArray(radial.knots)) return {}
  const [first, last]: readonly unknown[] = [radial.knots[0], radial.knots.at(-1)]
  return typeof first === "number" && typeof last === "number" ? { from: first, to: last } : {}
}
