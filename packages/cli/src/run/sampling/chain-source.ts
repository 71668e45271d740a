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

/** Draws that know nothing of each other, the i-th from its number. */
export function independentSource(
  title: string,
  problem: LeastSquaresProblem,
  draw: (index: number) => Promise<Float64Array>,
  parse: (value: unknown) => SamplerState,
): DrawSource<SamplerState> {
  const at = async (iteration: number): Promise<SamplerState> => {
    const x = await draw(iteration)
    const cost = await problem.cost(x)
    return { iteration, points: [Array.from(x, (value) => value + 0)], costs: [cost + 0], proposed: 0, accepted: 0 }
  }
  return {
    ...{ title, chains: 1, warmUp: 0, beside: [], parse },
    init: () => at(0),
    step: ({ iteration }) => at(iteration + 1),
    iterationOf: ({ iteration }) => iteration,
    drawsOf: ({ points, costs }) => [{ cost: costs[0], x: points[0], beside: [] }],
    remarksOf: () => [],
  }
}
