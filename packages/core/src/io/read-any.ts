import type { Configuration } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { extxyzReader } from "./extxyz/read-extxyz.ts"
import { lammpsDataReader } from "./lammps/read-data.ts"
import { lammpsDumpReader } from "./lammps/read-dump.ts"
import type { Reader, ReadOptions } from "./reader.ts"
import { peek } from "./source/text-source.ts"
import type { TextSource } from "./source/text-source.ts"
import { outcarReader } from "./vasp/read-outcar.ts"
import { poscarReader } from "./vasp/read-poscar.ts"
import { vasprunReader } from "./vasp/read-vasprun.ts"

/** Every reader, in the order in which they are asked whether a file is theirs: the surest marks first. */
export const readers: readonly Reader[] = Object.freeze([
  vasprunReader,
  lammpsDumpReader,
  lammpsDataReader,
  outcarReader,
  extxyzReader,
  poscarReader,
])

/**
 * The configurations of a file of any known format, told by its beginning and its name; or of the format named.
 *
 * @throws Failure naming the known formats when it is none of them.
 */
export async function* readAny(
  source: TextSource,
  options: ReadOptions & { readonly format?: string } = {},
): AsyncGenerator<Configuration> {
  if (options.format !== undefined) {
    const reader = readers.find(({ name }) => name === options.format)
    if (reader === undefined) {
      throw new Failure(`no format is called “${options.format}”`, { place: { file: source.name }, advice: `known formats: ${known()}` })
    }
    yield* reader.read(source, options)
    return
  }
  const { head, source: whole, close } = await peek(source)
  const reader = readers.find((candidate) => candidate.detect(head, source.name))
  if (reader === undefined) {
    await close()
    const empty = head.trim() === ""
    throw new Failure(empty ? "the file is empty" : "the format of this file is not recognised", {
      place: { file: source.name, line: 1 },
      advice: `known formats: ${known()}`,
    })
  }
  yield* reader.read(whole, options)
}

function known(): string {
  return readers.map(({ name }) => name).join(", ")
}
