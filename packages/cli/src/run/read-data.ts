import { relative } from "node:path"
import { Failure, readAny, type ConfigurationList, type LabelKeys, type ReadOptions } from "@luthier/core"
import type { DataConfig } from "../config/schema.ts"
import { fileSource, hashFile } from "../files/file-source.ts"
import { configurationSpool } from "./configuration-spool.ts"

/** Configurations of one data set, and the files they are from. */
export interface DataFiles {
  readonly configurations: ConfigurationList
  /** SHA-256 by path as shown. */
  readonly hashes: Readonly<Record<string, string>>
  /** What was taken as which label, a sentence a file. */
  readonly choices: readonly string[]
}

/**
 * Reads the files of a data set; those whose SHA-256 is among `known` are named, but not read.
 * @throws Failure when one cannot be read, or when no frame is left.
 */
export async function readData(files: readonly string[], config: DataConfig, known: readonly string[] = []): Promise<DataFiles> {
  const configurations = configurationSpool()
  const hashes: Record<string, string> = {}
  const choices: string[] = []
  for (const file of files) {
    const name = shownPath(file)
    const hash = await hashFile(name)
    if (known.includes(hash)) {
      hashes[name] = hash
      choices.push(`${name}: in the statistics already`)
      continue
    }
    const before = configurations.length
    const found = new Set<string>()
    const options: ReadOptions = {
      groupKey: config.groupKey,
      ...(config.keys !== "auto" && { keys: config.keys }),
      onKeys: (keys) => choices.push(describeKeys(name, keys)),
    }
    for await (const configuration of readAny(await fileSource(name), options)) {
      found.add(configuration.group)
      if (isWanted(configuration.group, config)) configurations.add(configuration)
    }
    hashes[name] = hash
    if (configurations.length === before) {
      throw new Failure(found.size === 0 ? "there is no frame in this file" : "data.groups leaves no frame of this file", {
        place: { file: name },
        advice: found.size === 0 ? "leave it out" : `its groups are ${[...found].join(", ")}`,
      })
    }
  }
  return { configurations, hashes, choices }
}

/** A path as messages show it: relative to where the user stands, unless that is longer. */
export function shownPath(file: string): string {
  const short = relative(process.cwd(), file)
  return short.length < file.length ? short : file
}

function isWanted(group: string, { groups: { only, except } }: DataConfig): boolean {
  return (only === undefined || only.includes(group)) && !except.includes(group)
}

function describeKeys(name: string, keys: LabelKeys): string {
  const list = (["energy", "forces", "stress"] as const).map((label) => `${label} ${keys[label].join(", ") || "none"}`).join("; ")
  return `${name} (${keys.format}): ${list}${keys.unused.length > 0 ? `; not used: ${keys.unused.join(", ")}` : ""}`
}
