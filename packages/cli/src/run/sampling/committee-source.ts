import {
  committeeMember,
  createDraws,
  evaluatorOf,
  Failure,
  parseSamplerState,
  resampledWeights,
  type Resampling,
  type SamplerState,
} from "@luthier/core"
import type { RunProblem } from "../inference/open-problem.ts"
import { independentSource } from "./chain-source.ts"
import type { DrawSource } from "./draw-source.ts"

/** How the members of a committee differ. */
export interface CommitteeChoice {
  readonly seed: number
  /** How structures are drawn anew. */
  readonly resampling: Resampling
  /** Standard deviation of starts, each parameter over its value. */
  readonly spread: number
}

/** Refits from starts apart, to structures drawn anew; as many at a time as there are threads. @throws Failure for a fit that is linear. */
export async function committeeSource(
  { run, iterated, problem, x }: RunProblem,
  { seed, resampling, spread }: CommitteeChoice,
): Promise<DrawSource<SamplerState>> {
  const place = { file: run.artefacts.folder }
  if (!iterated) {
    throw new Failure("this fit is linear in its parameters: it has one minimum, and its committee follows from its triangles", {
      place,
      advice: "luthier evaluate --uncertainty shows it",
    })
  }
  const { fit, state, executor } = iterated
  const { objective } = fit
  const { space } = objective
  const count = objective.setup.configurations.length
  if (count < 2) throw new Failure("there is one structure only: nothing to draw anew", { place, advice: "fit to more data" })
  const setup = { evaluator: await evaluatorOf(fit, executor, state), x, sigmas: state.sigmas, spread }
  const draw = async (index: number): Promise<Float64Array> => {
    const draws = createDraws(seed, index)
    const member = await committeeMember(setup, resampledWeights(count, resampling, draws), draws)
    return Float64Array.from([...member.x, ...Array.from(space.profiled, (k) => member.theta[k])])
  }
  return independentSource(`refits from starts ${spread} apart to ${count} structures drawn anew`, problem, draw, parseSamplerState, {
    beside: Array.from(space.profiled, (k) => space.layout[k].key),
    ahead: executor.threads,
  })
}
