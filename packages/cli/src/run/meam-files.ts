import { access, readFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { Failure, meamLibraryNames, readMeam } from "@luthier/core"

/** Files of `pair_style meam/spline` and `meam/sw/spline`. */
const splines = /\.meam(?:\.sw)?\.spline$/u

/** Whether a file is one of those of LAMMPS `pair_style meam`, by its name. */
export function isMeamFile(file: string): boolean {
  return file.endsWith(".meam") || splines.test(file)
}

/**
 * The spec of a MEAM from its parameter file and the library beside it, `<name>.library.meam` or `library.meam`; or from a library alone.
 * Neither says which entries are meant unless the library is the potential's own or has but one.
 *
 * @throws Failure
 */
export async function meamSpec(text: string, file: string, elements: readonly string[] | undefined): Promise<unknown> {
  if (splines.test(file)) {
    throw new Failure("this file is of pair_style meam/spline or meam/sw/spline, which are other forms than pair_style meam", {
      place: { file },
      advice: "their functions can be written as splines of `kind: cluster`",
    })
  }
  if (/(?:^|\.)library\.meam$/u.test(basename(file))) {
    return readMeam({ file, text }, undefined, elements ?? onlyNames(text, file, false))
  }
  const own = file.replace(/meam$/u, "library.meam")
  const shared = join(dirname(file), "library.meam")
  const libraryFile = (await exists(own)) ? own : shared
  const library = await readFile(libraryFile, "utf8").catch((cause: unknown) => {
    throw new Failure(`the library of this MEAM cannot be read: there is neither ${basename(own)} nor library.meam beside it`, {
      place: { file },
      advice: "put the library file there that the parameters are for",
      cause,
    })
  })
  const names = elements ?? onlyNames(library, libraryFile, libraryFile === own)
  return readMeam({ file: libraryFile, text: library }, { file, text }, names)
}

function onlyNames(library: string, file: string, own: boolean): readonly string[] {
  const names = meamLibraryNames(library, file)
  if (own || names.length === 1) return names
  throw new Failure(`the library has ${names.length} entries, and nothing says which are meant`, {
    place: { file },
    advice: "name them in the order in which the parameter file counts them, such as --elements AlS,SiS",
  })
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  )
}
