import { speciesPair } from "../../graph/pair-segments.ts"
import { type ChangeOfFunction, equationsOfChanges } from "../functions/change-of-functions.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { Gauge } from "../gauge.ts"
import { closePackedDistances } from "./close-packed.ts"
import { densityNumber, eamColumns, type EamColumns, type EamFunctions } from "./functions.ts"
import { parametersOf } from "./parameters-of.ts"
import { sample } from "./sample.ts"

/** Points of each function at which a gauge is looked at, at least. */
const POINTS = 60

/**
 * What no energy knows of embedded-atom functions (see `gaugeTransform`):
 * - scale of the density: f → s f with F(ρ) → F(ρ/s); in `alloy` once, in `fs` once for each element that receives densities;
 * - slope of the embedding energy, once for each element: F_a → F_a − λ ρ with φ_ab → φ_ab + λ f_ab, twice that for a = b;
 * - its constant: F_a → F_a + c, with the reference energy of the element.
 */
export function eamGauges(functions: EamFunctions): readonly Gauge[] {
  const { style, symbols } = functions
  const columns = eamColumns(functions)
  const elements = symbols.map((_, a) => a)
  const receivers = style === "alloy" ? [elements] : elements.map((a) => [a])
  const scales = receivers.map((sites): Gauge => {
    const name = sites.length === symbols.length ? "scale of the density" : `scale of the density at ${symbols[sites[0]]}`
    return gauge(functions, columns, name, "f → s f with F(ρ) → F(ρ/s)", (at) => scaled(functions, at, sites))
  })
  const slopes = elements.map((a): Gauge => {
    const symbol = symbols[a]
    const doc = `F → F − λ ρ with φ → φ + λ f in every pair of ${symbol}, twice that in ${symbol}-${symbol}`
    return gauge(functions, columns, `slope of the embedding energy of ${symbol}`, doc, (at) => sloped(functions, at, a))
  })
  const constants = elements.map((a): Gauge => {
    const doc = `F → F + c with the reference energy of ${symbols[a]} less by c`
    const raised = gauge(functions, columns, `constant of the embedding energy of ${symbols[a]}`, doc, () => ({
      embedding: new Map([[a, (rho) => rho.map(() => 1)]]),
    }))
    return Object.freeze({ ...raised, energies: { [symbols[a]]: 1 } })
  })
  return Object.freeze([...scales, ...slopes, ...constants])
}

/** Part of the densities, from zero on, that few data have, and how much it counts: what F is there without data must not decide. */
const RARE = { part: 0.25, weight: 1e-3 }

function weightOf(points: Float64Array): (rho: number) => number {
  const end = RARE.part * points[points.length - 1]
  return (rho) => (rho < end ? RARE.weight : 1)
}

type Change = (x: Float64Array) => Float64Array

/** δf of the functions that change, by number; the others keep what they are. */
interface Changes {
  readonly pair?: ReadonlyMap<number, Change>
  readonly density?: ReadonlyMap<number, Change>
  readonly embedding?: ReadonlyMap<number, Change>
}

type Own = ReturnType<typeof parametersOf>

function gauge(functions: EamFunctions, columns: EamColumns, name: string, doc: string, changesAt: (own: Own) => Changes): Gauge {
  return Object.freeze({
    name,
    doc,
    equations(theta: Float64Array) {
      const own = parametersOf(functions, theta)
      const changes = changesAt(own)
      const rho = typicalDensity(functions, own)
      const list = (["pair", "density", "embedding"] as const).flatMap((role) =>
        functions[role].map((radial, k): ChangeOfFunction => {
          const points = pointsOf(radial, role === "embedding" ? rho : undefined)
          const change = changes[role]?.get(k)
          const gained = change ? change(points) : new Float64Array(points.length)
          return { radial, offset: columns[role][k], points, change: gained, ...(role === "embedding" && { weight: weightOf(points) }) }
        }),
      )
      return equationsOfChanges(list, theta)
    },
  })
}

/** d/ds at s = 1: δf = f, δF = −ρ F′. */
function scaled({ style, symbols, density, embedding }: EamFunctions, own: Own, sites: readonly number[]): Changes {
  const count = symbols.length
  const numbers = new Set(sites.flatMap((a) => symbols.map((_, b) => densityNumber(style, a, b, count))))
  return {
    density: new Map([...numbers].map((k) => [k, (x) => sample(density[k], own.density[k], x).f] as const)),
    embedding: new Map(
      sites.map((a) => [a, (x) => sample(embedding[a], own.embedding[a], x).df.map((slope, i) => -x[i] * slope)] as const),
    ),
  }
}

/** d/dλ at λ = 0: δF_a = −ρ, δφ_ab = f_ab (1 + δ_ab). */
function sloped({ style, symbols, density }: EamFunctions, own: Own, a: number): Changes {
  const count = symbols.length
  const pairs = symbols.map((_, b) => {
    const k = densityNumber(style, a, b, count)
    const factor = a === b ? 2 : 1
    const change: Change = (x) => sample(density[k], own.density[k], x).f.map((value) => factor * value)
    return [speciesPair(Math.min(a, b), Math.max(a, b), count), change] as const
  })
  return { pair: new Map(pairs), embedding: new Map([[a, (rho) => rho.map((value) => -value)]]) }
}

/** Of the reach of a density, where the neighbours of a dense crystal are. */
const NEIGHBOUR = 0.4

/** Density in such a crystal: where embedding energies without knots are looked at. */
function typicalDensity({ density }: EamFunctions, own: Own): number {
  const { end } = density[0]
  const { f } = sample(density[0], own.density[0], closePackedDistances(NEIGHBOUR * end, end))
  return Math.abs(f.reduce((sum, value) => sum + value, 0)) || 1
}

/** Over the knots of a spline; else over the outer two thirds of the reach, or over densities up to twice `typical`. */
function pointsOf(radial: RadialFunction, typical: number | undefined): Float64Array {
  const knots = "knots" in radial && Array.isArray(radial.knots) ? radial.knots.filter((knot) => typeof knot === "number") : []
  const [start, end] =
    knots.length > 1 ? [knots[0], knots[knots.length - 1]] : typical === undefined ? [radial.end / 3, radial.end] : [0, 2 * typical]
  const count = Math.max(POINTS, 3 * knots.length)
  return Float64Array.from({ length: count }, (_, i) => start + ((end - start) * (i + 0.5)) / count)
}
