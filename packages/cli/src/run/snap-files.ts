import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { Failure, isSnapCoefficients, snapFileSpec } from "@luthier/core"

/** Whether a text is one of the two files of a SNAP, by name or by content. */
export function isSnapFile(text: string, file: string): boolean {
  return /\.snap(?:coeff|param)$/u.test(file) || isSnapCoefficients(text)
}

/** The spec of a SNAP from one of its files and the other, of the same name, beside it. @throws Failure. */
export async function snapSpec(text: string, file: string): Promise<unknown> {
  const given = { text, file }
  if (file.endsWith(".snapparam")) return snapFileSpec(await beside(file, file.replace(/param$/u, "coeff"), "coefficients"), given)
  return snapFileSpec(given, await beside(file, file.replace(/(?:\.snapcoeff)?$/u, ".snapparam"), "settings"))
}

async function beside(given: string, file: string, what: string): Promise<{ readonly text: string; readonly file: string }> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Failure(`the ${what} of this SNAP cannot be read: there is no ${basename(file)} beside it`, {
      place: { file: given },
      advice: "put both files of it there, under the same name",
      cause,
    })
  })
  return { text, file }
}
