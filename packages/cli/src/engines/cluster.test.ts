import { createPotential, lammpsModel, parameterValues } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { compareWithLammps } from "./fixtures/agreement.ts"

const base = { kind: "cluster", elements: ["Si"], cutoff: 4.2 }
const pairs = { "Si-Si": { form: "morse", parameters: { D: 0.9, alpha: 1.4, r0: 2.35 } } }
const angular = {
  radial: { "Si-Si": { formula: "exp(-a*(r - 2.4))", parameters: { a: 1.31 }, cutoff: 3.7 } },
  angle: { "*-*-*": { formula: "k*(c - c0)^2 + 0.1*c^3", parameters: { k: 0.71, c0: -0.29 } } },
}
const embedded = {
  density: { "*-*": { formula: "d*exp(-1.7*(r - 2.3))", parameters: { d: 1.21 }, cutoff: 3.9 } },
  energy: { Si: { formula: "w*(1 - sqrt(1 + n^2)) + v*n", parameters: { w: 1.3, v: 0.21 } } },
}
const spline = { spline: { knots: [0, 2, 5, 11], values: [0, -1.1, -1.7, 0.4] } }

describe.concurrent("potentials of one's own functions run by LAMMPS", () => {
  it.for(
    Object.entries({
      pairs: { pairs },
      angular: { pairs, angular },
      embedded: { pairs, embedded },
      alone: { embedded: { ...embedded, ...angular } },
    }),
  )("as splines: %s", async ([, terms]) => {
    const { model, energy, force, stress } = await compareWithLammps({ ...base, ...terms })
    expect(model).toMatchObject({ exact: false, warnings: [], terms: [{ style: "meam/spline" }] })
    expect(energy.largest).toBeLessThan(1e-6)
    expect(force.relative).toBeLessThan(5e-6)
    expect(stress.relative).toBeLessThan(1e-6)
  })

  it.for([
    [{ pairs, angular, embedded }, /no style for angular energies beside embedded ones/],
    [{ elements: ["Si", "C"], pairs: { "*-*": pairs["Si-Si"] } }, /no style for several elements/],
    [{ embedded: { ...embedded, energy: { Si: { formula: "cos(n)" } } } }, /an atom alone has the energy F\(0\) = 1.00000 eV/],
  ] as const)("not at all: %#", ([terms, message]) => {
    const potential = createPotential({ ...base, ...terms })
    expect(() => lammpsModel(potential, parameterValues(potential.parameters))).toThrow(message)
  })

  it("takes splines of F, with what tables round off at their knots", async () => {
    const { energy, force } = await compareWithLammps({ ...base, pairs, embedded: { ...embedded, energy: { Si: spline } } })
    expect(energy.largest).toBeLessThan(1e-4)
    expect(force.largest).toBeLessThan(1e-3)
  })

  it("says where a table is too coarse", () => {
    const potential = createPotential({ ...base, embedded: { ...embedded, energy: { Si: { formula: "-sqrt(n)" } } } })
    const { warnings } = lammpsModel(potential, parameterValues(potential.parameters))
    expect(warnings).toEqual([expect.stringMatching(/^the energy function at n 0\.\d+ bends too sharply for a table/)])
  })
})
