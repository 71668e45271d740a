import { constants, existsSync } from "node:fs"
import { access } from "node:fs/promises"
import { dirname } from "node:path"
import { Failure } from "@luthier/core"
import { isFolder } from "./is-folder.ts"
import { unreadable } from "./unreadable.ts"

/** Sees whether a folder can be written to, or made where it is not there yet; changes nothing. @throws Failure where it cannot. */
export async function demandWritable(folder: string): Promise<void> {
  let near = folder
  while (!existsSync(near) && dirname(near) !== near) near = dirname(near)
  if (!(await isFolder(near))) {
    throw new Failure("a file is in the way of this folder", { place: { file: near }, advice: "name another" })
  }
  await access(near, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw unreadable(near, cause)
  })
}
