import { execFile } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"

/** A LAMMPS executable of this machine. */
export interface Lammps {
  readonly path: string
  /** Such as `29 Sep 2021 - Update 2`. */
  readonly version: string
  /** Installed packages, such as `MANYBODY`. */
  readonly packages: readonly string[]
}

const NAMES = ["lmp", "lmp_serial", "lmp_mpi", "lammps"]

/** The first LAMMPS on the PATH (or the one that LUTHIER_LAMMPS names), `undefined` when there is none that starts. */
export async function findLammps(environment: NodeJS.ProcessEnv = process.env): Promise<Lammps | undefined> {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean)
  const named = environment["LUTHIER_LAMMPS"]
  const candidates = [...(named ? [named] : []), ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))]
  for (const path of candidates) {
    if (!isExecutable(path)) continue
    const help = await promisify(execFile)(path, ["-h"], { timeout: 20_000 }).catch(() => undefined)
    if (help) return { path, version: versionOf(help.stdout), packages: packagesOf(help.stdout) }
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function versionOf(help: string): string {
  return /Simulator - (.+)/.exec(help)?.[1]?.trim() ?? "unknown"
}

function packagesOf(help: string): readonly string[] {
  const [, list = ""] = /Installed packages:\s*\n([\s\S]*?)\n\s*\n(?=\S|\s*List)/.exec(help) ?? []
  return list.split(/\s+/).filter(Boolean)
}
