import type { Graph } from "../../graph/graph.ts"
import { symbolOf } from "../../atoms/elements.ts"
import { constantGauge } from "../constant-gauge.ts"
import type { Gauge, WithGauges } from "../gauge.ts"
import type { WithLammps } from "../lammps-model.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import type { Regulariser, WithRegularisers } from "../regulariser.ts"
import type { WithSiteRows } from "../site-rows.ts"
import type { SnapArithmetic } from "./arithmetic/arithmetic.ts"
import { compiledSnapArithmetic } from "./arithmetic/compiled.ts"
import { snapTables } from "./basis/tables.ts"
import { evaluateSnap } from "./evaluate.ts"
import { snapLammpsModel } from "./file/lammps-model.ts"
import { jacobianSnap } from "./jacobian.ts"
import { snapRidge } from "./regularisers.ts"
import { channelCount, largestCutoff, type SnapSettings } from "./settings.ts"
import { siteRowsSnap } from "./site-rows.ts"
import type { SnapModel } from "./work.ts"

/** A bispectrum potential. */
export interface SnapPotential extends Potential, WithGauges, WithLammps, WithRegularisers, WithSiteRows {
  readonly settings: SnapSettings
}

/**
 * The spectral neighbour analysis potential
 *
 *     E = Σ_i β0 + Σ_k β_k B_k(i)  (+ Σ_k ½ α_kk B_k² + Σ_{k<l} α_kl B_k B_l)
 *
 * with coefficients of the element of i and bispectrum components B = Re Σ U_j* (U_{j1} ⊗ U_{j2})_j of the densities
 * U_j = 1 + Σ_neighbours w f(r) U_j(θ₀, r̂) on the sphere in four dimensions. Linear in all coefficients.
 *
 * A. P. Thompson, L. P. Swiler, C. R. Trott, S. M. Foiles, G. J. Tucker, doi:10.1016/j.jcp.2014.12.018; quadratic: M. A. Wood,
 * A. P. Thompson, doi:10.1063/1.5017641; chemical: M. A. Cusentino, M. A. Wood, A. P. Thompson, doi:10.1021/acs.jpca.0c02450.
 */
export function snapPotential(
  spec: PotentialSpec,
  settings: SnapSettings,
  parameters: readonly Parameter[],
  arithmetic: SnapArithmetic = compiledSnapArithmetic,
): SnapPotential {
  const cutoff = largestCutoff(settings)
  const model: SnapModel = {
    settings,
    tables: () => snapTables(settings.twojmax, channelCount(settings), settings.normalised),
    arithmetic,
  }
  let ridge: readonly Regulariser[] | undefined
  return Object.freeze({
    spec,
    elements: settings.elements,
    cutoff,
    parameters,
    settings,
    // Found when it is asked for: most potentials are made to be evaluated.
    get regularisers(): readonly Regulariser[] {
      return (ridge ??= snapRidge(this))
    },
    gauges: constants(parameters, settings.elements),
    lammps: (theta: Float64Array) => snapLammpsModel(settings, theta),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      demandCutoff(graph, cutoff)
      evaluateSnap(model, graph, theta, out)
    },
    jacobian(graph: Graph, s: number, _theta: Float64Array, block: JacobianBlock): void {
      demandCutoff(graph, cutoff)
      jacobianSnap(model, graph, s, block)
    },
    siteRows(graph: Graph, out: Float64Array, stride: number, column: number): void {
      demandCutoff(graph, cutoff)
      siteRowsSnap(model, graph, out, stride, column)
    },
  })
}

function constants(parameters: readonly Parameter[], elements: readonly number[]): readonly Gauge[] {
  const count = parameters.length / elements.length
  return elements.map((number, a) => constantGauge(parameters, a * count, symbolOf(number)))
}

function demandCutoff(graph: Graph, cutoff: number): void {
  if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
}
