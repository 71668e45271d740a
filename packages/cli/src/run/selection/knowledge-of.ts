import { stat } from "node:fs/promises"
import {
  asIfLabelled,
  createObjective,
  createPotential,
  dataStatistics,
  knowledgeBefore,
  knowledgeOf,
  resolveObjective,
  resolveSpec,
  withoutLabels,
  type Configuration,
  type Knowledge,
  type SolverSettings,
} from "@luthier/core"
import { loadConfig, type LoadedConfig } from "../../config/load.ts"
import type { DataConfig } from "../../config/schema.ts"
import { unreadable } from "../../files/unreadable.ts"
import { openRun } from "../finished-run.ts"

/** What is known before a pool is labelled, and where it comes from. */
interface KnownBefore {
  /** For people: what was known. */
  readonly from: string
  readonly knowledge: Knowledge
  readonly emphasis: SolverSettings["emphasis"]
}

/** Whose knowledge is asked for: a run's, or that of a config without data. */
export interface KnowledgeSource {
  /** How the pool is read. */
  readonly data: DataConfig
  know(pool: readonly Configuration[]): KnownBefore
}

/** Opens a run's folder or a config, which need not have data: those are yet to be made. @throws Failure for anything else. */
export async function openKnowledge(file: string, pool: readonly string[]): Promise<KnowledgeSource> {
  const found = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  if (!found.isDirectory()) {
    const loaded = await loadConfig(file, { data: { train: pool } })
    return { data: loaded.config.data, know: (pool) => beforeData(loaded, pool) }
  }
  const { posterior, loaded } = await openRun(file)
  const { data, solver } = loaded.config
  const rows = posterior.classes.reduce((sum, { count }) => sum + count, 0)
  const known = { from: `a fit to ${rows} data`, knowledge: knowledgeOf(posterior), emphasis: solver.emphasis }
  return { data, know: () => known }
}

/** What a config says of its potential before there are any data; whatever it leaves open is resolved from the structures of the pool. */
function beforeData({ config, within }: LoadedConfig, pool: readonly Configuration[]): KnownBefore {
  const bare = pool.map(withoutLabels)
  const potential = within(["potential"], () => createPotential(resolveSpec(config.potential, dataStatistics(bare))))
  const { baseline, ...settings } = resolveObjective(config.objective)
  // Energies of isolated atoms are known as soon as there is anything to select for.
  const references = baseline.references === "isolated" ? "none" : baseline.references
  const plain = { ...settings, baseline: { ...baseline, references }, constraints: [], penalties: {}, targets: [] }
  const objective = within(["objective"], () => createObjective(potential, pool.map(asIfLabelled), plain))
  return { from: "priors alone", knowledge: knowledgeBefore(objective), emphasis: config.solver.emphasis }
}
