import { expect, test } from "vitest"
import { massOf } from "../../../atoms/elements.ts"
import { parameterValues } from "../../../potentials/parameters.ts"
import { createPotential } from "../../../potentials/registry.ts"
import { coulomb } from "../../../units/constants.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { crystalOf } from "../../crystal/crystal-of.ts"
import { frequencyOf } from "../../phonons/frequency-of.ts"
import { pointAt } from "../../point.ts"
import { measureSuite } from "../suites.ts"

test("charges part longitudinal from transverse optical phonons by 4π e² Z²/(V μ), and C12 = C44 are two numbers still", () => {
  const Z = 0.87
  const potential = createPotential({
    kind: "sum",
    terms: [
      { kind: "coulomb", elements: ["Na", "Cl"], cutoff: 8, charges: { Na: Z, Cl: -Z } },
      {
        kind: "pair",
        elements: ["Na", "Cl"],
        cutoff: 6,
        pairs: { "*-*": { form: "born-mayer", parameters: { A: 1256.31, rho: 0.3169 } } },
      },
    ],
  })
  const point = pointAt(potential, parameterValues(potential.parameters))
  const crystal = crystalOf({ prototype: "B2", elements: ["Na", "Cl"], a: 3.5 })
  const study = { point, crystal, prototype: "CsCl" }
  const [elastic, phonons, thermal, surfaces] = measureSuite("semiconductor", study, ["elastic", "phonons", "thermal", "surfaces"])
  const of = (key: string): number => [elastic, phonons].flatMap(({ values }) => values).find((one) => one.key === key)?.value ?? Number.NaN
  expect(of("C12")).toBeCloseTo(of("C44"), 6)
  const mass = 1 / (1 / massOf(11) + 1 / massOf(17))
  const split = frequencyOf((4 * Math.PI * coulomb * Z * Z) / (equilibriumOf(point, crystal).volume * mass))
  expect(Math.sqrt(of("phonon.LO") ** 2 - of("phonon.TO") ** 2) / split).toBeCloseTo(1, 2)
  const [figure] = phonons.figures
  expect(figure.kind === "bands" && figure.branches.length).toBe(6)
  expect(thermal.remarks.join()).toMatch(/charges act at all distances/)
  // Ewald sums do not know slabs: the part says so, and the suite goes on.
  expect(surfaces.values).toEqual([])
  expect(surfaces.remarks.join()).toMatch(/no surfaces: charges act at all distances/)
})
