import { availableParallelism } from "node:os"
import { arch, platform, versions } from "node:process"
import { dense, kernels } from "@luthier/core"
import { version } from "../version.ts"
import type { DataFiles } from "./read-data.ts"

/** What computes: this program and the machine it runs on. */
export interface Machine {
  readonly luthier: string
  readonly node: string
  readonly platform: string
  readonly kernels: string
  /** What multiplies matrices. */
  readonly dense: string
  readonly sharedMemory: boolean
}

/** What a run depended on, for whoever wants to repeat it. */
export interface Environment extends Machine {
  readonly threads: number
  readonly processors: number
  readonly seed: number
  /** SHA-256 by data set and file. */
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const { build, memory } = kernels()
  return {
    luthier: version,
    node: versions.node,
    platform: `${platform} ${arch}`,
    kernels: build,
    dense: dense().name,
    sharedMemory: memory.shared,
  }
}

/** Describes this machine and the run's inputs. */
export function describeEnvironment(seed: number, threads: number, sets: Readonly<Record<string, DataFiles>>): Environment {
  return {
    ...describeMachine(),
    threads,
    processors: availableParallelism(),
    seed,
    data: Object.fromEntries(Object.entries(sets).map(([name, { hashes }]) => [name, hashes])),
  }
}
