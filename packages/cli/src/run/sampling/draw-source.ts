/** Where draws come from: chains that are stepped on an explicit state. */
export interface DrawSource<State> {
  /** For people, such as `ensemble of 24 walkers`. */
  readonly title: string
  readonly chains: number
  /** Steps before the first draw that counts. */
  readonly warmUp: number
  /** What stands behind the parameters in each draw, such as the σ of the data. */
  readonly beside: readonly string[]
  init(): Promise<State>
  step(state: State): Promise<State>
  /** Reads a stored state. @throws Failure. */
  parse(value: unknown): State
  iterationOf(state: State): number
  /** By chain: cost (null where σ moves too), parameters as the solver moves them, and what stands beside. */
  drawsOf(state: State): readonly { readonly cost: number | null; readonly x: readonly number[]; readonly beside: readonly number[] }[]
  /** What readers must know of the draws, such as how many trajectories diverged. */
  remarksOf(state: State): readonly string[]
}

/** What is done with a source whose kind of state does not matter. */
export type SourceUse<Result> = <State extends object>(source: DrawSource<State>) => Promise<Result>
