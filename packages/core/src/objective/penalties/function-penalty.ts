import { kernels } from "../../kernels/kernels.ts"
import type { PotentialFunction } from "../../potentials/functions/potential-function.ts"
import { hinge, hingeSlope, type Penalty } from "./penalty.ts"

/** What a function of a potential must keep to. */
export interface FunctionRule {
  /** Such as `repulsion`. */
  readonly name: string
  /** f, f′ or f″. */
  readonly quantity: "value" | "slope" | "curvature"
  /** On which side of the limit it must stay. */
  readonly side: "above" | "below"
  readonly limit: number
  /** The range of the argument in which it must. */
  readonly from: number
  readonly to: number
  /** Cells that the range is cut into. */
  readonly points: number
  /** A violation of this much counts as one, [unit of the quantity]. */
  readonly sigma: number
  /** Data that the whole range weighs as much as. */
  readonly weight: number
}

/**
 * The penalty of a rule: `r_i = √(weight/points) h(±(q_i − limit)/sigma)` with q_i the value or slope in the middle of cell i, or its mean
 * curvature (f′(right) − f′(left))/width. So ½ Σ r² = ½ weight ⟨h²⟩ however many cells there are.
 */
export function functionPenalty(shown: PotentialFunction, rule: FunctionRule): Penalty {
  const { radial, offset } = shown
  const { quantity, points } = rule
  const count = radial.parameters.length
  const sites = sitesOf(rule)
  const sign = rule.side === "above" ? -1 : 1
  const scale = Math.sqrt(rule.weight / points)
  const violation = (value: number): number => (sign * (value - rule.limit)) / rule.sigma
  const own = (theta: Float64Array): Float64Array => theta.subarray(offset, offset + count)
  return Object.freeze({
    name: `${rule.name} of ${shown.name}`,
    rows: points,
    parameters: Array.from({ length: count }, (_, k) => offset + k),
    residuals: (theta: Float64Array) => {
      return sampleQuantity(shown, rule, theta).map((value) => scale * hinge(violation(value)))
    },
    jacobian: (theta: Float64Array) => {
      const { f, df, fk, dfk } = differentiate(shown, sites, own(theta))
      const slopes = toCells(rule, quantity === "value" ? f : df, 0).map(
        (value) => (scale * sign * hingeSlope(violation(value))) / rule.sigma,
      )
      const rows = new Float64Array(points * count)
      for (let k = 0; k < count; k++) {
        const change = toCells(rule, quantity === "value" ? fk : dfk, k * sites.length)
        for (let i = 0; i < points; i++) rows[i * count + k] = slopes[i] * change[i]
      }
      return rows
    },
  })
}

/** q in every cell of a rule's range, `[points]`, at θ of the whole potential. */
export function sampleQuantity({ radial, offset }: PotentialFunction, rule: FunctionRule, theta: Float64Array): Float64Array {
  const { heap } = kernels()
  const sites = sitesOf(rule)
  const n = sites.length
  const count = radial.parameters.length
  return heap.scope(() => {
    const [own, x, f, df] = [heap.f64(count), heap.f64(n), heap.f64(n), heap.f64(n)]
    own.set(theta.subarray(offset, offset + count))
    x.set(sites)
    radial.evaluate(n, x, own, f, df)
    return toCells(rule, rule.quantity === "value" ? f : df, 0)
  })
}

/** Middles of the cells, or their ends for curvatures. */
function sitesOf({ quantity, from, to, points }: FunctionRule): Float64Array {
  const width = (to - from) / points
  const [count, shift] = quantity === "curvature" ? [points + 1, 0] : [points, 0.5]
  return Float64Array.from({ length: count }, (_, i) => from + (i + shift) * width)
}

/** Cells from f or f′ at the sites, which begin at `first` of an array. */
function toCells({ quantity, from, to, points }: FunctionRule, at: Float64Array, first: number): Float64Array {
  const width = (to - from) / points
  return Float64Array.from({ length: points }, (_, i) =>
    quantity === "curvature" ? (at[first + i + 1] - at[first + i]) / width : at[first + i],
  )
}

interface Derivatives {
  readonly f: Float64Array
  readonly df: Float64Array
  readonly fk: Float64Array
  readonly dfk: Float64Array
}

function differentiate({ radial }: PotentialFunction, sites: Float64Array, theta: Float64Array): Derivatives {
  const { heap } = kernels()
  const n = sites.length
  return heap.scope(() => {
    const [own, x] = [heap.f64(theta.length), heap.f64(n)]
    own.set(theta)
    x.set(sites)
    const out = { f: heap.f64(n), df: heap.f64(n), d2f: heap.f64(n), fk: heap.f64(theta.length * n), dfk: heap.f64(theta.length * n) }
    radial.jacobian(n, x, own, out)
    return { f: Float64Array.from(out.f), df: Float64Array.from(out.df), fk: Float64Array.from(out.fk), dfk: Float64Array.from(out.dfk) }
  })
}
