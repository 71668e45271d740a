import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonFolder } from "../run/fixtures/neon.ts"
import { jsonText, writeWhole } from "./write-whole.ts"

test("a file is there whole, in a folder made for it", async () => {
  const folder = neonFolder()
  await writeWhole(folder.path("a/b/c.txt"), ["one ", "two"])
  expect(readFileSync(folder.path("a/b/c.txt"), "utf8")).toBe("one two")
  expect(readdirSync(folder.path("a/b"))).toEqual(["c.txt"])
})

test("when writing fails half way the old file stays, and nothing else", async () => {
  const folder = neonFolder()
  writeFileSync(folder.path("train.xyz"), "old")
  const broken = function* (): Generator<string> {
    yield "half"
    throw new Error("the source ran dry")
  }
  await expect(writeWhole(folder.path("train.xyz"), broken())).rejects.toThrow("ran dry")
  expect(readFileSync(folder.path("train.xyz"), "utf8")).toBe("old")
  expect(readdirSync(folder.path("."))).toEqual(["fit.yaml", "test.xyz", "train.xyz"])
})

test("a file that cannot be written is the user's to mend", async () => {
  const folder = neonFolder()
  await expect(writeWhole(folder.path("train.xyz/inside.txt"), "")).rejects.toThrow("a file is in the way")
})

test("numbers that JSON cannot hold are not written as null", () => {
  expect(() => jsonText({ rmse: Infinity })).toThrow("rmse is Infinity")
})
