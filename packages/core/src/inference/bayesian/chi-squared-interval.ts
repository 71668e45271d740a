import { chiSquaredQuantile } from "../chi-squared.ts"

/** Below this many degrees of freedom an interval says nothing. */
const FEWEST = 0.05

/**
 * Interval that holds with the given confidence a positive quantity whose estimate is distributed about it as χ²/ν (`estimate`, like a
 * variance) or it about its estimate (`truth`, like a precision), ν being its degrees of freedom; null where they are next to none.
 */
export function chiSquaredInterval(
  value: number,
  degrees: number,
  confidence: number,
  scattered: "estimate" | "truth",
): readonly [number, number] | null {
  if (!(degrees > FEWEST && degrees < Infinity)) return null
  const tail = (1 - confidence) / 2
  const low = chiSquaredQuantile(tail, degrees) / degrees
  const high = chiSquaredQuantile(1 - tail, degrees) / degrees
  return scattered === "estimate" ? [value / high, value / low] : [value * low, value * high]
}
