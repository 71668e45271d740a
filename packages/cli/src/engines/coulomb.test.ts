import { createPotential, evaluateStructure, lammpsModel, parameterValues, type Structure } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { differences } from "./check-lammps.ts"
import { demandLammps } from "./fixtures/agreement.ts"
import { runLammps } from "./run-lammps.ts"

type Atom = readonly [number, number, number, number]

/** A crystal of atoms at fractional places, repeated along the rows of its cell [Å] and shaken by up to `shake` [Å]. */
function hot(cell: readonly number[], atoms: readonly Atom[], repeats: readonly number[], shake: number): Structure {
  const numbers: number[] = []
  const positions: number[] = []
  let state = 4711
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5
  for (let n = 0; n < repeats[0] * repeats[1] * repeats[2]; n++) {
    const image = [n % repeats[0], Math.floor(n / repeats[0]) % repeats[1], Math.floor(n / (repeats[0] * repeats[1]))]
    for (const [number, ...site] of atoms) {
      numbers.push(number)
      for (let c = 0; c < 3; c++) {
        positions.push([0, 1, 2].reduce((sum, d) => sum + (site[d] + image[d]) * cell[3 * d + c], 2 * shake * random()))
      }
    }
  }
  const rows = Float64Array.from(cell, (value, k) => value * repeats[Math.floor(k / 3)])
  return { numbers: Int32Array.from(numbers), positions: Float64Array.from(positions), cell: rows, pbc: [true, true, true] }
}

const salt: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [0.5, 0.5, 0.5],
]
const rockSalt = (numbers: readonly number[], a: number): Structure =>
  hot(
    [0.02 * a, a / 2, a / 2, a / 2, 0, a / 2, a / 2, 0.47 * a, 0],
    numbers.map((number, k): Atom => [number, ...salt[k]]),
    [3, 2, 3],
    0.25,
  )
/** Idealised β-cristobalite: silicon of diamond, oxygen between. */
const silica = hot(
  [0, 3.6, 3.6, 3.6, 0, 3.6, 3.6, 3.6, 0],
  [
    [14, 0, 0, 0],
    [14, 0.25, 0.25, 0.25],
    [8, 0.125, 0.125, 0.125],
    [8, 0.125, 0.125, 0.625],
    [8, 0.125, 0.625, 0.125],
    [8, 0.625, 0.125, 0.125],
  ],
  [2, 3, 2],
  0.25,
)

const wall = (elements: readonly string[], form: object): object => ({
  kind: "pair",
  elements,
  cutoff: 7.3,
  switch: "none",
  pairs: { "*-*": form },
})
const buckingham = { form: "buckingham", parameters: { A: 1388.7, rho: 0.276, C: 17.5 } }
const huggins = { form: "born-mayer-huggins", parameters: { A: 0.25, rho: 0.31, sigma: 2.34, C: 5.1, D: 3.2 } }

const cases = [
  ["NaCl", ["Na", "Cl"], { Na: 1, Cl: -1 }, huggins, rockSalt([11, 17], 5.64)],
  ["MgO", ["Mg", "O"], { Mg: 1.7, O: -1.7 }, buckingham, rockSalt([12, 8], 4.21)],
  ["SiO2", ["Si", "O"], { Si: 2.4, O: -1.2 }, buckingham, silica],
] as const

async function compare(terms: readonly object[], structure: Structure) {
  const lammps = await demandLammps()
  const potential = createPotential({ kind: "sum", terms })
  const theta = parameterValues(potential.parameters)
  const model = lammpsModel(potential, theta)
  const theirs = await runLammps(lammps, model, potential.elements, [structure])
  return { model, differences: differences([evaluateStructure(potential, theta, structure)], theirs, [structure]) }
}

describe.concurrent("electrostatics of LAMMPS", () => {
  it.for(cases)("by Ewald sums, beside a wall, of %s", async ([, elements, charges, form, structure]) => {
    const coulomb = { kind: "coulomb", elements, charges, cutoff: 6.7 }
    const rough = await compare([wall(elements, form), { ...coulomb, accuracy: 1e-5 }], structure)
    const [, force] = rough.differences
    // What is asked for is a mean square: single forces may be some times as wrong.
    expect(force.largest).toBeLessThan(5 * 1e-5 * 14.4)
    // LAMMPS finds erfc in a table by numbers of single precision.
    const fine = await compare([wall(elements, form), { ...coulomb, accuracy: 1e-9 }], structure)
    for (const { quantity, relative } of fine.differences) expect(relative, quantity).toBeLessThan(5e-7)
    expect(fine.model.exact).toBe(true)
  })

  it.for(cases)("by damped and shifted forces, beside a wall, of %s", async ([, elements, charges, form, structure]) => {
    const coulomb = { kind: "coulomb", method: "dsf", elements, charges, cutoff: 8.7, damping: 0.23 }
    const { differences } = await compare([wall(elements, form), coulomb], structure)
    // LAMMPS computes erfc by a polynomial that is good to 1.5e-7.
    for (const { quantity, relative } of differences) expect(relative, quantity).toBeLessThan(3e-6)
  })
})
