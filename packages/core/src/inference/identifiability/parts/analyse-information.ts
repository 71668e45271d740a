import { emptyTriangle, type Triangle } from "../../../linalg/triangle/triangle.ts"
import { mergeTriangles } from "../../../linalg/triangle/combine-rows.ts"
import { columnNorms } from "../../../linalg/triangle/measures.ts"
import type { CovarianceFactor } from "../../covariance.ts"
import { decidedBy, informationGain } from "./information-gain.ts"
import { type PartSpectrum, partSpectrum } from "./part-spectrum.ts"

/** Part of what is known, in units of its σ: a property, a class, targets, priors. */
export interface InformationPart {
  readonly name: string
  readonly triangle: Triangle
}

/** What one part says of the parameters. */
export interface PartInformation extends PartSpectrum {
  readonly name: string
  readonly rows: number
  /** Of the parameters that are determined, as many as this part decides; over all parts they add up to the rank. */
  readonly decides: number
  /** ½ log₂ of the volume that it takes off what the others leave, over directions that the others see. */
  readonly bits: number
  /** Directions that nothing else sees. */
  readonly opens: number
  /** Spectrum of all others. */
  readonly without: PartSpectrum
  /** Parameters that it does not feel at all: derivatives of every row are zero. */
  readonly unfelt: readonly string[]
}

/**
 * What each part adds to the others, all spectra in the same units: each parameter times `scale`.
 *
 * @param joint everything together, `covariance` its factor
 */
export function analyseParts(
  parts: readonly InformationPart[],
  joint: Triangle,
  covariance: CovarianceFactor,
  names: readonly string[],
  scale: Float64Array,
): readonly PartInformation[] {
  const found: PartInformation[] = []
  visitWithOthers(parts, emptyTriangle(joint.n), ({ name, triangle }, others) => {
    const norms = columnNorms(triangle)
    found.push({
      ...{ name, rows: triangle.rows, decides: decidedBy(triangle, covariance) },
      ...informationGain(joint, covariance, others),
      ...partSpectrum(triangle, scale),
      without: partSpectrum(others, scale),
      unfelt: names.filter((_, k) => norms[k] === 0),
    })
  })
  return found
}

/**
 * Calls `visit` for each part with all others together: halves are merged into what stands beside them and divided on, P log P
 * merges where each part with its others alone would be P².
 */
function visitWithOthers(
  parts: readonly InformationPart[],
  beside: Triangle,
  visit: (part: InformationPart, others: Triangle) => void,
): void {
  if (parts.length === 0) return
  if (parts.length === 1) return visit(parts[0], beside)
  const [first, second] = [parts.slice(0, parts.length >> 1), parts.slice(parts.length >> 1)]
  const together = (some: readonly InformationPart[]): Triangle => mergeTriangles(beside, ...some.map(({ triangle }) => triangle))
  visitWithOthers(first, together(second), visit)
  visitWithOthers(second, together(first), visit)
}
