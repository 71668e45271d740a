import { resolve } from "node:path"
import {
  columnNames,
  Failure,
  extendDescription,
  linearMethod,
  loadStatistics,
  objectiveOf,
  SpecFailure,
  shortestDistances,
  type ConfigurationList,
  batchesOf,
  type DataStatistics,
  type Fit,
  type Objective,
  type ObjectiveSettings,
  type Potential,
  type SavedStatistics,
  type StatisticsSource,
  type StatisticsStore,
} from "@luthier/core"
import { artefactsOf } from "./artefacts.ts"
import type { DataFiles } from "./read-data.ts"
import { statisticsFolder } from "./statistics-folder.ts"

/** A run with statistics that another one goes on from. */
export interface EarlierRun {
  /** As the user named it. */
  readonly folder: string
  readonly saved: SavedStatistics
  readonly store: StatisticsStore
}

/** @throws Failure for a folder without statistics, or with damaged ones. */
export async function readEarlierRun(folder: string): Promise<EarlierRun> {
  const store = statisticsFolder(artefactsOf(folder).statistics)
  const place = { file: folder }
  const saved = await loadStatistics(store).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, { place, advice: error.advice, cause: error }) : error
  })
  if (saved) return { folder, saved, store }
  throw new Failure("there are no statistics of a linear fit here", {
    place,
    advice: "name the folder of a run of luthier fit whose potential is linear in many parameters, and that has read all its data",
  })
}

/** @throws Failure when a run would be written over the one it goes on from. */
export function checkApart(from: string, out: string): void {
  if (resolve(from) !== resolve(out)) return
  throw new Failure("a run cannot be written over the one it goes on from", { place: { file: out }, advice: "name another with --out" })
}

/** What the training data are, with those of the earlier run. */
export function sourceOf({ configurations, hashes }: DataFiles, data: DataStatistics, earlier: EarlierRun | undefined): StatisticsSource {
  const before = earlier?.saved.source
  const shortest = { ...(configurations.length > 0 ? shortestOf(configurations, before ? undefined : data) : {}) }
  for (const [pair, distance] of Object.entries(before?.shortest ?? {})) shortest[pair] = Math.min(distance, shortest[pair] ?? Infinity)
  return {
    files: { ...before?.files, ...hashes },
    data,
    shortest,
    configurations: configurations.length + (before?.configurations ?? 0),
  }
}

/** Shortest distances, from statistics that have found every pair of elements; else from all pairs of atoms, which takes longer. */
function shortestOf(configurations: ConfigurationList, data: DataStatistics | undefined): Readonly<Record<string, number>> {
  const kinds = data?.elements.length ?? 0
  if (data && Object.keys(data.minimumDistance).length === (kinds * (kinds + 1)) / 2) return data.minimumDistance
  const shortest: Record<string, number> = {}
  for (const batch of batchesOf(configurations, 1000)) {
    for (const [pair, distance] of Object.entries(shortestDistances(batch))) {
      shortest[pair] = Math.min(distance, shortest[pair] ?? Infinity)
    }
  }
  return shortest
}

/**
 * The objective of an earlier run's data with more of them, under new settings.
 * @throws Failure or SpecFailure where its statistics cannot serve these settings.
 */
export function continuedObjective(
  { saved: { statistics } }: EarlierRun,
  potential: Potential,
  configurations: ConfigurationList,
  settings: ObjectiveSettings,
): Objective {
  if (settings.noise !== undefined) {
    throw new SpecFailure("noise of heavy tails is found by reading all data again, and those of the earlier run are not read", {
      path: ["noise"],
      advice: "take noise: gaussian, or fit anew from all data",
    })
  }
  if (statistics.byAtoms !== (settings.normalisation === "atoms")) {
    throw new SpecFailure(`the statistics of the earlier run are ${statistics.byAtoms ? "" : "not "}weighed by atoms`, {
      path: ["normalisation"],
      advice: "take the normalisation of the earlier run, or fit anew",
    })
  }
  for (const name of ["references", "offset", "stressOffset"] as const) {
    const [before, now] = [statistics.description.settings[name], settings.baseline[name]].map((choice) => JSON.stringify(choice))
    if (before === now) continue
    throw new SpecFailure(`the statistics of the earlier run have ${name} ${before}, not ${now}`, {
      path: [name],
      advice: "take the choice of the earlier run, or fit anew from the data",
    })
  }
  for (const property of ["energy", "forces", "stress"] as const) {
    if (!settings.use[property] || statistics.use[property]) continue
    throw new SpecFailure(`the earlier run has not read ${property}`, { path: [property], advice: "fit anew from the data" })
  }
  const description = extendDescription(statistics.description, potential, configurations, settings)
  const classes = description.classes.filter(({ property }) => settings.use[property])
  return objectiveOf(potential, configurations, { ...description, classes }, settings)
}

/** @throws Failure when the columns of a fit are not those of the statistics it goes on from. */
export function checkContinued({ folder, saved: { statistics } }: EarlierRun, fit: Fit): void {
  const place = { file: folder }
  if (linearMethod(fit) === undefined) {
    throw new Failure("only a fit that is linear in its parameters goes on from statistics", {
      place,
      advice: "choose solver kind bayesian-linear, or leave --from out",
    })
  }
  const columns = columnNames(fit.objective)
  const other = columns.find((key, k) => key !== statistics.columns[k]) ?? statistics.columns[columns.length]
  if (other === undefined) return
  throw new Failure(`the statistics are of other unknowns: they do not agree from ${other} on`, {
    place,
    advice: "take potential, references and offsets of the earlier run, or fit anew",
  })
}
