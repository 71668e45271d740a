import { fitStates, type Executor, type Fit, type FitState } from "@luthier/core"
import type { Artefacts } from "./artefacts.ts"
import { checkpointWriter } from "./checkpoint.ts"
import { Interrupted, type Interruption } from "./interruption.ts"
import type { Log } from "./log.ts"
import { addProgress, progressLine } from "./progress.ts"

/** Steps a fit to its end, keeping checkpoints and progress. @throws Interrupted after saving, when the user stops it. */
export async function iterate(
  fit: Fit,
  { executor, interruption, log }: { executor: Executor; interruption: Interruption; log: Log },
  artefacts: Artefacts,
  inputs: string,
  from: FitState,
): Promise<FitState> {
  const checkpoints = checkpointWriter(artefacts, inputs)
  const states = fitStates(fit, executor, from)
  let searching = from.stage === "searching"
  try {
    for (;;) {
      const next = await interruption.during(states.next())
      if (next.done) return next.value
      await checkpoints.take(next.value)
      await addProgress(artefacts.progress, next.value)
      log.progress(progressLine(next.value))
      if (next.value.search && searching) log.line(next.value.search.sentence)
      searching = next.value.stage === "searching"
    }
  } catch (error) {
    if (error instanceof Interrupted) await checkpoints.save()
    throw error
  }
}
