import { existsSync, readFileSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import {
  createPotential,
  evaluateStructure,
  lammpsModel,
  parameterValues,
  readManyBody,
  resolveSpec,
  stressAse,
  symbolOf,
  type LammpsModel,
  type Potential,
  type Structure,
} from "@luthier/core"
import { describe, expect, it } from "vitest"
import { differences, type Difference } from "./check-lammps.ts"
import { compareWithLammps, demandLammps } from "./fixtures/agreement.ts"
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

/** LAMMPS takes a pair from the entry of one of its atoms, told by their numbers: the mean over both numberings takes it half from each. */
async function compareBothOrders(
  potential: Potential,
  model: LammpsModel,
  structures: readonly Structure[],
): Promise<readonly Difference[]> {
  const lammps = await demandLammps()
  const theta = parameterValues(potential.parameters)
  const [there, back] = await Promise.all(
    [structures, structures.map(reversed)].map((batch) => runLammps(lammps, model, potential.elements, batch)),
  )
  const mean = there.map((one, k) => {
    const other = back[k]
    const atoms = one.forces.length / 3
    const forces = one.forces.map((force, c) => 0.5 * (force + other.forces[3 * (atoms - 1 - Math.floor(c / 3)) + (c % 3)]))
    const stress = stressAse(one.stress!.map((value, v) => 0.5 * (value + other.stress![v])))
    return { energy: 0.5 * (one.energy + other.energy), forces, stress }
  })
  const ours = structures.map((structure) => evaluateStructure(potential, theta, structure))
  return differences(ours, mean, structures)
}

describe.concurrent("files that come with LAMMPS", () => {
  it("are there", () => expect(files.length).toBeGreaterThan(15))

  it.for(cases)("$file of $labels gives its energies, forces and stresses, as read and as written again", async ({ file, labels }) => {
    const text = readFileSync(join(folder!, file), "utf8")
    const potential = createPotential(readManyBody(text, file, labels))
    const own = lammpsModel(potential, parameterValues(potential.parameters))
    // LAMMPS knows the choice by its labels, the comparison by symbols.
    const chosen = text.replaceAll(/\w+\(\w+\)/gu, (label) => (labels?.includes(label) ? label.replace(/\(.*/u, "") : label))
    const symbols = potential.elements.map(symbolOf)
    const theirs = { ...own, terms: [{ ...own.terms[0], coefficients: [{ among: symbols, text: file }] }], files: { [file]: chosen } }
    const structures = hotStructures(potential.elements, 2.2)
    for (const model of [theirs, own]) {
      for (const { quantity, relative } of await compareBothOrders(potential, model, structures)) {
        expect(relative, `${quantity} of ${file}`).toBeLessThan(1e-8)
      }
    }
  })
})

const statistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.1, "Cu-Cu": 2.12 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}

describe.concurrent("many-body potentials of two elements run by LAMMPS", () => {
  it.for([
    { kind: "stillinger-weber" },
    { kind: "tersoff" },
    { kind: "tersoff", form: "tersoff/mod" },
    { kind: "tersoff", form: "tersoff/mod/c", pairs: { "Cu-Cu": { c0: -0.1 } } },
    { kind: "tersoff", form: "tersoff/zbl", angleCutoffs: { "Ni-Cu-Ni": { R: 2.9 } } },
    { kind: "edip" },
  ])("%j", async (given) => {
    const { model, energy, force, stress } = await compareWithLammps(resolveSpec(given, statistics), { lonePairs: false })
    expect(model).toMatchObject({ exact: true, warnings: [] })
    expect(energy.relative).toBeLessThan(1e-10)
    expect(force.relative).toBeLessThan(1e-10)
    expect(stress.relative).toBeLessThan(1e-7)
  })
})
