import {
  createActiveSet,
  createRowBasis,
  type Executor,
  Failure,
  type Grader,
  isLinear,
  largestForceError,
  loadGraders,
  saveGraders,
} from "@luthier/core"
import type { FinishedRun } from "../finished-run.ts"
import type { Log } from "../log.ts"
import { readData } from "../read-data.ts"
import { statisticsFolder } from "../statistics-folder.ts"

/** By what atoms are graded; `auto`: by volume where the potential is linear in its parameters. */
export type GradingChoice = "auto" | Grader["by"]

/**
 * What a run's data say of the surroundings that its potential knows. The data are read once; what is found is kept in the run's folder,
 * in `active-set.json` and `active-set.bin`. @throws Failure for a choice that the potential does not allow, or data that are gone.
 */
export async function openGrader(run: FinishedRun, choice: GradingChoice, executor: Executor, log: Log): Promise<Grader> {
  const { artefacts, fitted, loaded, posterior } = run
  const linear = isLinear(fitted.potential)
  if (choice === "volume" && !linear) {
    throw new Failure(
      `energies of a ${fitted.potential.spec.kind} potential are not linear in its parameters: no atoms span what it knows`,
      {
        advice: "grade by variance, which every potential can",
      },
    )
  }
  const by = choice === "auto" ? (linear ? "volume" : "variance") : choice
  const store = statisticsFolder(artefacts.folder)
  const saved = await loadGraders(store, posterior)
  const data = async () => (await readData(loaded.config.data.train, loaded.config.data)).configurations
  if (by === "volume") {
    if (saved.active) return { by, active: saved.active }
    const onPass = (pass: number): void => log.progress(`finding the most extreme atoms of the training data, pass ${pass}`)
    const active = await createActiveSet(posterior.setup, await data(), { executor, onPass })
    await saveGraders(store, { ...saved, active }, posterior)
    return { by, active }
  }
  const basis = createRowBasis(posterior)
  if (saved.largest !== undefined) return { by, basis, largest: saved.largest }
  log.progress("finding how well the forces of the training data are known")
  const largest = await largestForceError(basis, await data(), executor)
  await saveGraders(store, { ...saved, largest }, posterior)
  return { by, basis, largest }
}
