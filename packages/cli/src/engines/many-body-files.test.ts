import { existsSync, readFileSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import {
  createPotential,
  evaluateStructure,
  lammpsModel,
  parameterValues,
  readManyBody,
  stressAse,
  symbolOf,
  type LammpsModel,
  type Potential,
  type Prediction,
  type Structure,
} from "@luthier/core"
import { describe, expect, it } from "vitest"
import { differences } from "./check-lammps.ts"
import { demandLammps } from "./fixtures/agreement.ts"
import { hotStructures } from "./fixtures/structures.ts"
import { runLammps } from "./run-lammps.ts"

/** Files with more than one parametrisation of an element, or without all triplets, and what is read of them. */
const choices: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "SiCGe.tersoff": [["Si(B)"], ["Si(C)"], ["Si(D)", "C"], ["Ge", "Si(D)"]],
}

/** The potential files that come with LAMMPS on this machine: where `LAMMPS_POTENTIALS` says, or beside the programme. */
async function potentialFolder(): Promise<string | undefined> {
  const { path } = await demandLammps()
  const prefix = dirname(dirname(path))
  return [process.env["LAMMPS_POTENTIALS"], join(prefix, "share/lammps/potentials"), "/usr/share/lammps/potentials"].find(
    (folder) => folder !== undefined && existsSync(folder),
  )
}

const folder = await potentialFolder()
const files = folder === undefined ? [] : readdirSync(folder).filter((file) => /\.(?:sw|edip|tersoff(?:\.(?:modc?|zbl))?)$/u.test(file))
const cases = files.flatMap((file) => (choices[file] ?? [undefined]).map((labels) => ({ file, labels })))

function reversed(structure: Structure): Structure {
  const atoms = structure.numbers.length
  const positions = structure.positions.map((_, k) => structure.positions[3 * (atoms - 1 - Math.floor(k / 3)) + (k % 3)])
  return { ...structure, numbers: structure.numbers.toReversed(), positions }
}

/** The same file with the entries A B C and A C B exchanged. */
function neighboursSwapped(text: string): string {
  return text.replaceAll(/^(\s*[A-Z]\S*)(\s+[A-Z]\S*)(\s+[A-Z]\S*)(?=\s)/gmu, "$1$3$2")
}

/**
 * What a file says where the two orders of a pair, or of the neighbours in a triplet, are not the same: the mean over the choices that
 * LAMMPS makes by the numbers and places of atoms. It takes a pair from the entry of one of its atoms, told by their numbers; of the
 * entries A B C and A C B (which are the same quantity in `sw` only) one or the other.
 */
async function lammpsMean(potential: Potential, model: LammpsModel, structures: readonly Structure[]): Promise<readonly Prediction[]> {
  const lammps = await demandLammps()
  const [[file, text]] = Object.entries(model.files)
  const models = file.endsWith(".sw") ? [model, { ...model, files: { [file]: neighboursSwapped(text) } }] : [model]
  const batch = [...structures, ...structures.map(reversed)]
  const runs = await Promise.all(models.map((one) => runLammps(lammps, one, potential.elements, batch)))
  return structures.map((structure, k) => {
    const atoms = structure.numbers.length
    const there = runs.map((run) => run[k])
    const back = runs.map((run) => run[structures.length + k])
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const atReversed = (c: number): number => 3 * (atoms - 1 - Math.floor(c / 3)) + (c % 3)
    const forces = there[0].forces.map((_, c) =>
      mean([...there.map((one) => one.forces[c]), ...back.map((one) => one.forces[atReversed(c)])]),
    )
    const stress = stressAse(there[0].stress!.map((_, v) => mean([...there, ...back].map((one) => one.stress![v]))))
    return { energy: mean([...there, ...back].map((one) => one.energy)), forces, stress }
  })
}

describe.concurrent("files that come with LAMMPS", () => {
  it("are there", () => expect(files.length).toBeGreaterThan(15))

  it.for(cases)("$file of $labels gives its energies, forces and stresses, and is written as it was read", async ({ file, labels }) => {
    const text = readFileSync(join(folder!, file), "utf8")
    const potential = createPotential(readManyBody(text, file, labels))
    const structures = hotStructures(potential.elements, 2.2)
    const predict = (one: Potential): readonly Prediction[] =>
      structures.map((structure) => evaluateStructure(one, parameterValues(one.parameters), structure))
    const ours = predict(potential)

    const own = lammpsModel(potential, parameterValues(potential.parameters))
    // LAMMPS knows the choice by its labels, the comparison by symbols.
    const chosen = text.replaceAll(/\w+\(\w+\)/gu, (label) => (labels?.includes(label) ? label.replace(/\(.*/u, "") : label))
    const among = potential.elements.map(symbolOf)
    const model = { ...own, terms: [{ ...own.terms[0], coefficients: [{ among, text: file }] }], files: { [file]: chosen } }
    for (const { quantity, relative } of differences(ours, await lammpsMean(potential, model, structures), structures)) {
      expect(relative, quantity).toBeLessThan(1e-8)
    }

    const [[name, written]] = Object.entries(own.files)
    const again = predict(createPotential(readManyBody(written, name)))
    for (const { quantity, relative } of differences(again, ours, structures)) expect(relative, quantity).toBeLessThan(1e-12)
  })
})
