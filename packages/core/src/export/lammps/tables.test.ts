import { describe, expect, it } from "vitest"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { readLammpsTables } from "../../potentials/table/read-table.ts"
import { tableSpec } from "../../potentials/table/table-spec.ts"
import { lammpsModel } from "./model.ts"

const wall = { formula: "A*exp(-r/b)*(1 + 0.3*sin(4*r))", parameters: { A: 1910, b: 0.33 } }
const buckingham = { form: "buckingham", parameters: { A: 1851, rho: 0.31, C: 64 } }

function pairOf(pair: object, ending: unknown = { polynomial: 4.2 }): Potential {
  return createPotential({ kind: "pair", elements: ["Cu"], cutoff: 5.3, switch: ending, pairs: { "*-*": pair } })
}

function exported(potential: Potential, shortest: Readonly<Record<string, number>> = {}) {
  const model = lammpsModel(potential, parameterValues(potential.parameters), shortest)
  const text = model.files["Cu.table"]
  const tables = readLammpsTables(text, "Cu.table")
  return { model, text, table: tables[0], read: createPotential(tableSpec(tables, "Cu.table")) }
}

/** Energy and force of two atoms, of values θ. */
function dimer(potential: Potential, distance: number): { energy: number; force: number } {
  const positions = Float64Array.of(0, 0, 0, distance, 0, 0)
  const structure = { numbers: Int32Array.of(29, 29), positions, cell: null, pbc: [false, false, false] } as const
  const { energy, forces } = evaluateStructure(potential, parameterValues(potential.parameters), structure)
  return { energy, force: forces[0] }
}

describe("tables for LAMMPS", () => {
  it.each([
    ["a polynomial switch", wall, { polynomial: 4.2 }, 1e-6],
    ["a shift", wall, "shift", 1e-6],
    // Its force has kinks, at which the error falls with the first power of the interval only: the most points are not enough.
    ["a cosine switch", wall, { cosine: 3.2 }, 4e-6],
    ["a well", buckingham, "force-shift", 1e-6],
  ] as const)("are as good as their comment says, and good enough, wherever the energy is below 10 eV: %s", (_, pair, ending, allowed) => {
    const potential = pairOf(pair, ending)
    const { text, read } = exported(potential)
    const [, error, from] = /forces within (\S+) eV\/Å of the function from (\S+) Å on/.exec(text) ?? []
    expect(Number(error)).toBeLessThan(allowed)
    let most = 0
    for (let k = 0; k < 3000; k++) {
      const r = 0.9 + (4.39999 * k) / 3000
      const exact = dimer(potential, r)
      if (Math.abs(exact.energy) >= 10 || r < Number(from)) {
        expect(r).toBeLessThan(Number(from) + 0.01)
        continue
      }
      most = Math.max(most, Math.abs(dimer(read, r).force - exact.force))
    }
    // Rounded to two digits there.
    expect(most).toBeLessThan(1.1 * Number(error) + 1e-12)
  })

  it("begin well below every distance in the data, with a wall that stops atoms", () => {
    const { table, model } = exported(pairOf(wall))
    expect(model.warnings).toEqual([])
    expect(table.energies[0]).toBeGreaterThan(490)
    expect(table.forces[0]).toBeGreaterThan(0)
    for (const shortest of [0.5, 0.1]) expect(exported(pairOf(wall), { "Cu-Cu": shortest }).table.radii[0]).toBeLessThan(0.7 * shortest)
  })

  it("say where atoms would fall into each other", () => {
    const { model, table } = exported(pairOf(buckingham))
    expect(model.warnings).toEqual([expect.stringMatching(/^Cu-Cu: atoms do not repel each other at 0\.\d{3} Å.* zbl/)])
    expect(table.energies.every(Number.isFinite)).toBe(true)
  })

  it("begin where the function has a value, and say so when data are closer", () => {
    const { model, table } = exported(pairOf({ formula: "A*sqrt(r - 1.2)*(r - 4)^2", parameters: { A: 0.2 } }), { "Cu-Cu": 1.1 })
    expect(table.radii[0]).toBeGreaterThan(1.2)
    expect(table.forces.every(Number.isFinite)).toBe(true)
    expect(model.warnings).toEqual([expect.stringMatching(/begins at 1\.2\d\d Å, where data already are at 1\.100 Å/)])
  })
})
