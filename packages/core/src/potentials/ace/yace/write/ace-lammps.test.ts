import { describe, expect, it } from "vitest"
import { randomNumbers, randomStructure } from "../../../../testing/potential/random-structure.ts"
import { evaluateStructure } from "../../../evaluate-structure.ts"
import { acePotential } from "../../ace-potential.ts"
import { matchZbl } from "../../core/match-zbl.ts"
import { buildAceBasis } from "../../build-model.ts"
import { orthonormalRadial } from "../../radial/orthonormal-radial.ts"
import { readPace } from "../read/read-pace.ts"
import { yacePotential } from "../yace-potential.ts"
import { aceLammpsModel } from "./ace-lammps.ts"
import { formatYace } from "./format-yace.ts"
import { yaceOfModel } from "./yace-of-model.ts"

describe("aceLammpsModel", () => {
  it.each([
    [[29], { degrees: [8, 7, 6, 6], lWeight: 1 }, undefined],
    [[31, 49], { degrees: [5, 5, 5], lWeight: 1 }, undefined],
    // Core energies that are higher, lower and between.
    [[29], { degrees: [8, 7, 6, 6], lWeight: 1 }, [0.3, 6] as const],
    [[31, 49], { degrees: [5, 5, 5], lWeight: 1 }, [0.1, 9] as const],
  ])("writes a file that is read as the potential it came from: %j", (elements, limits, fade) => {
    const random = randomNumbers(3)
    const plain = { softening: 1.6, neighbour: 2.55, transform: 2, envelope: 3 } as const
    const radials = [5, 5.2, 5.3].map((cutoff) => (count: number) => orthonormalRadial({ ...plain, cutoff, count }))
    const core = fade && {
      pairs: elements.flatMap((a) => elements.map((b) => matchZbl(a, b, 1.6, 4))),
      fades: elements.map((_, k) => [fade[0], fade[1] + k] as const),
    }
    const basis = buildAceBasis(elements, limits, (a, b, count) => radials[a + b](count), core)
    const potential = acePotential({ kind: "test" }, basis, () => [])
    const theta = Float64Array.from(potential.parameters, () => random() - 0.5)
    const { files, terms, warnings } = aceLammpsModel(basis.model, theta)
    const name = elements.length === 1 ? "Cu.yace" : "GaIn.yace"
    expect(Object.keys(files)).toEqual([name])
    expect(terms).toEqual([
      { style: "pace", settings: "product", coefficients: [{ among: name === "Cu.yace" ? ["Cu"] : ["Ga", "In"], text: name }] },
    ])
    expect(warnings).toEqual([])
    const again = yacePotential(readPace({ text: files[name], file: name }), { kind: "yace" })
    expect(again.elements).toEqual(elements)
    for (const kind of ["cluster", "crystal", "thin"] as const) {
      const structure = randomStructure(kind, elements, 2.7, random)
      const ours = evaluateStructure(potential, theta, structure)
      const theirs = evaluateStructure(again, new Float64Array(0), structure)
      const largest = ours.forces.reduce((most, force) => Math.max(most, Math.abs(force)), 1)
      expect(Math.abs(theirs.energy - ours.energy)).toBeLessThan(1e-9 * (1 + Math.abs(ours.energy)))
      ours.forces.forEach((force, k) => expect(Math.abs(theirs.forces[k] - force)).toBeLessThan(1e-8 * largest))
    }
  })

  it("adds energies of free atoms where they are given", () => {
    const basis = buildAceBasis([29], { degrees: [2], lWeight: 1 }, (_a, _b, count) =>
      orthonormalRadial({ count, cutoff: 4, softening: 1.2, neighbour: 2.5, transform: 0, envelope: 3 }),
    )
    const { yace } = yaceOfModel(basis.model, new Float64Array(basis.functions.length).fill(0.3), [-3.25])
    expect(formatYace(yace)).toMatch(/^E0: \[-3.25\]$/mu)
  })
})
