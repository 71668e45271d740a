import type { Configuration } from "../../atoms/structure.ts"
import { properties, type Property } from "../../observables/property.ts"
import { type MagnitudeTrend, magnitudeTrend } from "./magnitude-trend.ts"
import { type FrameResiduals, type NoiseClass, residualClasses } from "./residual-classes.ts"
import { type ResidualShape, residualShape } from "./shape.ts"
import { type Succession, succession } from "./succession.ts"

/** What the residuals of a property, or of one of its groups, say of the noise that was assumed: plain data. */
export interface NoiseDiagnosis {
  readonly property: Property
  /** Null for all groups of the property together. */
  readonly group: string | null
  /** ν of the noise assumed; null for normal noise. */
  readonly assumed: number | null
  /** Whether it was known to differ from datum to datum, about its mean. */
  readonly varies?: boolean
  readonly shape: ResidualShape
  /** √(1 − p/n) of p unknowns fitted to n data, all together: what is left of residuals that have been made small. */
  readonly left: number
  /** Of forces. */
  readonly trend: MagnitudeTrend | null
  readonly succession: Succession | null
}

/**
 * Of all groups of each property, followed by each group where there are several.
 *
 * @param predicted observations of each configuration
 * @param unknowns how many were fitted to these data
 */
export function diagnoseNoise(
  classes: readonly NoiseClass[],
  configurations: Iterable<Configuration>,
  predicted: readonly Float64Array[],
  unknowns: number = 0,
): readonly NoiseDiagnosis[] {
  const found = residualClasses(classes, configurations, predicted)
  const data = found.reduce(
    (sum, { frames }) => sum + frames.reduce((own, { z }) => own + z.filter((value) => !Number.isNaN(value)).length, 0),
    0,
  )
  const left = Math.sqrt(Math.max(0, 1 - unknowns / data))
  const diagnosed = (group: string | null, own: NoiseClass, assumed: number | null, frames: readonly FrameResiduals[]) => ({
    ...diagnose(own.property, group, assumed, frames),
    ...{ left, varies: own.varies ?? false },
  })
  return properties.flatMap((property) => {
    const own = found.filter((one) => one.property === property)
    if (own.length === 0) return []
    // Groups follow each other here, but no frame of one goes on where another ended.
    const together = own.flatMap(({ frames }) => frames.map((frame, f) => (f === 0 ? { ...frame, follows: false } : frame)))
    const degrees = own.every((one) => one.degrees === own[0].degrees) ? own[0].degrees : null
    const all = diagnosed(null, own[0], degrees, together)
    return own.length === 1 ? [all] : [all, ...own.map((one) => diagnosed(one.group, one, one.degrees, one.frames))]
  })
}

function diagnose(
  property: Property,
  group: string | null,
  assumed: number | null,
  frames: readonly FrameResiduals[],
): Omit<NoiseDiagnosis, "left" | "varies"> {
  const z = new Float64Array(frames.reduce((sum, frame) => sum + frame.z.length, 0))
  let count = 0
  for (const frame of frames) for (const value of frame.z) if (!Number.isNaN(value)) z[count++] = value
  const shape = residualShape(z.subarray(0, count), assumed ?? Infinity)
  return {
    ...{ property, group, assumed, shape },
    trend: property === "forces" ? magnitudeTrend(frames) : null,
    succession: succession(frames, shape.mean),
  }
}
