import { eliminateLeading } from "../../linalg/triangle/change-columns.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { Redundancy } from "../../objective/baseline/redundancy.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import type { Property } from "../../observables/property.ts"

/** A class of data in a posterior, in internal units. */
export interface PosteriorClass {
  readonly property: Property
  readonly group: string
  readonly count: number
  readonly sigma: number
  readonly unit: string
  readonly origin: "given" | "estimated"
  /** Ends of the 95 % interval of an estimated σ. */
  readonly interval: readonly [number, number] | null
  /** What rows of unit σ are multiplied by: 1/(σ √D), with D = 1 unless the objective is normalised. */
  readonly factor: number
  /** ν of noise that follows Student's t distribution; null for normal noise. */
  readonly degrees: number | null
  /** How rows were weighed by such noise; null for normal noise. */
  readonly tails: TailRows | null
}

/** Rows `√weight [∂prediction | residual]` that count √w times, with w = (ν + 1)/(ν + z²) of z = scale × residual. */
export interface TailRows {
  /** 1/σ of the distribution that weighed them; cross-validation may have chosen other σ since. */
  readonly scale: number
  /** Part of Σ w JᵀJ that they say of parameters. */
  readonly part: number
}

/** What all data of one property say, in units of their σ. */
export interface PropertyTriangle {
  readonly property: Property
  readonly triangle: Triangle
}

/**
 * What a finished fit knows of its parameters, with the residual r of everything it minimised, each in units of its σ:
 *
 *     p(z | data) ≈ N(ẑ, C)     C = (JᵀJ)⁻¹ = (RᵀR)⁻¹     J = ∂r/∂z     z = [profiled | x]
 *
 * the Laplace approximation at the minimum, exact where predictions are linear and noise is normal. Plain data and triangles:
 *
 * - predictions: the row ∂p/∂z of a new datum, which `setup` forms (`writeStructureRows`), and `covarianceFactor(joint)` give its
 *   variance by `predictiveVariance`;
 * - selection: the same rows, times `factor` of their class, are what a new datum would add to `joint`;
 * - profiles and samples: `information` is the metric at x, and `covarianceFactor(information)` the proposal.
 */
export interface Posterior {
  /**
   * How rows of structures are formed: potential, baseline, θ of both at the minimum, and by θ_k the column it feeds and ∂θ_k/∂column.
   */
  readonly setup: ShardSetup
  /** Keys of the columns z: profiled parameters, then the free ones. */
  readonly columns: readonly string[]
  /** How many are profiled. */
  readonly profiled: number
  /** Free parameters as the solver moved them (logarithms where the layout says so). */
  readonly x: Float64Array
  /** Triangle of `[∂r/∂z | r]` of all data, targets, penalties and priors. */
  readonly joint: Triangle
  /** Of these, the data, by property. */
  readonly properties: readonly PropertyTriangle[]
  /** Of these, targets: properties of crystals. */
  readonly targets: Triangle
  /** Of these, penalties and priors. */
  readonly priors: Triangle
  readonly classes: readonly PosteriorClass[]
  /** Whether what the digits of positions and labels leave open counted as noise beside σ. */
  readonly rounding: boolean
  /** Parameters beside these that no data of this kind could determine, held where they started. */
  readonly held: readonly Redundancy[]
  /** What must be known of it. */
  readonly remarks: readonly string[]
}

/** Keys of the free parameters, the columns of `posteriorInformation`. */
export function posteriorNames({ columns, profiled }: Posterior): readonly string[] {
  return columns.slice(profiled)
}

/** Triangle of `[∂r/∂x | r]` of the free parameters, profiled ones eliminated: `RᵀR` is the inverse of their covariance. */
export function posteriorInformation({ joint, profiled }: Pick<Posterior, "joint" | "profiled">): Triangle {
  return { ...eliminateLeading(joint, profiled), rows: joint.rows - profiled }
}
