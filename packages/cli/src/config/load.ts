import { readFile } from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import { parseSpec, SpecFailure, type Structure } from "@luthier/core"
import { unreadable } from "../files/unreadable.ts"
import { readCrystals, withAbsoluteFiles } from "./crystal-files.ts"
import { parseConfigDocument } from "./document.ts"
import { withPotentialFiles } from "./potential-files.ts"
import { configSchema, type Config } from "./schema.ts"

/** A config that was read, and the way back to its lines. */
export interface LoadedConfig {
  readonly file: string
  /** Data files are absolute. */
  readonly config: Config
  /** Crystals of the files that targets name, by path. */
  readonly crystals: ReadonlyMap<string, Structure>
  /** Runs work on a part of the config; a `SpecFailure` in it is thrown as a `Failure` at its place in the file. */
  within<T>(path: readonly (string | number)[], work: () => T): T
}

/** Reads and checks a config. @param defaults what stands for sections that it leaves out @throws Failure with its place. */
export async function loadConfig(file: string, defaults: object = {}): Promise<LoadedConfig> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  const document = parseConfigDocument(text, file)
  const within = <T>(path: readonly (string | number)[], work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw error instanceof SpecFailure ? document.placed(error.within(...path)) : error
    }
  }
  const given = document.value ?? {}
  const whole = typeof given === "object" && !Array.isArray(given) ? { ...defaults, ...given } : given
  const config = within([], () => parseSpec(configSchema, whole))
  const placed = (error: unknown): never => {
    throw error instanceof SpecFailure ? document.placed(error) : error
  }
  const potential = await withPotentialFiles(config.potential, ["potential"], dirname(file)).catch(placed)
  const targets = withAbsoluteFiles(config.targets, dirname(file))
  const crystals = await readCrystals(targets).catch(placed)
  const absolute = (path: string): string => resolve(dirname(file), path)
  const data = { ...config.data, train: config.data.train.map(absolute), test: config.data.test.map(absolute) }
  return { file, config: { ...config, potential, targets, data }, crystals, within }
}

/** What a run of this config is called: `fit.yaml` after its folder, any other file after itself. */
export function configName(file: string): string {
  const stem = basename(file).replace(/\.ya?ml$/i, "")
  return stem === "fit" ? basename(dirname(resolve(file))) || stem : stem
}
