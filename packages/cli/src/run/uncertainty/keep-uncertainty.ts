import { totalmem } from "node:os"
import {
  classifyData,
  createRowBasis,
  createUncertainty,
  Failure,
  labelNoise,
  loadUncertainty,
  saveUncertainty,
  type ConfigurationList,
  type Executor,
  type Posterior,
  type UncertaintySetup,
} from "@luthier/core"
import { removeLeftovers, statisticsFolder } from "../statistics-folder.ts"

/** What error bars of a run are made from, where they have not been made yet. */
export interface UncertaintySource {
  /** Folder of the run. */
  readonly folder: string
  readonly posterior: Posterior
  /** All that was fitted to; read only if it must be. */
  readonly training: () => Promise<ConfigurationList>
  readonly seed: number
  /** Whether frames that follow each other are held out together. */
  readonly contiguous: boolean
  /** Relative singular values of the information that count as zero. */
  readonly tolerance: () => number
  readonly executor: Executor
  readonly say: (sentence: string) => void
}

/** How error bars are asked for. */
export interface BarChoice {
  /** Of intervals, such as 0.9. */
  readonly coverage: number
}

/** Probability with which the bounds of a structure hold all its data. */
const WORST = 0.95

/** Of the machine's memory, for derivatives that passes through the training data share. */
const PART = 1 / 8

/**
 * What error bars of a run are made of: from `uncertainty.json` and `uncertainty.bin` of its folder, else made by passing through the
 * training data three times, and written there. @throws Failure when the data are not those that were fitted.
 */
export async function keepUncertainty(source: UncertaintySource, { coverage }: BarChoice): Promise<UncertaintySetup> {
  const { folder, posterior } = source
  const store = statisticsFolder(folder)
  const kept = await loadUncertainty(store, posterior).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, { place: { file: folder }, advice: error.advice, cause: error }) : error
  })
  const model = kept ?? (await makeUncertainty(source))
  if (!kept) {
    await removeLeftovers(folder)
    await saveUncertainty(store, model, posterior)
  }
  return { basis: createRowBasis(posterior, model.tolerance), model, noise: labelNoise(posterior, model.noise), coverage, worst: WORST }
}

async function makeUncertainty({ folder, posterior, training, seed, contiguous, tolerance, executor, say }: UncertaintySource) {
  const configurations = await training()
  checkSame(folder, posterior, configurations)
  return createUncertainty(posterior, configurations, executor, {
    ...{ seed, contiguous, tolerance: tolerance(), memory: PART * totalmem() },
    onPass: (pass, passes) => say(`error bars: pass ${pass} of ${passes} through the training data`),
  })
}

/** @throws Failure when there are not as many data of every class as were fitted. */
function checkSame(folder: string, { classes, setup }: Posterior, configurations: ConfigurationList): void {
  const found = new Map(classifyData(configurations, setup.use).map(({ group, property, count }) => [`${property}/${group}`, count]))
  for (const { group, property, count } of classes) {
    const name = `${property}/${group}`
    if (found.get(name) === count) continue
    throw new Failure(`${count} data of ${name} were fitted, and the training files that its config names hold ${found.get(name) ?? 0}`, {
      place: { file: folder },
      advice: "error bars need all of them, with data.groups and data.keys as they were fitted",
    })
  }
}
