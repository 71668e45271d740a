import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { evaluateStructure, Failure, lammpsModel } from "@luthier/core"
import { expect, onTestFinished, test } from "vitest"
import { hotStructures } from "../engines/fixtures/structures.ts"
import { loadPotential } from "./potential-file.ts"

const library = `'AlS' 'fcc' 12 13 26.98
4.7 2.1 1.3 2.6 1.7 4.05 3.36 1.07
1 -1.2 2.1 3.3 0.9 3
'Ti' 'bcc' 8 22 47.88
5.1 2.7 1.9 1.1 2.3 3.2 4.87 0.66
1 2.2 -1.6 -2.9 1.15 3
`

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "luthier-meam-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test("MEAM parameters are read with the library beside them, and written files without being told the elements", async () => {
  const folder = folderWith({ "library.meam": library, "TiAl.meam": "lattce(1,2) = b2\nrc = 4.4\n" })
  const loaded = await loadPotential(join(folder, "TiAl.meam"), { elements: ["Ti", "AlS"] })
  expect(loaded.potential.elements).toEqual([22, 13])
  const written = folderWith(lammpsModel(loaded.potential, loaded.theta).files)
  const again = await loadPotential(join(written, "TiAl.meam"))
  for (const structure of hotStructures([22, 13], 2.8)) {
    const theirs = evaluateStructure(again.potential, again.theta, structure)
    expect(theirs).toEqual(evaluateStructure(loaded.potential, loaded.theta, structure))
  }
  const alone = await loadPotential(join(folder, "library.meam"), { elements: ["AlS"] })
  expect(alone.potential.elements).toEqual([13])
})

test("MEAM files are refused where they do not say enough", async () => {
  const failureOf = async (file: string): Promise<Failure> => {
    const failure = await loadPotential(file).catch((error: unknown) => error)
    if (failure instanceof Failure) return failure
    throw new Error("it was not refused")
  }
  const other = folderWith({ "Si.meam.sw.spline": "# Si\nmeam/sw/spline 1 Si\n" })
  expect(await failureOf(join(other, "Si.meam.sw.spline"))).toMatchObject({
    message: expect.stringMatching(/other forms than pair_style meam/),
  })
  const folder = folderWith({ "library.meam": library, "AlTi.meam": "lattce(1,2) = b2\n" })
  expect(await failureOf(join(folder, "AlTi.meam"))).toMatchObject({
    message: "the library has 2 entries, and nothing says which are meant",
    place: { file: join(folder, "library.meam") },
  })
  const bare = folderWith({ "AlTi.meam": "lattce(1,2) = b2\n" })
  expect(await failureOf(join(bare, "AlTi.meam"))).toMatchObject({
    message: "the library of this MEAM cannot be read: there is neither AlTi.library.meam nor library.meam beside it",
    place: { file: join(bare, "AlTi.meam") },
  })
})
