import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Executor } from "../../kernels/executor.ts"
import { classKey } from "../../objective/data-class.ts"
import { dataPrecision } from "../../objective/noise/printed-digits.ts"
import { assignFolds } from "../../objective/streaming/folds.ts"
import { cutIntoShards } from "../../objective/streaming/shards.ts"
import { properties, type Property } from "../../observables/property.ts"
import { conformalScores, type ConformalScores } from "../calibration/cross-conformal.ts"
import { fitErrorScale, scaleAt } from "../calibration/error-scale.ts"
import { boxOf, mergeExtents, noExtents, type Extents, type PointwiseBox } from "../pops/pointwise-box.ts"
import { principalAxes, sketchedAxes, sketchProbe } from "../pops/principal-axes.ts"
import type { Posterior, PosteriorClass } from "../posterior/posterior.ts"
import { type Corrections, type CorrectionsSetup, correctionsPass, type HeldOut } from "./corrections-pass.ts"
import { type ExtentsSetup, extentsPass } from "./extents-pass.ts"
import { heldOutNoise } from "./held-out-noise.ts"
import { informationPass, type InformationSetup, type InformationSums } from "./information-pass.ts"
import { createRowBasis } from "./row-basis.ts"
import { type ByClass, gather, thresholdsOf } from "./thresholds.ts"
import { trainingPasses } from "./training-passes.ts"
import type { TrainingSetup } from "./training-setup.ts"
import { solutionWithout } from "./without-folds.ts"

/**
 * What error bars are made of beside the posterior, all in units of its covariance factor B (`createRowBasis`): small whatever the size of
 * the data. Plain data.
 */
export interface UncertaintyModel {
  readonly rank: number
  /** Relative singular values of the information that counted as zero. */
  readonly tolerance: number
  /** Pointwise optimal parameters by property that they were to meet; null without data. */
  readonly boxes: Readonly<Record<Property, PointwiseBox | null>>
  /** Members of a bootstrap by structure, by columns, row-major `[rank × members]`. */
  readonly committee: Float64Array
  readonly members: number
  /** The parameters without each fold, `[folds][rank]`. */
  readonly without: readonly Float64Array[]
  /** By property: held-out errors; null without data. */
  readonly conformal: Readonly<Record<Property, ConformalScores | null>>
  /** By class key: scale of the noise that errors on data held out have (`heldOutNoise`). */
  readonly noise: Readonly<Record<string, number>>
}

/** How error bars are made. */
export interface UncertaintyOptions {
  readonly seed: number
  /** Parts that are held out one after the other; default 10. */
  readonly folds?: number
  /** Whether folds are runs of neighbouring frames. */
  readonly contiguous?: boolean
  /** Of the committee; default 64. */
  readonly members?: number
  /** Relative singular values of the information that count as zero; n ε by default. */
  readonly tolerance?: number
  /** Directions along which pointwise optimal parameters are bounded one by one, at most; default: all up to 2000 parameters, else 500. */
  readonly axes?: number
  /** Bytes in which derivatives may be kept between passes, rather than formed again; default 256 MiB. */
  readonly memory?: number
  /** Called between passes over the data. */
  readonly onPass?: (pass: number, passes: number) => void
}

/** Passes over the training data. */
const PASSES = 3

/** Parameters beyond which Σ z zᵀ is not formed any more. */
const MANY = 2000

/** Axes of a box then. */
const AXES = 500

/** Bytes in which derivatives are kept where nothing else is said. */
const MEMORY = 2 ** 28

/**
 * Goes three times through the training data of a fit, a few structures in memory at a time, and gathers what error bars are made of. As
 * many derivatives as `memory` holds are kept from the first pass. The result is the same for any number of threads and any memory.
 */
