import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPotential, evaluateStructure, Failure, lammpsModel } from "@luthier/core"
import { expect, onTestFinished, test } from "vitest"
import { hotStructures } from "../engines/fixtures/structures.ts"
import { loadPotential } from "./potential-file.ts"

const spec = { kind: "snap", elements: ["Cu", "Ni"], rcutfac: 4.6, radelems: [0.5, 0.48], welems: [1, 0.93], twojmax: 3 }
const potential = createPotential(spec)
const theta = Float64Array.from(potential.parameters, (_, k) => Math.cos(k) / 20)

/** The files that LAMMPS gets, changed as told, in a folder; the path of the coefficients. */
function written(change: (name: string, text: string) => string | undefined = (_, text) => text): string {
  const folder = mkdtempSync(join(tmpdir(), "luthier-snap-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(lammpsModel(potential, theta).files)) {
    const changed = change(name, text)
    if (changed !== undefined) writeFileSync(join(folder, name), changed)
  }
  return join(folder, "CuNi.snapcoeff")
}

test("SNAP coefficients are read with the settings beside them", async () => {
  const file = written()
  const loaded = await loadPotential(file)
  expect(loaded.theta).toEqual(theta)
  // Either file stands for both.
  expect((await loadPotential(file.replace("coeff", "param"))).potential.spec).toEqual(loaded.potential.spec)
  for (const structure of hotStructures(potential.elements, 2.6)) {
    const [ours, theirs] = [evaluateStructure(potential, theta, structure), evaluateStructure(loaded.potential, loaded.theta, structure)]
    expect(theirs.energy).toBeCloseTo(ours.energy, 10)
    ours.forces.forEach((force, k) => expect(theirs.forces[k]).toBeCloseTo(force, 10))
  }
})

test("what is wrong is told in the file it is in", async () => {
  const failureOf = async (file: string): Promise<Failure> => {
    const failure = await loadPotential(file).catch((error: unknown) => error)
    if (failure instanceof Failure) return failure
    throw new Error("it was not refused")
  }
  const alone = written((name, text) => (name.endsWith("coeff") ? text : undefined))
  expect(await failureOf(alone)).toMatchObject({
    message: "the settings of this SNAP cannot be read: there is no CuNi.snapparam beside it",
    place: { file: alone },
  })
  const bare = written((name, text) => (name.endsWith("param") ? text : undefined)).replace("coeff", "param")
  expect(await failureOf(bare)).toMatchObject({
    message: "the coefficients of this SNAP cannot be read: there is no CuNi.snapcoeff beside it",
    place: { file: bare },
  })
  const garbled = written((name, text) => (name.endsWith("coeff") ? text.replace("Cu 0.5 1", "Cu 0.5") : text))
  expect(await failureOf(garbled)).toMatchObject({
    message: expect.stringContaining("the line of element 1 has 2 words"),
    place: { file: garbled, line: 3, column: 1 },
  })
  const misspelt = written((name, text) => (name.endsWith("param") ? text.replace("twojmax", "towjmax") : text))
  expect(await failureOf(misspelt)).toMatchObject({
    message: '"towjmax" is no keyword of a snapparam file',
    place: { file: misspelt.replace("coeff", "param"), line: 3, column: 1 },
    advice: 'did you mean "twojmax"?',
  })
  const other = written((name, text) => (name.endsWith("param") ? text.replace("twojmax 3", "twojmax 4") : text))
  expect(await failureOf(other)).toMatchObject({
    message: "there are 9 coefficients an element, but twojmax 4 make 15",
    place: { file: other, line: 2, column: 3 },
  })
})
