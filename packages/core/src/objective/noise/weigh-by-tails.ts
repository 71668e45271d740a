import type { Configuration } from "../../atoms/structure.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties } from "../../observables/property.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
import { atomFactor, classKey, type PropertyChoice } from "../data-class.ts"
import type { ChunkNoise, StructureNoise } from "./chunk-noise.ts"

/** Noise of one class of data that follows Student's t distribution. */
export interface ClassTails {
  readonly sigma: number
  /** ν */
  readonly degrees: number
}

/** Sums over the rows of one class at the weights w, each as often as its atoms count where data are weighed by atoms. */
export interface TailSums {
  readonly rows: number
  /** Σ w */
  readonly weights: number
  /** Σ ln w */
  readonly logarithms: number
  /** Σ w² */
  readonly squares: number
}

/** Rows weighed by w = (ν + 1)/(ν + z²) of their residuals, z = √weight r/σ. */
export interface TailWeights {
  readonly noise: ChunkNoise
  /** By class key. */
  readonly sums: ReadonlyMap<string, TailSums>
}

/**
 * Weights of the data of a chunk under Student's t distribution: those of expectation–maximisation, at which ½ Σ w z² is an upper bound,
 * up to a constant, of the negative logarithm of the likelihood, and touches it.
 *
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 *
 * @param residuals of each configuration, NaN where there is no datum
 * @param classes by class key
 */
export function weighByTails(
  configurations: readonly Configuration[],
  residuals: readonly Float64Array[],
  { use, byAtoms }: { readonly use: PropertyChoice; readonly byAtoms: boolean },
  classes: ReadonlyMap<string, ClassTails>,
): TailWeights {
  const sums = new Map<string, TailSums>()
  const structures = configurations.map(({ structure, group, weights: own }, s): StructureNoise => {
    const roots: { -readonly [property in keyof StructureNoise]: StructureNoise[property] } = {}
    for (const property of properties) {
      if (!use[property] || own[property] === 0) continue
      const key = classKey(group, property)
      const tails = classes.get(key)
      if (!tails) continue
      const scale = Math.sqrt(own[property]) / tails.sigma
      const [from, to] = observationRange(property, structure.numbers.length)
      const there = residuals[s].subarray(from, to).filter((residual) => !Number.isNaN(residual))
      const times = byAtoms ? atomFactor(property, structure.numbers.length) : 1
      let { rows, weights, logarithms, squares } = sums.get(key) ?? { rows: 0, weights: 0, logarithms: 0, squares: 0 }
      for (let k = 0; k < there.length; k++) {
        const weight = studentWeight(scale * there[k], tails.degrees)
        rows += times
        weights += times * weight
        logarithms += times * Math.log(weight)
        squares += times * weight * weight
        there[k] = Math.sqrt(weight)
      }
      sums.set(key, { rows, weights, logarithms, squares })
      roots[property] = there
    }
    return roots
  })
  return { noise: { form: "roots", structures }, sums }
}
