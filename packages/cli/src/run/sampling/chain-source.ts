import type { LeastSquaresProblem, Sampler, SamplerState } from "@luthier/core"
import type { DrawSource } from "./draw-source.ts"

/** Chains of a sampler on a problem. */
export function chainSource<State extends SamplerState>(
  sampler: Sampler<State>,
  problem: LeastSquaresProblem,
  x: Float64Array,
  about: Pick<DrawSource<State>, "title" | "chains" | "warmUp" | "parse" | "remarksOf">,
): DrawSource<State> {
  return {
    ...about,
    beside: [],
    init: () => sampler.init(problem, x),
    step: (state) => sampler.step(problem, state),
    iterationOf: ({ iteration }) => iteration,
    drawsOf: ({ points, costs }) => points.map((point, c) => ({ cost: costs[c], x: point, beside: [] })),
  }
}

/** What else independent draws are. */
export interface IndependentOptions {
  /** Names of what stands behind the parameters in each draw. */
  readonly beside?: readonly string[]
  /** Draws that are made at a time; default 1. */
  readonly ahead?: number
}

/** Draws that know nothing of each other, the i-th from its number: parameters, and what stands beside them. */
export function independentSource(
  title: string,
  problem: LeastSquaresProblem,
  draw: (index: number) => Promise<Float64Array>,
  parse: (value: unknown) => SamplerState,
  { beside = [], ahead = 1 }: IndependentOptions = {},
): DrawSource<SamplerState> {
  const { size } = problem
  const begun = new Map<number, Promise<Float64Array>>()
  const begin = (index: number): Promise<Float64Array> => {
    const drawn = begun.get(index) ?? draw(index)
    begun.set(index, drawn)
    // One that nobody waits for any more may fail unheard.
    drawn.catch(() => undefined)
    return drawn
  }
  const at = async (iteration: number): Promise<SamplerState> => {
    for (let index = iteration; index < iteration + ahead; index++) void begin(index)
    const drawn = await begin(iteration)
    begun.delete(iteration)
    const cost = await problem.cost(drawn.slice(0, size))
    return { iteration, points: [Array.from(drawn, (value) => value + 0)], costs: [cost + 0], proposed: 0, accepted: 0 }
  }
  return {
    ...{ title, chains: 1, warmUp: 0, beside, parse },
    init: () => at(0),
    step: ({ iteration }) => at(iteration + 1),
    iterationOf: ({ iteration }) => iteration,
    drawsOf: ({ points: [drawn], costs }) => [{ cost: costs[0], x: drawn.slice(0, size), beside: drawn.slice(size) }],
    remarksOf: () => [],
  }
}
