import { levenbergMarquardt } from "../least-squares/levenberg-marquardt.ts"
import type { LevenbergMarquardtOptions } from "../least-squares/options.ts"
import type { Solver } from "../solver.ts"
import { annealing } from "./annealing/annealing.ts"
import { basinHopping } from "./basin-hopping/basin-hopping.ts"
import { cmaEs } from "./cma-es/cma-es.ts"
import { differentialEvolution } from "./differential-evolution/differential-evolution.ts"
import { polished } from "./polish/polished.ts"
import type { SearchOptions, SearchState } from "./search.ts"

/** The searches by name. */
export const searchMethods = ["cma-es", "differential-evolution", "annealing", "basin-hopping"] as const
export type SearchMethod = (typeof searchMethods)[number]

/** What a search by name asks for; all else is at its default. */
export interface SearchSettings extends SearchOptions {
  readonly method: SearchMethod
  /** Candidates that Levenberg–Marquardt goes on from; default 3; 0 for none. */
  readonly polish?: number
  /** Of Levenberg–Marquardt, in basin hopping and in the polishing. */
  readonly local?: LevenbergMarquardtOptions
}

/**
 * A search by name, polished by Levenberg–Marquardt. For problems with linear parameters put it inside `variableProjection`, which searches
 * the others alone and polishes by variable projection; its box is then one of the nonlinear parameters (`nonlinearBox`).
 */
export function searchSolver(settings: SearchSettings): Solver<SearchState> {
  const { method, polish, local, ...options } = settings
  const descent = levenbergMarquardt(local)
  const search = makers[method](options, local)
  return polish === 0 ? search : polished(search, descent, polish === undefined ? {} : { polish })
}

const makers: Readonly<Record<SearchMethod, (options: SearchOptions, local?: LevenbergMarquardtOptions) => Solver<SearchState>>> = {
  "cma-es": cmaEs,
  "differential-evolution": differentialEvolution,
  annealing,
  "basin-hopping": (options, local) => basinHopping(levenbergMarquardt(local), options),
}
