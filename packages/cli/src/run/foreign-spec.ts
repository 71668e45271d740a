import { basename } from "node:path"
import { Failure, isAdp, paceFormat, readLammpsTables, readManyBody, readUf3, tableSpec, type TableSpecOptions } from "@luthier/core"
import { otherStyle } from "../config/other-styles.ts"
import { isMeamFile, meamSpec } from "./meam-files.ts"
import { isSnapFile, snapSpec } from "./snap-files.ts"

/** What a file of another program does not say of itself. */
export type ForeignOptions = TableSpecOptions

/**
 * The spec of a potential in the text of a file of another program, whose format is told by the content: setfl (LAMMPS `eam/alloy`,
 * `eam/fs`), `pair_style adp` (`.adp`) and `meam` (`.meam`, with the library beside it), the files of `pair_style snap` (`.snapcoeff` and,
 * beside it, `.snapparam`), splines of `pair_style uf3` (`.uf3`), a cluster expansion of `pair_style pace` (`.yace`, `.ace`), entries of
 * triplets (`.sw`, `.tersoff` and its variants, `.edip`), or the sections of a LAMMPS `pair_style table`, which are interpolated as with
 * `table spline`.
 *
 * @throws Failure for any other content.
 */
export async function foreignSpec(text: string, file: string, options: ForeignOptions): Promise<unknown> {
  // Some of these begin as others do.
  const other = otherStyle(file)
  if (other) throw new Failure(other.what, { place: { file }, advice: other.advice })
  // Three lines of comment, then the number of elements and their symbols.
  if (/^(?:[^\n]*\n){3}\s*\d+(?:\s+[A-Z][a-z]?)+\s*$/u.test(text.split("\n", 4).join("\n"))) {
    refuseElements(file, options)
    if (file.endsWith(".adp") || isAdp(text)) return { kind: "adp-file", file: basename(file), text }
    return { kind: "setfl", file: basename(file), text, ...(file.endsWith(".fs") && { style: "fs" }) }
  }
  if (isMeamFile(file)) return await meamSpec(text, file, options.elements)
  const isSnap = isSnapFile(text, file)
  const isUf3 = text.startsWith("#UF3 POT")
  if (isSnap || isUf3 || paceFormat(text)) {
    refuseElements(file, options)
    if (isSnap) return await snapSpec(text, file)
    return isUf3 ? readUf3(text, file) : { kind: "yace", file: basename(file), text }
  }
  const manyBody = readManyBody(text, file, options.elements)
  if (manyBody) return manyBody
  const lines = text.split("\n", 200).map((line) => line.replace(/#.*/u, "").trim())
  const [keyword, parameters] = lines.filter(Boolean)
  // A keyword, then `N <rows> …`.
  if (keyword !== undefined && /(?:^|\s)N\s+\d/u.test(parameters ?? "")) return tableSpec(readLammpsTables(text, file), file, options)
  if (file.endsWith(".eam")) {
    throw new Failure("this is no setfl; files of pair_style eam of a single element (funcfl) are not read", {
      place: { file },
      advice: "use the same potential as eam/alloy or eam/fs, such as its .eam.alloy or .eam.fs",
    })
  }
  throw new Failure("this is no potential that luthier reads", {
    place: { file, line: 1 },
    advice:
      "it reads potential.json, setfl (eam/alloy, eam/fs), adp, meam, pace (.yace, .ace), snap (.snapcoeff), uf3 (.uf3), sw, tersoff, edip and LAMMPS table files",
  })
}

function refuseElements(file: string, { elements }: ForeignOptions): void {
  if (elements) throw new Failure("the file says itself which elements it is for", { place: { file }, advice: "leave --elements out" })
}