export async function createUncertainty(
  posterior: Pick<Posterior, "setup" | "joint" | "classes" | "rounding">,
  configurations: ConfigurationList,
  executor: Executor,
  {
    seed,
    folds: count = 10,
    contiguous = false,
    members = 64,
    tolerance = posterior.joint.n * Number.EPSILON,
    axes: most,
    memory = MEMORY,
    onPass = () => {},
  }: UncertaintyOptions,
): Promise<UncertaintyModel> {
  const basis = createRowBasis(posterior, tolerance)
  const { use, byAtoms, width } = posterior.setup
  const classes = new Map(
    posterior.classes.map(
      ({ group, property, factor, degrees, tails }) => [classKey(group, property), { factor, degrees, tails }] as const,
    ),
  )
  const precision = posterior.rounding ? dataPrecision(configurations) : null
  const training: TrainingSetup = { basis, use, byAtoms, classes, precision }
  const folds = assignFolds(configurations, { count, seed, contiguous })
  const shards = cutIntoShards(configurations, folds, width)
  const passes = trainingPasses({ configurations, shards, memory, executor, onPass: (pass) => onPass(pass, PASSES) })

  const informed: InformationSetup = { ...training, members, seed }
  const { without, committee, thresholds } = await sumInformation(passes.first(informationPass, informed), basis.rank, members, count)

  const { rank } = basis
  const axesCount = Math.min(rank, most ?? (rank > MANY ? AXES : rank))
  const probe = axesCount < rank ? sketchProbe(rank, axesCount) : null
  const corrected: CorrectionsSetup = { ...training, thresholds, without, probe }
  const { heldOut, grams } = await sumCorrections(passes.again(correctionsPass, corrected), rank * axesCount)
  const conformal = byProperty((property) =>
    calibrate(
      heldOut.filter((own) => own.property === property),
      count,
    ),
  )
  const noise = noiseOf(heldOut, classes)

  const axes = byProperty((property) => (probe ? sketchedAxes(grams[property], rank, axesCount) : principalAxes(grams[property], rank)))
  const extended: ExtentsSetup = { ...training, thresholds, axes }
  const extents = byProperty(() => noExtents(axesCount))
  for await (const part of passes.again<Readonly<Record<Property, Extents>>>(extentsPass, extended)) {
    for (const property of properties) mergeExtents(extents[property], part[property])
  }
  return {
    rank,
    tolerance,
    boxes: byProperty((property) => boxOf(axes[property], extents[property])),
    committee,
    members,
    without,
    conformal,
    noise,
  }
}

function byProperty<Value>(value: (property: Property) => Value): Readonly<Record<Property, Value>> {
  return { energy: value("energy"), forces: value("forces"), stress: value("stress") }
}

interface Information extends Pick<UncertaintyModel, "without" | "committee"> {
  readonly thresholds: ByClass<number>
}

/** Shards come fold by fold, so that the information of one fold is in memory at a time. */
async function sumInformation(parts: AsyncGenerator<InformationSums>, rank: number, members: number, count: number): Promise<Information> {
  const without: Float64Array[] = Array.from({ length: count }, () => new Float64Array(rank))
  const committee = new Float64Array(rank * members)
  const variances = byProperty(() => new Map<string, Float64Array[]>())
  let open: { readonly fold: number; readonly gram: Float64Array; readonly pull: Float64Array } | undefined
  const close = (): void => {
    if (open) without[open.fold] = solutionWithout(open.gram, open.pull)
  }
  for await (const { fold, gram, pull, ...part } of parts) {
    if (open?.fold === fold) {
      add(open.gram, gram)
      add(open.pull, pull)
    } else {
      close()
      open = { fold, gram, pull }
    }
    add(committee, part.committee)
    gather(variances, part.variances)
  }
  close()
  return { without, committee, thresholds: thresholdsOf(variances) }
}

/** What one task gives is small: held-out errors are a few numbers a datum. */
async function sumCorrections(parts: AsyncGenerator<Corrections>, size: number): Promise<Corrections> {
  const grams = byProperty(() => new Float64Array(size))
  const heldOut: HeldOut[] = []
  for await (const part of parts) {
    heldOut.push(...part.heldOut)
    for (const property of properties) add(grams[property], part.grams[property])
  }
  return { heldOut, grams }
}

/** Scores of the held-out errors of one property, each structure of the same weight. */
function calibrate(own: readonly HeldOut[], folds: number): ConformalScores | null {
  if (own.length === 0) return null
  const features = own[0].features.map((_, f) => joined(own.map((one) => one.features[f])))
  const errors = joined(own.map((one) => one.errors))
  const weights = joined(own.map((one) => one.errors.map(() => 1 / one.errors.length)))
  const scale = fitErrorScale(features, errors, weights)
  const structures = own.map((one) => ({
    fold: one.fold,
    scores: one.errors.map((error, i) => (error === 0 ? 0 : Math.abs(error) / scaleAt(scale, ...one.features.map((values) => values[i])))),
  }))
  return conformalScores(scale, structures, folds)
}

/** The noise of each class that was fitted. Labels without a weight say nothing. */
function noiseOf(
  heldOut: readonly HeldOut[],
  classes: ReadonlyMap<string, Pick<PosteriorClass, "degrees">>,
): Readonly<Record<string, number>> {
  const own = Map.groupBy(
    heldOut.filter(({ weight }) => weight > 0),
    ({ group, property }) => classKey(group, property),
  )
  return Object.fromEntries(
    [...classes].flatMap(([key, { degrees }]) => {
      const parts = own.get(key)
      return parts ? [[key, heldOutNoise(parts, degrees ?? Infinity)] as const] : []
    }),
  )
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function add(total: Float64Array, part: Float64Array): void {
  for (let k = 0; k < total.length; k++) total[k] += part[k]
}
