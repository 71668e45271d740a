import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { clearRun, inspectFolder } from "./claim-folder.ts"
import { neonFolder } from "./fixtures/neon.ts"

const plain = { resume: false, force: false }

test.each([
  ["nothing there", [], plain, "written to"],
  ["a file of the user's", ["thesis.txt"], plain, "not empty, and not a run"],
  ["a file of the user's, forced", ["thesis.txt"], { ...plain, force: true }, "not empty, and not a run"],
  ["a finished run", ["environment.json", "metrics.json"], plain, "a finished run is here"],
  ["a finished run, forced", ["environment.json", "metrics.json"], { ...plain, force: true }, "written to"],
  ["an unfinished run", ["environment.json"], plain, "an unfinished run is here"],
  ["an unfinished run, to be resumed", ["environment.json", "checkpoints/latest.json"], { ...plain, resume: true }, "written to"],
  ["nothing to resume", ["environment.json"], { ...plain, resume: true }, "no checkpoint"],
])("a folder with %s", async (_, files, choice, outcome) => {
  const folder = neonFolder()
  if (files.length > 0) mkdirSync(folder.path("run/checkpoints"), { recursive: true })
  for (const file of files) writeFileSync(folder.path(`run/${file}`), "")
  const said = await inspectFolder(folder.path("run"), choice).then(
    () => "written to",
    (error: unknown) => String(error),
  )
  expect(said).toContain(outcome)
})

test("clearing a run leaves files that are not of the run", async () => {
  const folder = neonFolder()
  mkdirSync(folder.path("run/predictions"), { recursive: true })
  for (const file of ["environment.json", "metrics.json", "predictions/train.extxyz", "notes.txt"])
    writeFileSync(folder.path(`run/${file}`), "")
  await clearRun(await inspectFolder(folder.path("run"), { resume: false, force: true }))
  expect(readdirSync(folder.path("run"))).toEqual(["notes.txt"])
})
