import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { type Crystal, crystalFromStructure } from "../crystal/crystal.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { argon, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { energyAtVolume } from "./energy-volume.ts"
import { deformed, equilibriumOf } from "./equilibrium.ts"
import { fitEquationOfState } from "./equation-of-state.ts"
import { modulusWithin } from "./modulus-within.ts"
import { polycrystalModuli } from "./polycrystal.ts"
import { stiffnessOf } from "./stiffness.ts"

/** Rutile of M. Matsui and M. Akaogi, doi:10.1080/08927029108022432, who give 4.493 and 3.008 Å. */
const titania = createPotential({
  kind: "sum",
  terms: [
    { kind: "coulomb", charges: { Ti: 2.196, O: -1.098 }, cutoff: 6, accuracy: 1e-8 },
    {
      kind: "pair",
      elements: ["Ti", "O"],
      cutoff: 7,
      pairs: {
        "Ti-Ti": { form: "buckingham", parameters: { A: 31120.2, rho: 0.154, C: 5.25 } },
        "Ti-O": { form: "buckingham", parameters: { A: 16957.53, rho: 0.194, C: 12.59 } },
        "O-O": { form: "buckingham", parameters: { A: 11782.76, rho: 0.234, C: 30.22 } },
      },
    },
  ],
})

/** A metastable crystal without any symmetry: five atoms that relax into some well. */
const triclinic = crystalFromStructure("five atoms", {
  numbers: new Int32Array(5).fill(14),
  positions: Float64Array.of(0.3, 0.1, 0.2, 2.4, 0.4, 1.1, 1.3, 2.6, 0.5, 3.5, 2.2, 3.1, 0.8, 1.4, 3.7),
  cell: Float64Array.of(4.9, 0, 0, 0.6, 4.6, 0, -0.4, 0.7, 4.8),
  pbc: [true, true, true],
})

const cases: readonly (readonly [string, Potential, Crystal])[] = [
  ["hexagonal, its c/a free", argon, crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8, c: 6.1 })],
  ["tetragonal, with ions that move", titania, crystalOf({ prototype: "rutile", elements: ["Ti", "O"], a: 4.5, c: 3 })],
  ["triclinic, all free", silicon, triclinic],
]

test.each(cases)("%s: E(V), p(V) and the elastic tensor have one bulk modulus, that of Reuss", (_, potential, crystal) => {
  const point = pointAt(potential, parameterValues(potential.parameters))
  const equilibrium = equilibriumOf(point, crystal)
  expect(equilibrium.trouble).toBeNull()
  const { structure, volume } = equilibrium
  const each = volume / structure.numbers.length
  const rest = { ...crystal, name: "at rest", primitive: structure, conventional: deformed(equilibrium, crystal.conventional) }
  const { voigt, reuss } = polycrystalModuli(stiffnessOf(point, equilibrium, "relaxed").values)
  // What strains of finite size add is of second order: taken away by half of them.
  const [half, whole] = [1e-4, 2e-4].map((part) => modulusWithin(point, rest, each, part))
  expect((4 * half - whole) / (3 * reuss.bulk)).toBeCloseTo(1, 6)
  const volumes = Array.from({ length: 7 }, (__, k) => each * (0.9985 + 0.0005 * k))
  const energies = volumes.map((one) => energyAtVolume(rest, one, "minimum", "relaxed").read(point).value)
  expect(fitEquationOfState("Birch–Murnaghan", volumes, energies).bulkModulus / reuss.bulk).toBeCloseTo(1, 3)
  // Another number altogether: grains that cannot choose their shape.
  expect(voigt.bulk / reuss.bulk).toBeGreaterThan(1 + 1e-9)
})

test("with ions held the modulus of a crystal with internal freedom is larger", () => {
  const point = pointAt(silicon, parameterValues(silicon.parameters))
  const equilibrium = equilibriumOf(point, triclinic)
  const [relaxed, clamped] = (["relaxed", "clamped"] as const).map(
    (ions) => polycrystalModuli(stiffnessOf(point, equilibrium, ions).values).reuss.bulk,
  )
  expect(clamped / relaxed).toBeGreaterThan(1.02)
})
