import { describe, expect, test } from "vitest"
import { existsSync, readFileSync } from "node:fs"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { gigapascal } from "../../units/constants.ts"
import { inUnit } from "../../units/quantity.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { stackingFaultEnergy, surfaceEnergy } from "../defects/planar-defects.ts"
import { vacancyEnergy } from "../defects/point-defects.ts"
import { silicon } from "../fixtures/potentials.ts"
import type { Observable } from "../observable.ts"
import { pointAt } from "../point.ts"
import { cohesiveEnergy, phaseDifference } from "./cohesive.ts"
import { bulkModulus, bulkModulusDerivative, elasticConstant } from "./elastic.ts"
import { latticeParameter } from "./lattice.ts"
import { phononFrequency } from "./phonon.ts"

/** The value in the unit in which people read it. */
function readAs(observable: Observable, potential: Potential, unit = observable.unit): number {
  const { value, trouble } = observable.read(pointAt(potential, parameterValues(potential.parameters)))
  expect(trouble).toBeNull()
  return inUnit(value, observable.dimension, unit)
}

describe("a Mie crystal, whose lattice sums are known", () => {
  // φ = 4ε[(σ/r)²⁴ − (σ/r)¹²] on fcc: with E = 2ε[L₂₄ x² − L₁₂ x], x = (σ/r)¹², all follows from L₁₂ and L₂₄. L₁₂ = 12.1318801965446:
  // A. Burrows et al., doi:10.1063/5.0021159. L₂₄ by its first shells, 12 + 6/2¹² + 24/3¹² + 12/4¹² + …
  const [ε, σ] = [0.0137, 3.21]
  const potential = createPotential({
    kind: "pair",
    elements: ["Ar"],
    cutoff: 9 * σ,
    switch: "none",
    pairs: { "Ar-Ar": { form: "mie", parameters: { epsilon: ε, sigma: σ, n: 24, m: 12 } } },
  })
  const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5 })
  const L12 = 12.1318801965446
  const L24 = 12 + 6 / 2 ** 12 + 24 / 3 ** 12 + 12 / 4 ** 12 + 24 / 5 ** 12 + 8 / 6 ** 12 + 48 / 7 ** 12 + 6 / 8 ** 12
  const x = L12 / (2 * L24)
  const a = Math.SQRT2 * σ * x ** (-1 / 12)
  const cohesion = (ε * L12 ** 2) / (2 * L24)
  const modulus = (24 * 12 * cohesion) / (9 * (a ** 3 / 4))

  test("lattice parameter, cohesive energy, bulk modulus and its derivative (n + m)/3 + 2", () => {
    expect(readAs(latticeParameter(fcc, "a"), potential)).toBeCloseTo(a, 7)
    expect(readAs(cohesiveEnergy(fcc), potential)).toBeCloseTo(cohesion, 8)
    expect(readAs(bulkModulus(fcc), potential) * gigapascal).toBeCloseTo(modulus, 7)
    expect(readAs(bulkModulusDerivative(fcc), potential)).toBeCloseTo(14, 4)
  })

  test("elastic constants are the sums of second derivatives, C12 = C44 by Cauchy", () => {
    let [xxxx, xxyy] = [0, 0]
    for (let i = -14; i <= 14; i++) {
      for (let j = -14; j <= 14; j++) {
        for (let k = -14; k <= 14; k++) {
          const [px, py, pz] = [i, j, k].map((n) => (n * a) / 2)
          const r = Math.hypot(px, py, pz)
          if ((i + j + k) % 2 !== 0 || r === 0 || r > 9 * σ) continue
          const slope = (4 * ε * (-24 * (σ / r) ** 24 + 12 * (σ / r) ** 12)) / r
          const curvature = (4 * ε * (24 * 25 * (σ / r) ** 24 - 12 * 13 * (σ / r) ** 12)) / r ** 2
          const factor = (curvature - slope / r) / (2 * (a ** 3 / 4) * r ** 2)
          xxxx += factor * px ** 4
          xxyy += factor * px ** 2 * py ** 2
        }
      }
    }
    expect(readAs(elasticConstant(fcc, 1, 1), potential, "eV/Å³")).toBeCloseTo(xxxx, 7)
    expect(readAs(elasticConstant(fcc, 1, 2), potential, "eV/Å³")).toBeCloseTo(xxyy, 7)
    expect(readAs(elasticConstant(fcc, 4, 4), potential, "eV/Å³")).toBeCloseTo(xxyy, 7)
  })
})

