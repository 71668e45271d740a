import { covarianceFactor, standardErrors } from "../covariance.ts"
import { chiSquaredQuantile } from "../chi-squared.ts"
import { columnNorms } from "../../linalg/triangle/measures.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import type { SolverStatus } from "../../solve/status.ts"
import { stepSide } from "./step-side.ts"
import type { ParameterProfile, ProfileSide, ProfileState } from "./state.ts"

export interface ProfileOptions {
  /** Of the intervals; default 0.95. */
  readonly confidence?: number
  /** Names of the parameters to profile; all unless given. */
  readonly parameters?: readonly string[]
  /** Points of a parabola between minimum and limit; default 6. */
  readonly points?: number
}

/** A set of profiles that can be stepped; a stored state goes on exactly as if it had never stopped. */
export interface Profiler {
  init(problem: LeastSquaresProblem, x: Float64Array): Promise<ProfileState>
  /** One more point on every side that goes on, all at the same time. */
  step(problem: LeastSquaresProblem, state: ProfileState): Promise<ProfileState>
}

/** How high a profile of the cost must rise: Δ = ½ χ²₁(confidence). */
export function profileLimit(confidence: number): number {
  return 0.5 * chiSquaredQuantile(confidence, 1)
}

/**
 * Profiles of the cost: for each parameter x_k
 *
 *     Δ_k(v) = min { ½‖r(x)‖² : x_k = v } − ½‖r(x̂)‖²
 *
 * on both sides of the minimum until Δ = ½ χ²₁(confidence), the ends of the likelihood-ratio interval, which, other than x̂ ± 1.96 standard errors, holds
 * for curved models too and does not depend on the units of the parameter. Steps are chosen so that √Δ, linear for a parabola, rises
 * evenly; each refit starts from where the last two lead. A side without a crossing says why (`ProfileEnd`): its interval is open there.
 *
 * Sources: Bates & Watts, DOI 10.1002/9780470316757, §6.1; Raue et al., DOI 10.1093/bioinformatics/btp358 (practical unidentifiability).
 */
export function profiler(options: ProfileOptions = {}): Profiler {
  const { confidence = 0.95, parameters, points = 6 } = options
  const limit = profileLimit(confidence)
  const rise = Math.sqrt(2 * limit) / points

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<ProfileState> {
    const cost = await problem.cost(x)
    const triangle = await problem.linearise(x)
    const errors = standardErrors(covarianceFactor(triangle))
    const norms = columnNorms(triangle)
    const point = Array.from(x, (value) => value + 0)
    const profiles = problem.names.flatMap((name, index): ParameterProfile[] => {
      const chosen = parameters ? parameters.includes(name) : problem.lower[index] < problem.upper[index]
      if (!chosen) return []
      const known = Number.isFinite(errors[index])
      const first = known ? rise * errors[index] : 0.1 * Math.max(Math.abs(x[index]), norms[index] > 0 ? 1 / norms[index] : 1)
      const side = (direction: -1 | 1): ProfileSide => ({
        direction,
        points: [{ value: point[index], delta: 0, x: point }],
        next: point[index] + direction * first,
        beyond: null,
        wall: null,
        halvings: 0,
        refits: 0,
        end: null,
        crossing: null,
      })
      return [{ index, name, standardError: known ? errors[index] : null, sides: [side(-1), side(1)] }]
    })
    return { iteration: 0, x: point, cost, profiles, better: null, status: null }
  }

  async function step(problem: LeastSquaresProblem, state: ProfileState): Promise<ProfileState> {
    if (state.status) return state
    const setting = { problem, limit, rise, cost: state.cost }
    const profiles = await Promise.all(
      state.profiles.map(async (profile): Promise<ParameterProfile> => {
        const [below, above] = await Promise.all(profile.sides.map((side) => stepSide(setting, profile.index, side)))
        return { ...profile, sides: [below, above] }
      }),
    )
    const next = { ...state, iteration: state.iteration + 1, profiles, better: lowest(state, profiles) }
    const running = profiles.some(({ sides }) => sides.some(({ end }) => end === null))
    return running ? next : { ...next, status: summarise(next) }
  }

  return Object.freeze({ init, step })
}

/** How far below the fit's a cost must lie to be another minimum and not rounding. */
const LOWER = 1e-3

function lowest({ cost, better }: ProfileState, profiles: readonly ParameterProfile[]): ProfileState["better"] {
  let least = better
  for (const { sides } of profiles) {
    for (const { points } of sides) {
      const { delta, x } = points[points.length - 1]
      if (delta < -LOWER && cost + delta < (least?.cost ?? Infinity)) least = { x, cost: cost + delta }
    }
  }
  return least
}

function summarise({ profiles, better }: ProfileState): SolverStatus {
  const sides = profiles.flatMap((profile) => profile.sides)
  const refits = sides.reduce((sum, side) => sum + side.refits, 0)
  const open = sides.filter(({ end }) => end !== "crossed").length
  const sentence = `${profiles.length} ${profiles.length === 1 ? "profile" : "profiles"} from ${refits} refits; ${open === 0 ? "every interval is closed" : `${open} of ${sides.length} ends are open`}`
  const notes = better
    ? [
        `a point of lower cost than the fit's was met, by ${(-lowestDelta(sides)).toPrecision(3)}: the fit was not at its minimum; go on from there`,
      ]
    : []
  return { outcome: "converged", sentence, notes }
}

function lowestDelta(sides: readonly ProfileSide[]): number {
  return sides.reduce((least, { points }) => points.reduce((lower, { delta }) => Math.min(lower, delta), least), 0)
}
