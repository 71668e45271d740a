import { Interrupted, type Interruption } from "../interruption.ts"
import type { Log } from "../log.ts"

/** Long work on an explicit state, step by step. */
export interface Work<State> {
  readonly isDone: (state: State) => boolean
  readonly step: (state: State) => Promise<State>
  /** Sees every new state; may keep it. */
  readonly taken: (state: State) => Promise<void>
  /** Keeps a state, whatever was kept a moment ago. */
  readonly save: (state: State) => Promise<void>
}

/** Steps a state until it is done, and keeps the last; so it does where the user stops it. @throws Interrupted after saving. */
export async function advance<State>(
  from: State,
  { isDone, step, taken, save }: Work<State>,
  interruption: Interruption,
  log: Log,
): Promise<State> {
  let state = from
  try {
    while (!isDone(state)) {
      state = await interruption.during(step(state))
      await taken(state)
    }
  } catch (error) {
    if (error instanceof Interrupted) {
      await save(state)
      log.line("interrupted; everything so far is saved. Go on with the same command and --resume")
    }
    throw error
  }
  await save(state)
  return state
}
