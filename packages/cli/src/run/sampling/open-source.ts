import {
  covarianceFactor,
  crankNicolsonSampler,
  ensembleSampler,
  Failure,
  gaussianSampler,
  hamiltonianSampler,
  openDirections,
  parseCrankNicolsonState,
  parseHamiltonianState,
  parseSamplerState,
  posteriorInformation,
  standardErrors,
  type Resampling,
} from "@luthier/core"
import type { RunProblem } from "../inference/open-problem.ts"
import { bootstrapSource, type ResampledUnit } from "./bootstrap-source.ts"
import { chainSource, independentSource } from "./chain-source.ts"
import type { SourceUse } from "./draw-source.ts"
import { committeeSource } from "./committee-source.ts"
import { noiseSource } from "./noise-source.ts"

/** How draws are made. */
export type SamplingMethod = "exact" | "noise" | "ensemble" | "hamiltonian" | "crank-nicolson" | "bootstrap" | "committee"

/** Everything that draws depend on beside the fit. */
export interface SamplingRequest {
  readonly method: SamplingMethod
  readonly seed: number
  readonly temperature: number
  readonly warmUp: number | undefined
  readonly chains: number | undefined
  readonly resample: ResampledUnit
  readonly resampling: Resampling
  /** Of the starts of a committee. */
  readonly spread: number
}

/** Standard errors beyond which a bound is out of reach of draws. */
const REACH = 6

/** What suits a problem: exact draws where it is quadratic and bounds are out of reach, else trajectories. */
export function methodFor({ iterated, problem, x, run }: RunProblem): SamplingMethod {
  if (iterated) return "hamiltonian"
  const errors = standardErrors(covarianceFactor(posteriorInformation(run.posterior)))
  const { lower, upper } = problem
  const free = x.every((value, k) => value - lower[k] > REACH * errors[k] && upper[k] - value > REACH * errors[k])
  return free || lower.every((bound, k) => bound === -Infinity && upper[k] === Infinity) ? "exact" : "hamiltonian"
}

/** Uses the source of draws that is asked for. @throws Failure for one that does not go with the run. */
export async function withSource<Result>(opened: RunProblem, request: SamplingRequest, use: SourceUse<Result>): Promise<Result> {
  const { problem, x, run } = opened
  const { method, seed, temperature, chains } = request
  const place = { file: run.artefacts.folder }
  if (method === "ensemble") {
    const walkers = chains ?? Math.max(16, 2 * x.length + 2)
    const warmUp = request.warmUp ?? 500
    if (walkers % 2 !== 0 || walkers < 2 * x.length) {
      throw new Failure(`an ensemble of ${x.length} parameters has an even number of walkers, ${2 * x.length} at least, not ${walkers}`, {
        place,
        advice: "ask for another number of --chains",
      })
    }
    const sampler = ensembleSampler({ seed, temperature, walkers })
    const title = `an ensemble of ${walkers} walkers`
    return use(chainSource(sampler, problem, x, { title, chains: walkers, warmUp, parse: parseSamplerState, remarksOf: () => [] }))
  }
  const held = method === "hamiltonian" || method === "crank-nicolson" ? openDirections(problem, await problem.linearise(x)) : []
  const holding = held.map((names) => `held where it is, since neither data nor bounds end its probability: a combination of ${names}`)
  if (method === "hamiltonian") {
    const warmUp = request.warmUp ?? 200
    const count = chains ?? 4
    const sampler = hamiltonianSampler({ seed, temperature, warmUp, chains: count, open: "hold" })
    return use(
      chainSource(sampler, problem, x, {
        title: `${count} Hamiltonian chains`,
        ...{ chains: count, warmUp, parse: parseHamiltonianState },
        remarksOf: ({ divergences }) =>
          divergences === 0
            ? holding
            : [
                ...holding,
                `${divergences} trajectories diverged: the probability is too sharp somewhere for their time step, and draws there are too few`,
              ],
      }),
    )
  }
  if (method === "crank-nicolson") {
    const warmUp = request.warmUp ?? 200
    const count = chains ?? 4
    const sampler = crankNicolsonSampler({ seed, temperature, warmUp, chains: count, open: "hold" })
    return use(
      chainSource(sampler, problem, x, {
        title: `${count} Crank–Nicolson chains`,
        ...{ chains: count, warmUp, parse: parseCrankNicolsonState },
        remarksOf: ({ proposed, accepted, length }) =>
          proposed === 0
            ? holding
            : [
                ...holding,
                `${Math.round((100 * accepted) / proposed)} % of the moves were taken, of length ${Math.exp(length).toPrecision(2)} where 1 makes draws independent`,
              ],
      }),
    )
  }
  if (method !== "exact" && temperature !== 1) {
    throw new Failure(`a temperature goes with exact and Markov chains, not with ${method}`, { place, advice: "leave it out" })
  }
  if (method === "noise") return use(await noiseSource(opened, seed))
  if (method === "committee") return use(await committeeSource(opened, request))
  if (method === "bootstrap") return use(await bootstrapSource(opened, request.resample, request.resampling, seed))
  if (opened.iterated) {
    throw new Failure("predictions of this fit are not linear: its posterior has no exact draws", {
      place,
      advice: "take --method ensemble or hamiltonian",
    })
  }
  const draw = gaussianSampler(posteriorInformation(run.posterior), x, { seed, temperature })
  return use(independentSource("independent draws of the posterior", problem, async (index) => draw(index), parseSamplerState))
}
