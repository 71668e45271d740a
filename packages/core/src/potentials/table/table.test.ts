import { describe, expect, it } from "vitest"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { parameterValues } from "../parameters.ts"
import { hasFunctions } from "../functions/potential-function.ts"
import type { PotentialSpec } from "../potential.ts"
import { createPotential } from "../registry.ts"
import { readLammpsTables } from "./read-table.ts"
import { tableSpec } from "./table-spec.ts"
import { tabulate, writeLammpsTables } from "./write-table.ts"

const mixture = createPotential({
  kind: "pair",
  elements: ["Ne", "Xe"],
  cutoff: 5.3,
  switch: { polynomial: 4.4 },
  pairs: {
    "Ne-Ne": { form: "lennard-jones", parameters: { epsilon: 0.16, sigma: 2.3 } },
    "Ne-Xe": { form: "lennard-jones", parameters: { epsilon: 0.17, sigma: 2.5 } },
    "Xe-Xe": { form: "lennard-jones", parameters: { epsilon: 0.19, sigma: 2.8 } },
  },
})

/** Spec of the mixture after it has been tabulated, written and read. */
function throughFile(points: number): PotentialSpec {
  if (!hasFunctions(mixture)) throw new Error("a pair potential shows its functions")
  const theta = parameterValues(mixture.parameters)
  const tables = mixture.functions.map(({ radial, offset, name }) =>
    tabulate(name.slice("pair.".length), radial, theta.slice(offset, offset + radial.parameters.length), { inner: 1.2, points }),
  )
  return tableSpec(readLammpsTables(writeLammpsTables(tables, "Ne–Xe"), "NeXe.table"), "NeXe.table")
}

describe("kind: table", () => {
  it("predicts what the tabulated potential does, through a file", () => {
    const table = createPotential(throughFile(10_000))
    expect(table).toMatchObject({ elements: [10, 54], cutoff: 5.3, parameters: [] })
    const structure = randomStructure("crystal", [10, 54], 2.6, randomNumbers(4))
    const [exact] = predict(mixture, [structure], parameterValues(mixture.parameters))
    const [found] = predict(table, [structure], new Float64Array(0))
    expect(Math.abs(found.energy - exact.energy)).toBeLessThan(1e-8)
    exact.forces.forEach((force, k) => expect(Math.abs(found.forces[k] - force)).toBeLessThan(1e-7))
  })

  it("obeys the laws of potentials but for its forces, which LAMMPS interpolates apart from its energies", () => {
    const reason = "energies and forces are interpolated independently"
    const table = createPotential(throughFile(2000))
    checkPotential(table, { spacing: 2.6, except: { forces: reason, virial: reason } })
    // To the accuracy of the tables they agree all the same.
    checkPotential(table, { spacing: 2.6, tolerance: 1e-5 })
  })

  it("refuses sections that name no elements", () => {
    const [table] = readLammpsTables("PAIR\nN 2\n\n1 1 1 1\n2 2 0 0\n", "x.table")
    expect(() => tableSpec([table], "x.table")).toThrow('section "PAIR" does not say which elements it is for')
  })
})
