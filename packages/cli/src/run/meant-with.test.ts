import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { meantWith } from "./meant-with.ts"

test("what a file is used beside is read from those beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "luthier-meant-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  write(
    "Ta.snap",
    "variable z equal 73\npair_style hybrid/overlay &\nzbl ${inner} 4.8 & \n snap table spline 10000\npair_coeff 1 1 zbl ${z} ${z}\n",
  )
  write("Si.snap", "pair_style snap\npair_coeff * * Si.snapcoeff Si.snapparam Si\n")
  write("AlO.streitz", "Al 0 10.3 0 0.97 0.76\n")
  const said = (name: string): Promise<string | undefined> => meantWith(join(folder, name))
  expect(await said("Ta.snapcoeff")).toMatch(/^Ta\.snap says that this file is used beside zbl and table, which is not in it/)
  expect(await said("Ta.snapparam")).toBe(await said("Ta.snapcoeff"))
  expect(await said("AlO.eam.alloy")).toMatch(/^AlO\.streitz says .* coul\/streitz/)
  for (const name of ["Si.snapcoeff", "Cu.snapcoeff", "Cu.eam.alloy", "Ta.snap"]) expect(await said(name)).toBeUndefined()
})
