import { readEdip } from "./edip/file/edip-file.ts"
import type { PotentialSpec } from "./potential.ts"
import { readStillingerWeber } from "./stillinger-weber/file/read-sw.ts"
import { tersoffFormOf } from "./tersoff/file/format.ts"
import { readTersoff } from "./tersoff/file/read-tersoff.ts"

/**
 * The spec of the potential in a LAMMPS file of triplet entries, whose format is told by its name: `.sw`, `.tersoff`, `.tersoff.mod`,
 * `.tersoff.modc`, `.tersoff.zbl`, `.edip`; `undefined` for any other name.
 *
 * @param labels of the elements that are wanted, as the file writes them, such as `Si(D)`; all unless given
 * @throws Failure with line and column.
 */
export function readManyBody(text: string, file: string, labels?: readonly string[]): PotentialSpec | undefined {
  if (/\.sw$/iu.test(file)) return readStillingerWeber(text, file, labels)
  if (/\.tersoff(?:\.(?:modc?|zbl))?$/iu.test(file)) return readTersoff(text, file, tersoffFormOf(file), labels)
  if (/\.edip$/iu.test(file)) return readEdip(text, file, labels)
  return undefined
}