describe("Stillinger–Weber silicon", () => {
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })

  test("the minimum is all bonds at the bottom of their well: a = 4 × 2^(1/6) σ/√3, E = 2ε", () => {
    expect(readAs(latticeParameter(diamond, "a"), silicon)).toBeCloseTo((4 * 2 ** (1 / 6) * 2.0951) / Math.sqrt(3), 4)
    expect(readAs(cohesiveEnergy(diamond), silicon)).toBeCloseTo(2 * 2.1683, 7)
  })

  test("elastic constants of E. R. Cowley, doi:10.1103/PhysRevLett.60.2379, 151.4, 76.4 and (with internal strain) 56.4 GPa", () => {
    expect(readAs(elasticConstant(diamond, 1, 1), silicon)).toBeCloseTo(151.4, 1)
    expect(readAs(elasticConstant(diamond, 1, 2), silicon)).toBeCloseTo(76.4, 1)
    expect(readAs(elasticConstant(diamond, 4, 4), silicon)).toBeCloseTo(56.4, 1)
  })
})

// Mishin's potential itself belongs to LAMMPS's distribution; what it should give is in its paper.
const file = `${process.env["LAMMPS_POTENTIALS"] ?? "/usr/share/lammps/potentials"}/Cu_mishin1.eam.alloy`

describe.runIf(existsSync(file))("copper of Mishin et al., doi:10.1103/PhysRevB.63.224106, where LAMMPS's potential files are", () => {
  const potential = createPotential({ kind: "setfl", file, text: readFileSync(file, "utf8") })
  const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.7 })
  const bcc = crystalOf({ prototype: "bcc", elements: ["Cu"], a: 2.9 })

  test("crystal: 3.615 Å, 3.54 eV, 169.9, 122.6 and 76.2 GPa; bcc 46 meV above", () => {
    expect(readAs(latticeParameter(fcc, "a"), potential)).toBeCloseTo(3.615, 3)
    expect(readAs(cohesiveEnergy(fcc), potential)).toBeCloseTo(3.54, 2)
    expect(readAs(elasticConstant(fcc, 1, 1), potential)).toBeCloseTo(169.9, 1)
    expect(readAs(elasticConstant(fcc, 1, 2), potential)).toBeCloseTo(122.6, 1)
    expect(readAs(elasticConstant(fcc, 4, 4), potential)).toBeCloseTo(76.2, 1)
    expect(readAs(phaseDifference(bcc, fcc), potential)).toBeCloseTo(46, -0.3)
  })

  test("phonons at X (7.82, 5.20 THz) and L (7.78, 3.32 THz)", () => {
    expect(readAs(phononFrequency(fcc, [1, 0, 0], 3), potential)).toBeCloseTo(7.82, 2)
    expect(Math.abs(readAs(phononFrequency(fcc, [1, 0, 0], 1), potential) - 5.2)).toBeLessThan(0.01)
    expect(readAs(phononFrequency(fcc, [0.5, 0.5, 0.5], 3), potential)).toBeCloseTo(7.78, 2)
    expect(readAs(phononFrequency(fcc, [0.5, 0.5, 0.5], 1), potential)).toBeCloseTo(3.32, 2)
  })

  test("vacancy 1.272 eV, surfaces 1239, 1345 and 1475 mJ/m², stacking fault 44.4 mJ/m²", () => {
    expect(Math.abs(readAs(vacancyEnergy(fcc, { volume: "relaxed" }), potential) - 1.272)).toBeLessThan(0.002)
    expect(Math.abs(readAs(surfaceEnergy(fcc, [1, 1, 1]), potential, "mJ/m²") - 1239)).toBeLessThan(1)
    expect(Math.abs(readAs(surfaceEnergy(fcc, [1, 0, 0]), potential, "mJ/m²") - 1345)).toBeLessThan(1)
    expect(Math.abs(readAs(surfaceEnergy(fcc, [1, 1, 0]), potential, "mJ/m²") - 1475)).toBeLessThan(1)
    expect(Math.abs(readAs(stackingFaultEnergy(fcc, [1, 1, 1], [1 / 6, 1 / 6, -1 / 3]), potential, "mJ/m²") - 44.4)).toBeLessThan(0.2)
  })
})
