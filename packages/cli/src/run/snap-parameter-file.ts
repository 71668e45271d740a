import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { Failure } from "@luthier/core"

/** The `.snapparam` file of a `.snapcoeff` file: the one of the same name beside it. @throws Failure where there is none. */
export async function snapParameterFile(coefficients: string): Promise<{ readonly text: string; readonly file: string }> {
  const file = coefficients.replace(/(?:\.snapcoeff)?$/u, ".snapparam")
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Failure(`the settings of these SNAP coefficients cannot be read: there is no ${basename(file)} beside them`, {
      place: { file: coefficients },
      advice: "put the .snapparam file there, under the same name",
      cause,
    })
  })
  return { text, file }
}
