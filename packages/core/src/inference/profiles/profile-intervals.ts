import type { ParameterLayout } from "../../potentials/parameters.ts"
import { show } from "../../solve/status.ts"
import type { ParameterProfile, ProfileEnd, ProfileSide, ProfileState } from "./state.ts"

/** What the profile of one parameter says, in the parameter's own unit. */
export interface ProfileInterval {
  readonly key: string
  readonly value: number
  readonly unit: string
  /** Ends of the likelihood-ratio interval; null where it is open. */
  readonly interval: readonly [number | null, number | null]
  /** Those of the quadratic approximation; null where the data leave the parameter open. */
  readonly quadratic: readonly [number, number] | null
  readonly ends: readonly [ProfileEnd | null, ProfileEnd | null]
  /** Δ by value, from the lowest value to the highest. */
  readonly curve: readonly { readonly value: number; readonly delta: number }[]
  /** Why an end is open; empty where none is. */
  readonly remark: string
}

/**
 * The intervals of profiles.
 *
 * @param free the parameters behind x, in its order
 * @param limit Δ at the ends, `profileLimit`
 */
export function profileIntervals({ profiles, x }: ProfileState, free: ParameterLayout, limit: number): readonly ProfileInterval[] {
  return profiles.map((profile): ProfileInterval => {
    const { index, standardError, sides } = profile
    const { key, unit, transform } = free[index]
    const toValue = transform === "log" ? Math.exp : (value: number) => value
    const width = standardError === null ? null : Math.sqrt(2 * limit) * standardError
    return {
      ...{ key, unit, value: toValue(x[index]) },
      interval: [ownEnd(sides[0], toValue), ownEnd(sides[1], toValue)],
      quadratic: width === null ? null : [toValue(x[index] - width), toValue(x[index] + width)],
      ends: [sides[0].end, sides[1].end],
      curve: curveOf(profile).map(({ value, delta }) => ({ value: toValue(value), delta })),
      remark: sides.flatMap((side) => remarkOf(side, toValue, unit, limit)).join("; "),
    }
  })
}

function ownEnd({ crossing }: ProfileSide, toValue: (x: number) => number): number | null {
  return crossing === null ? null : toValue(crossing)
}

function curveOf({ sides: [below, above] }: ParameterProfile): readonly { readonly value: number; readonly delta: number }[] {
  return [...below.points.slice(1).reverse(), ...above.points]
}

function remarkOf({ direction, end, points }: ProfileSide, toValue: (x: number) => number, unit: string, limit: number): readonly string[] {
  if (end === null || end === "crossed") return []
  const side = direction < 0 ? "below" : "above"
  const last = points[points.length - 1]
  const where = `${show(toValue(last.value))}${unit === "1" ? "" : ` ${unit}`}`
  const risen = `the cost has risen by ${show(Math.max(0, last.delta))} of ${show(limit)}`
  const reasons: Readonly<Record<Exclude<ProfileEnd, "crossed">, string>> = {
    bound: `ended by its bound ${where}, where ${risen}`,
    plateau: `no end: ${risen} at ${where} and rises no further`,
    flat: `no end: the data do not see it, at ${where} as little as here`,
    edge: `predictions exist up to ${where} only, where ${risen}`,
    limit: `no end found up to ${where}, where ${risen}`,
  }
  return [`${side}: ${reasons[end]}`]
}
