import type { Gauge, GaugeEquations } from "../../potentials/gauge.ts"
import type { FittedParameters, Motion } from "./fitted-parameters.ts"
import { type EnergyToReturn, gaugeDirection } from "./gauge-direction.ts"

/**
 * - `held`: parameters that are held fix it;
 * - `free`: the free parameters follow it exactly, so that nothing fixes it;
 * - `bound`: the functions follow it nearly, and what fixes it is what they cannot follow, such as where their knots are;
 * - `foreign`: functions of this form have no such freedom.
 */
type GaugeState = "held" | "free" | "bound" | "foreign"

/** What became of a symmetry of the potential. */
export interface GaugeFinding {
  readonly name: string
  readonly doc: string
  readonly state: GaugeState
  /** Held parameters that fix it. */
  readonly by: readonly { readonly key: string; readonly value: number }[]
  /** Part of the gauge that the free parameters cannot follow: 0 … 1. */
  readonly leftover: number
}

/** A finding with the direction in x that comes nearest to the gauge. */
export interface FollowedGauge {
  readonly finding: GaugeFinding
  readonly direction: Float64Array
}

/** Leftover of a gauge that is followed exactly. */
const EXACT = 1e-8
/** Leftover beyond which functions are not said to follow a gauge. */
const NEARLY = 0.1
/** Held parameters that are tried one by one. */
const TRIED = 20

/** How the free parameters follow a gauge, and what keeps them from it. */
export function followGauge(gauge: Gauge, fitted: FittedParameters, motions: readonly Motion[]): FollowedGauge {
  const theta = Float64Array.from(fitted.potential, ({ value }) => value)
  const equations = gauge.equations(theta)
  const count = fitted.names.length
  const returns = energiesToReturn(gauge, fitted)
  const { direction, leftover } = gaugeDirection(equations, motions, count, returns)
  const { name, doc } = gauge
  const found = (state: GaugeState, by: GaugeFinding["by"] = []): FollowedGauge => ({
    finding: { name, doc, state, by, leftover },
    direction,
  })
  if (leftover <= EXACT) return found("free")
  const by = holders(equations, motions, count, returns, leftover)
  if (by.length > 0) return found("held", by)
  return found(leftover <= NEARLY ? "bound" : "foreign")
}

/** The parameter that alone, or else those that together, would let the gauge be followed if they were not held. */
function holders(
  equations: GaugeEquations,
  motions: readonly Motion[],
  count: number,
  returns: readonly EnergyToReturn[],
  leftover: number,
): GaugeFinding["by"] {
  const held = motions.flatMap(({ column, parameter, profiled }, k) =>
    column < 0 && !profiled && !parameter.tie && felt(equations, motions.length, k) ? [k] : [],
  )
  if (held.length === 0) return []
  const freed = (keys: readonly number[]) => {
    const place = new Map(keys.map((k, i) => [k, count + i]))
    const widened = motions.map((motion, k) => (place.has(k) ? { ...motion, column: place.get(k)!, factor: 1 } : motion))
    return gaugeDirection(equations, widened, count + keys.length, returns)
  }
  const together = freed(held)
  if (together.leftover > NEARLY || together.leftover > leftover / 2) return []
  const named = (keys: readonly number[]): GaugeFinding["by"] =>
    keys.map((k) => ({ key: motions[k].parameter.key, value: motions[k].parameter.value }))
  const moved = held.filter((_, i) => together.direction[count + i] !== 0)
  const alone = moved.slice(0, TRIED).find((k) => freed([k]).leftover <= Math.max(2 * together.leftover, EXACT))
  return named(alone === undefined ? moved : [alone])
}

function felt({ rows, change }: GaugeEquations, count: number, k: number): boolean {
  for (let i = 0; i < change.length; i++) if (rows[i * count + k] !== 0) return true
  return false
}

/** The energies that a gauge adds, for reference energies to take away: nobody need, where they are profiled or no energy is known. */
function energiesToReturn({ energies = {} }: Gauge, { baseline, names, columns, classes }: FittedParameters): readonly EnergyToReturn[] {
  if (!classes.some(({ property }) => property === "energy")) return []
  const profiled = new Set(columns.filter((key) => !names.includes(key)))
  return Object.entries(energies).flatMap(([symbol, energy]) => {
    const key = `reference.${symbol}`
    if (profiled.has(key)) return []
    return [{ energy, column: baseline.some((parameter) => parameter.key === key) ? names.indexOf(key) : -1 }]
  })
}

/**
 * The findings with each parameter named once: one that alone fixes a gauge keeps no other in place, since the other followed by that
 * gauge leaves the parameter where it is.
 */
export function apportioned(findings: readonly GaugeFinding[]): readonly GaugeFinding[] {
  const left = findings.map(({ by }) => by)
  for (let changed = true; changed;) {
    changed = false
    const alone = new Map(left.flatMap((by, g) => (by.length === 1 ? [[by[0].key, g] as const] : [])))
    left.forEach((by, g) => {
      const rest = by.filter(({ key }) => (alone.get(key) ?? g) === g)
      if (by.length < 2 || rest.length === by.length || rest.length === 0) return
      left[g] = rest
      changed = true
    })
  }
  return findings.map((finding, g) => ({ ...finding, by: left[g] }))
}
