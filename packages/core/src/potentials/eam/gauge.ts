import { speciesPair } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction, RadialJacobian } from "../functions/radial.ts"
import { closePackedDistances } from "./close-packed.ts"
import { densityNumber, type EamFunctions } from "./functions.ts"
import { parametersOf } from "./parameters-of.ts"
import { sample } from "./sample.ts"

/** A change of embedded-atom functions that changes no energy. */
export interface Gauge {
  /** s: f → s f and F(ρ) → F(ρ/s). */
  readonly scale: number
  /** λ_a [eV], one for each element, applied after the scale: F_a → F_a − λ_a ρ, φ_ab → φ_ab + λ_a f_ab + λ_b f_ba. */
  readonly slopes: readonly number[]
}

/** The same functions without parameters, held at θ. */
export function heldFunctions(functions: EamFunctions, theta: Float64Array): EamFunctions {
  const own = parametersOf(functions, theta)
  const hold = (list: readonly RadialFunction[], thetas: readonly Float64Array[]): readonly RadialFunction[] =>
    list.map((radial, k) => combination(radial.end, [{ radial, theta: thetas[k], factor: 1, stretch: 1 }]))
  return Object.freeze({
    ...functions,
    pair: hold(functions.pair, own.pair),
    density: hold(functions.density, own.density),
    embedding: hold(functions.embedding, own.embedding),
  })
}

/** Functions without parameters that give the same energies as those of θ: energies know functions only up to such a change. */
export function gaugeTransform(functions: EamFunctions, theta: Float64Array, { scale, slopes }: Gauge): EamFunctions {
  const { style, symbols } = functions
  const own = parametersOf(functions, theta)
  const count = symbols.length
  const density = functions.density.map((radial, k) =>
    combination(radial.end, [{ radial, theta: own.density[k], factor: scale, stretch: 1 }]),
  )
  const pair: RadialFunction[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      const k = speciesPair(a, b, count)
      const [atA, atB] = [densityNumber(style, a, b, count), densityNumber(style, b, a, count)]
      const part = (number: number, slope: number): Term => ({
        radial: functions.density[number],
        theta: own.density[number],
        factor: scale * slope,
        stretch: 1,
      })
      const end = Math.max(functions.pair[k].end, density[atA].end, density[atB].end)
      pair[k] = combination(end, [
        { radial: functions.pair[k], theta: own.pair[k], factor: 1, stretch: 1 },
        part(atA, slopes[a]),
        part(atB, slopes[b]),
      ])
    }
  }
  const embedding = functions.embedding.map((radial, a) =>
    combination(radial.end, [{ radial, theta: own.embedding[a], factor: 1, stretch: 1 / scale }], -slopes[a]),
  )
  return Object.freeze({ ...functions, pair, density, embedding })
}

/**
 * The gauge in which potentials are compared: ρ = 1 in a close-packed crystal of the first element with neighbours at `neighbour` [Å],
 * and F′_a(1) = 0 for every element, so that φ is the effective pair energy around that crystal.
 */
export function comparisonGauge(functions: EamFunctions, theta: Float64Array, neighbour: number): Gauge {
  const own = parametersOf(functions, theta)
  const distances = closePackedDistances(neighbour, functions.density[0].end)
  const crystal = sample(functions.density[0], own.density[0], distances).f.reduce((sum, value) => sum + value, 0)
  // F(ρ/s) has the slope F′(ρ/s)/s, and ρ/s is the density of the crystal as it was.
  const slopes = functions.embedding.map((radial, a) => sample(radial, own.embedding[a], [crystal]).df[0] * crystal)
  return { scale: 1 / crystal, slopes }
}

/** `factor × radial(stretch × x)` */
interface Term {
  readonly radial: RadialFunction
  readonly theta: Float64Array
  readonly factor: number
  readonly stretch: number
}

/** Σ factor f(stretch x) + line × x, without parameters. */
function combination(end: number, terms: readonly Term[], line = 0): RadialFunction {
  return Object.freeze({
    parameters: Object.freeze([]),
    end,
    evaluate(n: number, x: Float64Array, _theta: Float64Array, f: Float64Array, df: Float64Array): void {
      for (let i = 0; i < n; i++) {
        f[i] = line * x[i]
        df[i] = line
      }
      for (const { radial, theta, factor, stretch } of terms) {
        const part = sample(
          radial,
          theta,
          x.subarray(0, n).map((value) => stretch * value),
        )
        for (let i = 0; i < n; i++) {
          f[i] += factor * part.f[i]
          df[i] += factor * stretch * part.df[i]
        }
      }
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      this.evaluate(n, x, theta, out.f, out.df)
      out.d2f.fill(0, 0, n)
      for (const term of terms) addCurvature(n, x, term, out.d2f)
    },
  })
}

function addCurvature(n: number, x: Float64Array, { radial, theta, factor, stretch }: Term, d2f: Float64Array): void {
  const { heap } = kernels()
  heap.scope(() => {
    const count = theta.length
    const [own, at] = [heap.f64(count), heap.f64(n)]
    own.set(theta)
    at.set(x.subarray(0, n).map((value) => stretch * value))
    const part = { f: heap.f64(n), df: heap.f64(n), d2f: heap.f64(n), fk: heap.f64(count * n), dfk: heap.f64(count * n) }
    radial.jacobian(n, at, own, part)
    for (let i = 0; i < n; i++) d2f[i] += factor * stretch * stretch * part.d2f[i]
  })
}
