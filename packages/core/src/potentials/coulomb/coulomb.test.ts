import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { lammpsModel } from "../../export/lammps/model.ts"
import { checkPotential } from "../../testing/index.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import { COULOMB } from "./coulomb-constant.ts"
import { crystal, faceCentred, rockSalt } from "./fixtures/crystals.ts"

function evaluate(spec: object, structure: Structure) {
  const potential = createPotential({ kind: "coulomb", ...spec })
  return evaluateStructure(potential, parameterValues(potential.parameters), structure)
}

/** The failure that `work` ends with, as a person reads it. */
function said(work: () => unknown): string {
  try {
    work()
  } catch (failure) {
    if (failure instanceof Failure) return failure.describe()
    throw failure
  }
  throw new Error("nothing failed")
}

const glass = { Si: 2.3, O: -1.2, Al: 1.7 }

describe("electrostatics", () => {
  it("by damped and shifted forces obeys the laws of potentials", () => {
    const spec = { kind: "coulomb", method: "dsf", charges: glass, cutoff: 6, damping: 0.3, netCharge: "background" }
    checkPotential(createPotential(spec), { seed: 3 })
  })

  it("by Ewald sums obeys them but for locality", () => {
    checkPotential(createPotential({ kind: "coulomb", charges: glass, cutoff: 6, accuracy: 1e-12, netCharge: "background" }), {
      seed: 4,
      surroundings: ["cluster", "crystal", "thin"],
      except: { locality: "charges act at all distances" },
    })
  })

  // Per pair of ions at distance d, in units of z² e²/(4πε₀ d): OEIS A085469, A181152, A182566.
  const a = 5.64
  const salt = [
    ["NaCl", { Na: 1, Cl: -1 }, rockSalt([11, 17], a), a / 2, 1.747564594633182],
    [
      "CsCl",
      { Cs: 1, Cl: -1 },
      crystal(
        [4.1, 0, 0, 0, 4.1, 0, 0, 0, 4.1],
        [
          [55, 0.1, 0.2, 0.3],
          [17, 0.6, 0.7, 0.8],
        ],
      ),
      (4.1 * Math.sqrt(3)) / 2,
      1.7626747730709884,
    ],
    [
      "ZnS",
      { Zn: 2, S: -2 },
      crystal(faceCentred(5.4), [
        [30, 0, 0, 0],
        [16, 0.25, 0.25, 0.25],
      ]),
      (5.4 * Math.sqrt(3)) / 4,
      1.6380550533887894,
    ],
  ] as const
  it.each(salt)("gives %s its Madelung constant", (_, charges, structure, distance, constant) => {
    const [[, z]] = Object.entries(charges)
    const { energy, stress } = evaluate({ charges, cutoff: 7, accuracy: 1e-14 }, structure)
    expect((-energy * distance) / (COULOMB * z * z)).toBeCloseTo(constant, 11)
    // E ∝ 1/L, so that 3 p V = E.
    const [b, c, d, e, f, g, h, i, j] = structure.cell!
    const volume = Math.abs(b * (f * j - g * i) - c * (e * j - g * h) + d * (e * i - f * h))
    expect((stress![0] + stress![1] + stress![2]) * volume).toBeCloseTo(-energy, 10)
  })

  it("errs by less than it is asked for, whatever the cutoff", () => {
    const structure = rockSalt([12, 8], 4.21, [3, 3, 4], 0.4)
    const charges = { Mg: 2, O: -2 }
    const exact = evaluate({ charges, cutoff: 8, accuracy: 1e-14 }, structure)
    for (const accuracy of [1e-3, 1e-5, 1e-8]) {
      for (const cutoff of [3.5, 6, 9]) {
        const { forces } = evaluate({ charges, cutoff, accuracy }, structure)
        const square = forces.reduce((sum, force, k) => sum + (force - exact.forces[k]) ** 2, 0)
        expect(Math.sqrt(square / structure.numbers.length)).toBeLessThan(accuracy * COULOMB)
      }
    }
  })

  it("of what does not repeat is the sum over all pairs, however far", () => {
    const positions = Float64Array.of(0, 0, 0, 30, 40, 0)
    const structure = { numbers: Int32Array.of(11, 17), positions, cell: null, pbc: [false, false, false] } as const
    const { energy, forces } = evaluate({ charges: { Na: 0.9, Cl: -0.7 }, cutoff: 5 }, structure)
    expect(energy).toBeCloseTo((-0.63 * COULOMB) / 50, 14)
    expect(forces[0]).toBeCloseTo(((0.63 * COULOMB) / 2500) * 0.6, 14)
  })

  it("by forces that are little damped, and shifted far out, comes near that of Ewald", () => {
    const structure = rockSalt([11, 17], 5.64, [3, 3, 3], 0.2)
    const charges = { Na: 1, Cl: -1 }
    const exact = evaluate({ charges, cutoff: 8 }, structure)
    const near = evaluate({ charges, method: "dsf", cutoff: 24, damping: 0.1 }, structure)
    expect(near.energy / exact.energy).toBeCloseTo(1, 3)
    const largest = exact.forces.reduce((most, force) => Math.max(most, Math.abs(force)), 0)
    near.forces.forEach((force, k) => expect(Math.abs(force - exact.forces[k])).toBeLessThan(1e-3 * largest))
  })
})

