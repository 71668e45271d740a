import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { packConfiguration, unpackConfiguration, type Configuration, type ConfigurationList } from "@luthier/core"
import { garbageCollection } from "../executors/garbage.ts"
import { unreadable } from "../files/unreadable.ts"

/** A list that is filled once. */
export interface ConfigurationSpool extends ConfigurationList {
  add(configuration: Configuration): void
}

/** Bytes that are kept in memory before they are written to a file. */
const IN_MEMORY = 1 << 23

/** Bytes of the file that are read together. */
const READ = 1 << 20

const closing = new FinalizationRegistry<number>((file) => closeSync(file))

/**
 * A list of configurations of which only the last few are in memory: the others are in a temporary file, packed, and are unpacked each
 * time they are asked for. Little data never reach a disk. The file has no name, so nothing is left of it however the process ends.
 */
export function configurationSpool(inMemory: number = IN_MEMORY): ConfigurationSpool {
  const offsets: number[] = [0]
  /** Those that are not in the file, from index `spilled` on. */
  let kept: Uint8Array[] = []
  let keptBytes = 0
  let spilled = 0
  let file: number | undefined
  const garbage = garbageCollection()

  const spill = (): void => {
    file ??= openNameless(spool)
    const bytes = Buffer.concat(kept)
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    } catch (cause) {
      throw unreadable(tmpdir(), cause)
    }
    garbage.passed(3 * bytes.length)
    spilled += kept.length
    kept = []
    keptBytes = 0
  }
  /** Configurations of the file, read anew. */
  const readRange = (from: number, to: number): Configuration[] => {
    const start = offsets[from]
    const bytes = new Uint8Array(offsets[to] - start)
    garbage.passed(3 * bytes.length)
    for (let at = 0; at < bytes.length;) {
      const count = readSync(file!, bytes, at, bytes.length - at, start + at)
      if (count === 0) throw new Error("the temporary file of the data has been cut short")
      at += count
    }
    return Array.from({ length: to - from }, (_, k) =>
      unpackConfiguration(bytes.subarray(offsets[from + k] - start, offsets[from + k + 1] - start)),
    )
  }
  function* ranged(from: number, to: number): Generator<Configuration> {
    let index = from
    while (index < Math.min(to, spilled)) {
      let end = index + 1
      while (end < Math.min(to, spilled) && offsets[end + 1] - offsets[index] <= READ) end++
      yield* readRange(index, end)
      index = end
    }
    for (; index < to; index++) yield unpackConfiguration(kept[index - spilled])
  }
  const spool: ConfigurationSpool = {
    get length() {
      return offsets.length - 1
    },
    add(configuration) {
      const packed = packConfiguration(configuration)
      kept.push(packed)
      keptBytes += packed.length
      offsets.push(offsets[offsets.length - 1] + packed.length)
      if (keptBytes >= inMemory) spill()
    },
    slice: (from = 0, to = offsets.length - 1) => [...ranged(from, Math.min(to, offsets.length - 1))],
    [Symbol.iterator]: () => ranged(0, offsets.length - 1),
  }
  return Object.freeze(spool)
}

/** A file of the temporary folder that nobody else can find; it is closed when `owner` is no longer used. */
function openNameless(owner: object): number {
  try {
    const folder = mkdtempSync(join(tmpdir(), "luthier-"))
    const file = openSync(join(folder, "data"), "wx+", 0o600)
    rmSync(folder, { recursive: true, force: true })
    closing.register(owner, file)
    return file
  } catch (cause) {
    throw unreadable(tmpdir(), cause)
  }
}
