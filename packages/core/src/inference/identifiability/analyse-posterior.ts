import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, heightOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { withValues } from "../../objective/parameter-space.ts"
import { gaugesOf } from "../../potentials/gauge.ts"
import type { Potential } from "../../potentials/potential.ts"
import { type CovarianceFactor, covarianceFactor } from "../covariance.ts"
import { type Fisher, fisher } from "../fisher.ts"
import type { Posterior } from "../posterior/posterior.ts"
import { type Identifiability, identify } from "./identify.ts"
import { parameterScales, type ScaleChoice } from "./parameter-scales.ts"
import { analyseParts, type InformationPart, type PartInformation } from "./parts/analyse-information.ts"
import { FEW_PARAMETERS, type PartSpectrum, partSpectrum, singularSpectrum } from "./parts/part-spectrum.ts"

/** How well the parameters of a finished fit are known, and what says so. */
export interface InformationAnalysis {
  readonly scale: ScaleChoice
  readonly fisher: Fisher
  readonly identifiability: Identifiability
  readonly covariance: CovarianceFactor
  /** Of everything, in the units of `scale`. */
  readonly together: PartSpectrum
  /** Of everything, in units of the values, as papers on sloppy models have it; null of many parameters, whose values are mostly none. */
  readonly byValue: PartSpectrum | null
  readonly parts: readonly PartInformation[]
}

export interface AnalysisOptions {
  /** Default `alone`. */
  readonly scale?: ScaleChoice
  /** What the information is divided into; by property unless given. Targets and priors come after. */
  readonly data?: readonly InformationPart[]
}

/** What a posterior says of the parameters; takes seconds for a thousand of them, however many the data were. */
export function analysePosterior(posterior: Posterior, potential: Potential, options: AnalysisOptions = {}): InformationAnalysis {
  const { joint, columns, targets, priors, properties, setup, classes } = posterior
  const { scale = "alone", data = properties.map(({ property, triangle }) => ({ name: property, triangle })) } = options
  const own = potential.parameters.length
  const identifiability = identify(
    {
      potential: withValues(potential.parameters, setup.theta),
      baseline: withValues(setup.baseline.parameters, setup.theta.subarray(own)),
      ...{ names: columns, columns, information: joint, classes },
      ...(heightOf(priors) > 0 && { data: dataOf(posterior) }),
    },
    gaugesOf(potential),
  )
  const covariance = covarianceFactor(joint, identifiability.tolerance)
  const units = parameterScales(posterior, scale)
  const beside = [
    { name: "targets", triangle: targets },
    { name: "priors", triangle: priors },
  ].filter(({ triangle }) => heightOf(triangle) > 0)
  return {
    ...{ scale, identifiability, covariance },
    fisher: fisher(joint, columns, { covariance, ...(scale === "value" && { scale: units }) }),
    together: scale === "alone" ? singularSpectrum(covariance.singularValues) : partSpectrum(joint, units),
    byValue: joint.n <= FEW_PARAMETERS ? partSpectrum(joint, parameterScales(posterior, "value")) : null,
    parts: analyseParts([...data, ...beside], joint, covariance, columns, units),
  }
}

/** Data and targets, without what was known before them. */
function dataOf({ properties, targets, joint }: Posterior): Triangle {
  return mergeInto(emptyTriangle(joint.n), [...properties.map(({ triangle }) => triangle), targets])
}
