import { expect, it } from "vitest"
import { cellVolume } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { supercell } from "../../atoms/transform.ts"
import { gigapascal } from "../../units/constants.ts"
import { createForceEngine } from "../force-engine/create-force-engine.ts"
import { formulaPair } from "../terms/formula-pair.ts"
import { radialPairs } from "../terms/radial-pairs.ts"
import { relaxStructure, type RelaxStructureOptions } from "./relax-structure.ts"

// Neon, with a soft end so that energies are smooth.
const engine = () =>
  createForceEngine({
    elements: [10],
    terms: [
      radialPairs([
        { species: [0, 0], cutoff: 7, energy: formulaPair("4*eps*((s/r)^12 - (s/r)^6)*(1 - (r/7)^2)^3", { eps: 0.0031, s: 2.75 }) },
      ]),
    ],
  })
const face = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
const crystal: Structure = supercell(
  {
    numbers: new Int32Array(4).fill(10),
    positions: Float64Array.from(face, (x) => 4.3 * x),
    cell: Float64Array.of(4.3, 0, 0, 0, 4.3, 0, 0, 0, 4.3),
    pbc: [true, true, true],
  },
  [2, 2, 2],
)
const shaken: Structure = {
  ...crystal,
  positions: crystal.positions.map((x, k) => x + 0.15 * Math.sin(7.3 * k)),
  cell: crystal.cell!.map((x, k) => x + 0.25 * Math.cos(3.1 * k)),
}
const options: RelaxStructureOptions = { cell: "triclinic", pressure: 0, tolerance: 1e-6, evaluations: 4000, method: "l-bfgs" }

for (const method of ["l-bfgs", "fire"] as const) {
  it(`${method} brings a shaken crystal in a crooked cell back to the cubic one, without force or stress`, () => {
    const { structure, outcome, forces, virial, energy } = relaxStructure(engine(), shaken, { ...options, method })
    const ideal = relaxStructure(engine(), crystal, { ...options, cell: "isotropic", tolerance: 1e-9 })
    expect(outcome).toBe("converged")
    expect(energy).toBeCloseTo(ideal.energy, 8)
    expect(Math.max(...forces.map(Math.abs))).toBeLessThan(1e-6)
    expect(Math.max(...virial.map(Math.abs))).toBeLessThan(1e-4)
    expect(cellVolume(structure.cell!)).toBeCloseTo(cellVolume(ideal.structure.cell!), 2)
  })
}

it("ends where the pressure is the one that was asked for", () => {
  const pressure = 0.8 * gigapascal
  for (const cell of ["isotropic", "anisotropic", "triclinic"] as const) {
    const { structure, virial } = relaxStructure(engine(), cell === "isotropic" ? crystal : shaken, {
      ...options,
      cell,
      pressure,
      tolerance: 1e-8,
    })
    const volume = cellVolume(structure.cell!)
    for (let k = 0; k < 3; k++) expect(virial[k] / volume / pressure).toBeCloseTo(1, 4)
  }
})

it("holds what is fixed, and refuses to relax a cell that is none", () => {
  expect(relaxStructure(engine(), shaken, { ...options, cell: "fixed" }).structure.cell).toEqual(shaken.cell)
  const cluster: Structure = { ...crystal, cell: null, pbc: [false, false, false] }
  expect(relaxStructure(engine(), cluster, { ...options, cell: "fixed" }).outcome).toBe("converged")
  expect(() => relaxStructure(engine(), cluster, options)).toThrow(/repeats in all directions/)
})