describe("charges", () => {
  const quartz = { Si: { value: 2.4, fixed: false }, O: { tie: { key: "Si", factor: -0.5 } } }

  it("are held unless they are freed or tied", () => {
    const { parameters } = createPotential({ kind: "coulomb", charges: quartz, cutoff: 6 })
    expect(parameters.map(({ key, value, unit, fixed, tie }) => [key, value, unit, fixed, tie])).toEqual([
      ["charge.Si", 2.4, "e", false, undefined],
      ["charge.O", -1.2, "e", false, { key: "charge.Si", factor: -0.5 }],
    ])
    const { parameters: held } = createPotential({ kind: "coulomb", charges: { Na: 1, Cl: -1 }, cutoff: 6 })
    expect(held.every(({ fixed }) => fixed)).toBe(true)
  })

  it("that do not add up to zero are refused in what repeats, and in nothing else", () => {
    const structure = rockSalt([14, 8], 5)
    expect(said(() => evaluate({ charges: quartz, cutoff: 6 }, structure))).toMatch(
      /structure 0 \(Si1 O1\) add up to 1\.2 e.*tie the charges/s,
    )
    const cluster: Structure = { ...structure, cell: null, pbc: [false, false, false] }
    expect(evaluate({ charges: quartz, cutoff: 6 }, cluster).energy).toBeLessThan(0)
    expect(evaluate({ charges: quartz, cutoff: 6, netCharge: "background" }, structure).energy).toBeLessThan(0)
  })

  it("of elements that are not named are none", () => {
    const structure = rockSalt([11, 17], 5.64)
    const alone = evaluate({ charges: { Na: 1, Cl: -1 }, cutoff: 6 }, structure)
    const spec = { kind: "coulomb", charges: { Na: 1, Cl: -1 }, cutoff: 6 }
    const wall = { kind: "pair", elements: ["Ar"], cutoff: 7, pairs: { "*-*": { form: "born-mayer", parameters: { A: 9, rho: 0.3 } } } }
    const sum = createPotential({ kind: "sum", terms: [wall, spec] })
    const argon = {
      ...structure,
      numbers: Int32Array.of(...structure.numbers, 18),
      positions: Float64Array.of(...structure.positions, 0.9, 0.8, 0.9),
    }
    const { forces } = evaluateStructure(sum, parameterValues(sum.parameters), argon)
    alone.forces.forEach((force, k) => expect(forces[k]).toBeCloseTo(force, 10))
    expect([...forces.subarray(6)]).toEqual([0, 0, 0])
  })

  it.each([
    ["an element without a charge", { elements: ["Na", "Cl"], charges: { Na: 1 } }, /nothing is given for Cl/],
    ["a charge of no element", { elements: ["Na"], charges: { Na: 1, Cl: -1 } }, /"Cl" is none of the elements/],
    ["a charge left to the data", { charges: { Na: "auto" } }, /data do not tell what charges.Na starts from/],
    ["an impossible charge", { charges: { Na: 12 } }, /outside its bounds/],
    ["an unknown element", { charges: { Nx: 1 } }, /no element is called "Nx"/],
    ["damping of an Ewald sum", { charges: { Na: 1 }, damping: 0.2 }, /damping is of method dsf/],
    ["accuracy of damped forces", { charges: { Na: 1 }, method: "dsf", accuracy: 1e-5 }, /accuracy is of method ewald/],
    ["a misspelt key", { charges: { Na: 1 }, acuracy: 1e-5 }, /accuracy/],
    ["no cutoff", { charges: { Na: 1 }, cutoff: "auto" }, /left to be found from data/],
  ])("%s is refused", (_, spec, message) => {
    expect(said(() => createPotential({ kind: "coulomb", cutoff: 6, ...spec }))).toMatch(message)
  })

  it("of slabs and wires are refused by Ewald sums", () => {
    const slab: Structure = { ...rockSalt([11, 17], 5.64), pbc: [true, true, false] }
    expect(said(() => evaluate({ charges: { Na: 1, Cl: -1 }, cutoff: 6 }, slab))).toMatch(/repeats in 2 of three directions.*dsf/s)
  })
})

describe("the spec", () => {
  const statistics = { elements: [11, 17], minimumDistance: {}, nearestNeighbour: { "Na-Cl": 2.8 }, volumePerAtom: 22.4 }

  it("takes elements from the charges, and tells all defaults", () => {
    const charges = { Na: 1, Cl: -1 }
    expect(resolveSpec({ kind: "coulomb", charges }, statistics)).toEqual({
      kind: "coulomb",
      elements: ["Na", "Cl"],
      charges,
      method: "ewald",
      cutoff: 10,
      accuracy: 1e-8,
      netCharge: "refuse",
    })
    expect(resolveSpec({ kind: "coulomb", charges, method: "dsf" }, statistics)).toMatchObject({ cutoff: 12, damping: 0.2 })
  })

  it("makes LAMMPS's words", () => {
    const charges = { Na: 0.9, Cl: -0.9 }
    const wall = { kind: "pair", elements: ["Na", "Cl"], cutoff: 7, switch: "none" }
    const buckingham = { form: "buckingham", parameters: { A: 1200, rho: 0.31, C: 20 } }
    const terms = [
      { ...wall, pairs: { "*-*": buckingham } },
      { kind: "coulomb", charges, cutoff: 7.5, accuracy: 1e-6 },
    ]
    const sum = createPotential({ kind: "sum", terms })
    const model = lammpsModel(sum, parameterValues(sum.parameters))
    expect(model.terms.map(({ style, settings }) => `${style} ${settings}`)).toEqual(["buck 7", "coul/long 7.5"])
    expect(model).toMatchObject({ charges, kspace: "ewald 0.000001", exact: true })
    const twice = createPotential({ kind: "sum", terms: [terms[1], terms[1]] })
    expect(said(() => lammpsModel(twice, parameterValues(twice.parameters)))).toMatch(/2 terms of this potential have charges/)
  })
})
