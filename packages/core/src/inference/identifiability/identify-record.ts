import { withValues } from "../../objective/parameter-space.ts"
import type { ParameterLayout } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { standardErrors } from "../covariance.ts"
import type { FisherDirection } from "../fisher.ts"
import type { Posterior } from "../posterior/posterior.ts"
import type { InformationAnalysis } from "./analyse-posterior.ts"
import type { GaugeFinding } from "./follow-gauge.ts"
import type { ScaleChoice } from "./parameter-scales.ts"
import type { PartInformation } from "./parts/analyse-information.ts"
import { type OpenFinding, openFindings } from "./unidentifiable.ts"

/** How well a parameter is known. */
export interface ParameterKnowledge {
  readonly key: string
  readonly value: number
  readonly unit: string
  /** Null where it is without end. */
  readonly standardError: number | null
  /** Ends of the 95 % interval of the quadratic approximation; null where there is no end. */
  readonly interval: readonly [number | null, number | null]
  readonly remark: string
}

/** The contents of `identify.json`: plain data. */
export interface IdentifyRecord {
  readonly schema: 1
  /** Columns of the information: profiled parameters, then the free ones. */
  readonly names: readonly string[]
  readonly rank: number
  /** What eigenvectors and spectra are in units of. */
  readonly scale: ScaleChoice
  /** Powers of ten between the largest and the smallest eigenvalue that is not rounding. */
  readonly decades: number
  /** Largest eigenvalue by smallest; null where there is one that is rounding. */
  readonly condition: number | null
  /** `decades` in units of the values, as papers on sloppy models have it; null of many parameters. */
  readonly decadesByValue: number | null
  /** Singular values of J below this part of the largest are rounding. */
  readonly tolerance: number
  /** Falling; vectors are left out in the middle of long spectra. */
  readonly spectrum: readonly (Omit<FisherDirection, "vector"> & { readonly vector?: readonly number[] })[]
  readonly parts: readonly PartInformation[]
  readonly open: readonly OpenFinding[]
  readonly gauges: readonly GaugeFinding[]
  readonly parameters: readonly ParameterKnowledge[]
  /** The pairs that are correlated most. */
  readonly strongest: readonly { readonly one: string; readonly other: string; readonly correlation: number }[]
  /** Of few parameters; null where one is open. */
  readonly correlation: readonly (readonly (number | null)[])[] | null
  readonly remarks: readonly string[]
}

/** Parameters up to which all vectors and correlations are kept. */
const FEW = 200
/** Directions at either end of a long spectrum whose vectors are. */
const ENDS = 10
const PAIRS = 20
/** Of 95 % of a normal distribution. */
const WIDTH = 1.959963984540054

/** What an analysis says, as plain data. */
export function identifyRecord(analysis: InformationAnalysis, posterior: Posterior, potential: Potential): IdentifyRecord {
  const { fisher, identifiability, together, byValue, parts, covariance, scale } = analysis
  const { spectrum, correlation, names } = fisher
  const few = names.length <= FEW
  const whole = covariance.rank === names.length && together.rank === names.length
  return {
    schema: 1,
    ...{ names, rank: covariance.rank, scale },
    decades: together.decades,
    condition: whole ? together.eigenvalues[0] / together.eigenvalues[together.rank - 1] : null,
    decadesByValue: byValue?.decades ?? null,
    tolerance: identifiability.tolerance,
    spectrum: spectrum.map(({ vector, ...direction }, l) =>
      few || l < ENDS || l >= spectrum.length - ENDS ? { ...direction, vector } : direction,
    ),
    parts,
    open: openFindings(identifiability, posterior.held),
    gauges: identifiability.gauges,
    parameters: knowledge(posterior, potential, standardErrors(covariance)),
    strongest: strongestPairs(correlation, names),
    correlation: few ? correlation : null,
    remarks: posterior.remarks,
  }
}

function knowledge({ setup, held }: Posterior, potential: Potential, errors: Float64Array): readonly ParameterKnowledge[] {
  const layout: ParameterLayout = withValues([...potential.parameters, ...setup.baseline.parameters], setup.theta)
  const unknown = new Set(held.map(({ key }) => key))
  return layout.map(({ key, value, unit, transform, tie }, k): ParameterKnowledge => {
    const column = setup.columns[k]
    if (unknown.has(key)) {
      return { key, value, unit, standardError: null, interval: [null, null], remark: "held: no data of this kind could determine it" }
    }
    if (column < 0) return { key, value, unit, standardError: 0, interval: [value, value], remark: "held" }
    const error = Math.abs(setup.scales[k]) * errors[column]
    const end = (sign: number): number =>
      transform === "log" ? value * Math.exp(sign * WIDTH * errors[column]) : value + sign * WIDTH * error
    const known = Number.isFinite(error)
    return {
      ...{ key, value, unit },
      standardError: known ? error : null,
      interval: known ? [end(-1), end(1)] : [transform === "log" ? 0 : null, null],
      remark: [tie ? `tied to ${tie.key}` : "", known ? "" : "not determined"].filter(Boolean).join(", "),
    }
  })
}

function strongestPairs(correlation: readonly (readonly (number | null)[])[], names: readonly string[]): IdentifyRecord["strongest"] {
  const pairs: { one: string; other: string; correlation: number }[] = []
  let least = 0
  correlation.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      const value = row[j]
      if (value === null || Math.abs(value) <= least) continue
      pairs.push({ one: names[j], other: names[i], correlation: value })
      if (pairs.length < 50 * PAIRS) continue
      keepStrongest(pairs)
      least = Math.abs(pairs[PAIRS - 1].correlation)
    }
  })
  keepStrongest(pairs)
  return pairs
}

function keepStrongest(pairs: { readonly correlation: number }[]): void {
  pairs.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
  pairs.length = Math.min(pairs.length, PAIRS)
}
