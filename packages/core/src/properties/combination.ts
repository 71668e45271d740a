import { elementsOf } from "../atoms/elements.ts"
import { addRow } from "./bulk/gradients.ts"
import type { Observable } from "./observable.ts"
import type { Point } from "./point.ts"
import { stencil } from "./relax/differences.ts"

/** A smooth function of other observables. */
export interface Combination extends Pick<Observable, "name" | "kind" | "dimension" | "unit" | "tolerance"> {
  readonly parts: readonly Observable[]
  /** Of the values of the parts, in their order, internal units. */
  value(values: Float64Array): number
}

/** Step of differences in units of the largest of the values of one dimension. */
const STEP = 1e-4

/** An observable that is worked out from others: its derivative is that of the function, by differences of it, times theirs. */
export function combined({ parts, value, ...about }: Combination): Observable {
  const valuesAt = (point: Point): Float64Array => Float64Array.from(parts, (part) => part.read(point).value)
  return Object.freeze({
    ...about,
    elements: elementsOf(parts.flatMap(({ elements }) => elements)),
    read(point) {
      const readings = parts.map((part) => part.read(point))
      return {
        value: value(Float64Array.from(readings, (reading) => reading.value)),
        trouble: readings.find(({ trouble }) => trouble !== null)?.trouble ?? null,
      }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      const values = valuesAt(point)
      parts.forEach((part, k) => {
        const size = values.reduce((most, other, l) => (parts[l].dimension === part.dimension ? Math.max(most, Math.abs(other)) : most), 0)
        const slope = slopeOf(value, values, k, STEP * (size || 1))
        if (slope !== 0) addRow(out, slope, part.derivative(point))
      })
      return out
    },
  } satisfies Observable)
}

function slopeOf(value: (values: Float64Array) => number, values: Float64Array, k: number, h: number): number {
  const moved = values.slice()
  return stencil.reduce((sum, [place, weight]) => {
    moved[k] = values[k] + place * h
    return sum + (weight / h) * value(moved)
  }, 0)
}
