import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import type { Objective } from "../../objective/objective.ts"
import { show } from "../../solve/status.ts"
import type { FitState } from "../state.ts"
import { covariancesAt } from "./noise-rows.ts"
import { explainsResiduals, roundedInterval, roundedRows, type RoundingPart, roundingPart } from "./rounding-noise.ts"
import { studentRows } from "./student-noise.ts"

/** A structure whose data count for less than as many others. */
export interface LightStructure {
  readonly file: string
  /** From 0. */
  readonly frame: number
  readonly group: string
  /** Mean of w over its data: about 1 for one like the others. */
  readonly weight: number
}

/** Noise of one pool of classes. */
export interface PoolNoise {
  readonly name: string
  /** ν of Student's t distribution; null for normal noise. */
  readonly degrees: number | null
  /** √ of the mean variance of its data, σ and what stands beside it, in internal units; null for ν ≤ 2, which has none. */
  readonly deviation: number | null
  /** 95 % interval of σ, where it was estimated; `undefined` where it is that of even noise. */
  readonly interval?: readonly [number, number] | null
}

/** What a fit has found of noise that differs from datum to datum. */
export interface NoiseFinding {
  readonly kind: "student-t" | "rounding"
  /** −ln of the likelihood of the data at the minimum. */
  readonly minusLogLikelihood: number
  readonly pools: readonly PoolNoise[]
  /** Structures whose data count for less than half, the lightest first. */
  readonly light: readonly LightStructure[]
  /** How many there are. */
  readonly lightCount: number
  readonly sentences: readonly string[]
}

/** A structure below this mean weight is told of. */
const LIGHT = 0.5
/** How many of them are named. */
const NAMED = 20

/** What a finished fit has found of its noise; `undefined` where all data of a σ are alike. */
export async function noiseFinding(objective: Objective, state: FitState, executor: Executor): Promise<NoiseFinding | undefined> {
  const { noise, theta } = state
  if (noise === null || noise.kind === "even") return undefined
  const sigmas = state.sigmas.slice(0, objective.pools.length)
  if (noise.kind === "rounding") return roundingFinding(objective, executor, noise.theta, theta, sigmas)
  const { rows, minusLogLikelihood } = await studentRows(objective, executor, theta, sigmas, noise.degrees)
  const pools = objective.pools.map(({ name }, p): PoolNoise => {
    const nu = noise.degrees[p]
    return { name, degrees: nu, deviation: nu > 2 ? sigmas[p] * Math.sqrt(nu / (nu - 2)) : null }
  })
  const all: LightStructure[] = []
  rows.forEach(({ structures }, chunk) =>
    objective.setup.configurations.slice(objective.setup.chunks[chunk], objective.setup.chunks[chunk + 1]).forEach((configuration, s) => {
      const weight = meanSquare(Object.values(structures[s]))
      if (weight < LIGHT) all.push(lightStructure(configuration, weight))
    }),
  )
  const light = all.toSorted((a, b) => a.weight - b.weight).slice(0, NAMED)
  const found = { kind: noise.kind, minusLogLikelihood, pools, light, lightCount: all.length }
  const sentences = tailSentences(found, objective.setup.configurations.length)
  const part = await roundingPart(objective, executor, theta)
  return { ...found, sentences: part && explainsResiduals(part) ? [...sentences, digitsInstead(part)] : sentences }
}

/** Where heavy tails stand in for something else. */
function digitsInstead({ property, rounded, left }: RoundingPart): string {
  return `the digits that positions were printed with make residuals of ${shown(rounded, property)}, and there are ${shown(left, property)}: correlated noise of known size, for which heavy tails are no substitute; leave objective.noise out, and it counts`
}

async function roundingFinding(
  objective: Objective,
  executor: Executor,
  origin: readonly number[],
  theta: readonly number[],
  sigmas: readonly number[],
): Promise<NoiseFinding> {
  const covariances = await covariancesAt(objective, executor, origin)
  const { sums, minusLogLikelihood } = await roundedRows(objective, executor, covariances, theta, sigmas, false)
  const pools = objective.pools.map(({ name, origin: source }, p) => {
    const deviation = Math.sqrt(sums[p].variance / sums[p].rows)
    return { name, degrees: null, deviation, interval: source === "estimated" ? roundedInterval(sigmas[p], sums[p]) : null }
  })
  const sizes = objective.pools.map(({ name, property }, p) => {
    const beside = Math.sqrt(Math.max(0, pools[p].deviation ** 2 - sigmas[p] ** 2))
    return `${name} ${shown(beside, property)} beside σ = ${shown(sigmas[p], property)}`
  })
  const sentence = `the digits that positions and labels were printed with leave residuals that no parameter explains: ${sizes.join(", ")}; they count as noise of that size, datum by datum`
  return { kind: "rounding", minusLogLikelihood, pools, light: [], lightCount: 0, sentences: [sentence] }
}

/** In units for people. */
function shown(value: number, property: string): string {
  return property === "stress" ? `${show(value)} eV/Å³` : `${show(1000 * value)} meV/${property === "energy" ? "atom" : "Å"}`
}

function tailSentences({ pools, light, lightCount }: Omit<NoiseFinding, "sentences">, structures: number): readonly string[] {
  const degrees = pools.map(({ name, degrees: nu }) => `${name} ν = ${show(nu ?? Infinity)}`).join(", ")
  const first = `noise is Student's t of scale σ, which weighs outliers down: ${degrees}`
  if (lightCount === 0) return [first]
  const named = light.slice(0, 3).map(({ file, frame, weight }) => `${file} frame ${frame} (${show(weight)})`)
  return [
    first,
    `${lightCount} of ${structures} structures count for less than half of what others do: ${named.join(", ")}${lightCount > 3 ? ", …" : ""}`,
  ]
}

function lightStructure({ origin, group }: Configuration, weight: number): LightStructure {
  return { file: origin.file, frame: origin.frame, group, weight }
}

function meanSquare(parts: readonly Float64Array[]): number {
  const count = parts.reduce((sum, part) => sum + part.length, 0)
  return count > 0 ? parts.reduce((sum, part) => sum + part.reduce((own, root) => own + root * root, 0), 0) / count : 1
}
