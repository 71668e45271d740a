import { availableParallelism } from "node:os"
import { dirname, relative } from "node:path"
import {
  checkData,
  configureDense,
  configureKernels,
  checkSameBasis,
  createObjective,
  createPotential,
  dataStatistics,
  fitOf,
  kernels,
  type Objective,
  resolveObjective,
  resolveSpec,
  type Fit,
  SpecFailure,
  type Potential,
  type StatisticsSource,
} from "@luthier/core"
import { findDenseBackend } from "../backends/openblas.ts"
import { withFiles } from "../config/crystal-files.ts"
import type { LoadedConfig } from "../config/load.ts"
import type { Config } from "../config/schema.ts"
import { version } from "../version.ts"
import { digestInputs } from "./checkpoint.ts"
import { checkContinued, continuedObjective, type EarlierRun, readEarlierRun, sourceOf } from "./earlier-run.ts"
import { planMemory } from "./memory-budget.ts"
import { potentialTargets } from "./potential-targets.ts"
import { readData, type DataFiles } from "./read-data.ts"

/** A fit that could begin: data read, every default filled in, nothing written yet. */
export interface PreparedRun {
  readonly fit: Fit
  readonly potential: Potential
  readonly sets: { readonly train: DataFiles; readonly test?: DataFiles }
  /** The config with every default replaced; valid input again. */
  readonly config: Config
  readonly threads: number
  /** What the log says before it begins. */
  readonly remarks: readonly string[]
  /** Shortest distance of every element pair of the training data [Å]. */
  readonly shortest: Readonly<Record<string, number>>
  /** What the training data are, for fits that go on from their statistics. */
  readonly source: StatisticsSource
  /** The run whose statistics this one goes on from. */
  readonly earlier?: EarlierRun
  /** Digest of all that the result depends on. */
  readonly inputs: string
}

/** Reads the data of a config and makes its fit; where it goes on from another run, only data that are not in that run's statistics. @throws Failure. */
export async function prepareRun(loaded: LoadedConfig, threads?: number, from?: string): Promise<PreparedRun> {
  const { config, within } = loaded
  if (config.kernels !== kernels().build) configureKernels({ build: config.kernels })
  configureDense(await findDenseBackend())
  const earlier = from === undefined ? undefined : await readEarlierRun(from)
  const train = await readData(config.data.train, config.data, Object.values(earlier?.saved.source.files ?? {}))
  const test = config.data.test.length > 0 ? await readData(config.data.test, config.data) : undefined
  const statistics = earlier?.saved.source.data ?? dataStatistics(train.configurations)
  const spec = within(["potential"], () => resolveSpec(config.potential, statistics))
  const potential = within(["potential"], () => createPotential(spec))
  const source = sourceOf(train, statistics, earlier)
  within(["potential"], () => checkReach(potential, source.shortest))
  if (test) checkData(test.configurations, potential.elements)
  const targets = within(["targets"], () => potentialTargets(potential, config.targets, loaded.crystals))
  const settings = { ...resolveObjective(config.objective), targets }
  const objective = (): Objective =>
    earlier
      ? continuedObjective(earlier, potential, train.configurations, settings)
      : createObjective(potential, train.configurations, settings)
  if (earlier) within(["potential"], () => checkSameBasis(earlier.saved.statistics.potential, potential))
  const made = within(["objective"], objective)
  const unbounded = within([], () => fitOf(made, config.solver, config.seed))
  const memory = planMemory(unbounded, threads ?? config.threads ?? availableParallelism(), config.resources.memory)
  const solver = { ...config.solver, folds: memory.folds }
  const fit = fitOf(made, solver, config.seed)
  if (earlier) checkContinued(earlier, fit)
  const hashes = [train, test].map((set) => Object.values(set?.hashes ?? {}))
  const { groupKey, groups, keys } = config.data
  const kept = earlier?.saved.statistics.pieces.map(({ digest }) => digest) ?? []
  return {
    fit,
    potential,
    sets: { train, ...(test && { test }) },
    config: { ...config, potential: spec, solver },
    shortest: source.shortest,
    source,
    ...(earlier && { earlier }),
    threads: memory.threads,
    remarks: memory.sentences,
    inputs: digestInputs(
      ...[
        version,
        spec,
        config.objective,
        solver,
        config.seed,
        config.targets,
        [...loaded.crystals],
        hashes,
        { groupKey, groups, keys },
        config.kernels,
        kept,
      ],
    ),
  }
}

/** @throws SpecFailure when no two atoms are within the cutoff, so that there is nothing to fit. */
function checkReach({ cutoff }: Potential, shortest: Readonly<Record<string, number>>): void {
  const nearest = Object.values(shortest).reduce((least, distance) => Math.min(least, distance), Infinity)
  if (nearest < cutoff) return
  const found = nearest === Infinity ? "every configuration is a single atom" : `the nearest are ${nearest.toFixed(3)} Å apart`
  throw new SpecFailure(`no two atoms of the training data are within the cutoff of ${cutoff} Å: ${found}`, {
    path: ["cutoff"],
    advice: nearest === Infinity ? "add data with more atoms" : "give a longer cutoff, such as auto",
  })
}

/** The config as `config.resolved.yaml` in `folder` says it: data files relative to that folder. */
export function resolvedConfig({ config }: PreparedRun, file: string): Config {
  const near = (path: string): string => relative(dirname(file), path)
  const data = { ...config.data, train: config.data.train.map(near), test: config.data.test.map(near) }
  return { ...config, data, targets: withFiles(config.targets, near) }
}
