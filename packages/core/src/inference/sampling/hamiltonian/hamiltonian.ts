import { createDraws } from "../../../solve/global/draws.ts"
import type { LeastSquaresProblem } from "../../../solve/problem.ts"
import type { Sampler, SamplerState } from "../sampler.ts"
import { movingDirections, type OpenDirections, spreadOf } from "../spread.ts"
import { startingPoints } from "../starting-points.ts"
import { type Landscape, slopeAt } from "./phase.ts"
import { adaptStepTime, firstStepTime, type StepTime } from "./step-time.ts"
import { followTrajectory } from "./trajectory.ts"

export interface HamiltonianOptions {
  readonly seed: number
  /** T; default 1. */
  readonly temperature?: number
  /** Default 4. */
  readonly chains?: number
  /** Steps in which the time step is found; draws before its end are not of the density. Default 200. */
  readonly warmUp?: number
  /** Doublings of a trajectory at most; default 8. */
  readonly depth?: number
  /** Mean acceptance that the time step is chosen for; nearer to 1 where trajectories diverge. Default 0.9. */
  readonly acceptance?: number
  /** What is done with directions that neither data nor bounds end; default: refuse. */
  readonly open?: OpenDirections
}

/** Everything the next step depends on. */
export interface HamiltonianState extends SamplerState {
  /** L of `spreadOf`, row-major. */
  readonly spread: readonly number[]
  readonly times: readonly StepTime[]
  /** Trajectories after the warm-up that diverged: the density is too sharp somewhere for the time step. */
  readonly divergences: number
  readonly gradients: number
}

/**
 * Hamiltonian Monte Carlo: chains fall along trajectories of H = ½‖r(x)‖²/T + ½‖p‖² in the coordinates y of x = x̂ + L y in which the Fisher
 * information at the minimum is the unit matrix, each until it turns back, mirrored at the bounds; the time step is found by dual averaging.
 * Takes derivatives, and pays for them where there are more than a few parameters.
 *
 * Source: Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014); Neal, arXiv:1206.1901.
 */
export function hamiltonianSampler(options: HamiltonianOptions): Sampler<HamiltonianState> {
  const { seed, temperature = 1, chains = 4, warmUp = 200, depth = 8, acceptance: aim = 0.9, open } = options

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<HamiltonianState> {
    const spread = spreadOf(problem, await problem.linearise(x), temperature, open)
    const { points, costs } = await startingPoints(problem, x, spread, chains, createDraws(seed, 0))
    return {
      iteration: 0,
      points: points.map(plain),
      costs: plain(costs),
      proposed: 0,
      accepted: 0,
      spread: plain(spread),
      times: points.map(() => firstStepTime(problem.size)),
      divergences: 0,
      gradients: 0,
    }
  }

  async function step(problem: LeastSquaresProblem, state: HamiltonianState): Promise<HamiltonianState> {
    const { lower, upper } = problem
    const landscape: Landscape = { problem, temperature, lower, upper, spread: Float64Array.from(state.spread) }
    const moving = movingDirections(landscape.spread)
    const warming = state.iteration < warmUp
    const moves = await Promise.all(
      state.points.map(async (point, chain) => {
        const draws = createDraws(seed, 1 + state.iteration * chains + chain)
        const x = Float64Array.from(point)
        // Along what is held there is no momentum, by which a trajectory would never turn back.
        const p = x.map((_, l) => (moving[l] ? draws.normal() : 0))
        const start = { x, p, ...(await slopeAt(landscape, x)) }
        const { log, average } = state.times[chain]
        return followTrajectory(landscape, start, Math.exp(warming ? log : average), depth, draws)
      }),
    )
    const gradients = moves.reduce((sum, { points }) => sum + points, 0)
    const diverged = warming ? 0 : moves.filter((move) => move.diverged).length
    return {
      ...state,
      iteration: state.iteration + 1,
      points: moves.map(({ drawn }) => plain(drawn.x)),
      costs: moves.map(({ drawn }) => drawn.cost + 0),
      proposed: state.proposed + gradients,
      accepted: state.accepted + moves.reduce((sum, { acceptance }) => sum + acceptance, 0),
      times: warming
        ? state.times.map((time, chain) => adaptStepTime(time, moves[chain].acceptance / moves[chain].points, aim, problem.size))
        : state.times,
      divergences: state.divergences + diverged,
      gradients: state.gradients + gradients + chains,
    }
  }

  return Object.freeze({ init, step })
}

/** As plain numbers; −0 would not survive JSON. */
function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
