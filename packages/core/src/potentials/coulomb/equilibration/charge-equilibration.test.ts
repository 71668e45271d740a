import { describe, expect, it } from "vitest"
import type { Structure } from "../../../atoms/structure.ts"
import { lammpsModel } from "../../../export/lammps/model.ts"
import { Failure } from "../../../failure/failure.ts"
import { checkPotential } from "../../../testing/index.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { gaugesOf } from "../../gauge.ts"
import { parameterValues } from "../../parameters.ts"
import { createPotential, resolveSpec } from "../../registry.ts"
import { rockSalt } from "../fixtures/crystals.ts"

const glass = {
  kind: "charge-equilibration",
  electronegativity: { Si: 2.3, O: 8.2, Al: 1.7 },
  hardness: { Si: 7.1, O: 11.2, Al: 5.3 },
  width: { Si: 0.7, O: 0.45, Al: 0.8 },
  cutoff: 9.5,
  accuracy: 1e-12,
}

function evaluate(spec: unknown, structure: Structure) {
  const potential = createPotential(spec)
  return evaluateStructure(potential, parameterValues(potential.parameters), structure)
}

function said(work: () => unknown): string {
  try {
    work()
  } catch (failure) {
    if (failure instanceof Failure) return failure.describe()
    throw failure
  }
  throw new Error("nothing failed")
}

const pair = (r: number): Structure => ({
  numbers: Int32Array.of(14, 8),
  positions: Float64Array.of(0, 0, 0, 0, r, 0),
  cell: null,
  pbc: [false, false, false],
})

describe("charge equilibration", () => {
  it("obeys the laws of potentials but for locality: forces are those of charges held, their derivatives are not", () => {
    checkPotential(createPotential(glass), {
      seed: 5,
      spacing: 2.4,
      surroundings: ["cluster", "crystal", "thin"],
      except: { locality: "charges act, and flow, at all distances" },
    })
  })

  it("gives two atoms the charges of the formula", () => {
    const k = 14.399645
    const r = 1.6
    // erf(1.6/√(2 (0.7² + 0.45²))) of mpmath.
    const coupling = (k * 0.945481466209821) / r
    const stiffness = 7.1 + 11.2 + (k / Math.sqrt(Math.PI)) * (1 / 0.7 + 1 / 0.45) - 2 * coupling
    const { energy } = evaluate(glass, pair(r))
    expect(energy).toBeCloseTo(-((8.2 - 2.3) ** 2) / (2 * stiffness), 12)
  })

  it("is what charges held at the balance have, for hard and narrow ones", () => {
    // Charges of ±q in rock salt: E(q) = −Δχ q + ½ (J_a + J_b + k (1/σ_a + 1/σ_b)/√π − 2 k M/d) q² per pair of ions.
    const [k, d, madelung] = [14.399645, 2.82, 1.747564594633182]
    const spec = {
      kind: "charge-equilibration",
      electronegativity: { Na: 2.8, Cl: 8.6 },
      hardness: { Na: 4.5, Cl: 9.8 },
      width: { Na: 0.3, Cl: 0.35 },
      cutoff: 7,
      accuracy: 1e-13,
    }
    const stiffness = 4.5 + 9.8 + (k / Math.sqrt(Math.PI)) * (1 / 0.3 + 1 / 0.35) - (2 * k * madelung) / d
    const { energy, forces } = evaluate(spec, rockSalt([11, 17], 2 * d, [2, 1, 2]))
    expect(energy / 4).toBeCloseTo(-(5.8 ** 2) / (2 * stiffness), 7)
    forces.forEach((force) => expect(Math.abs(force)).toBeLessThan(1e-10))
  })

  it("leaves atoms of other elements out", () => {
    const wall = { kind: "pair", elements: ["Ar"], cutoff: 4, pairs: { "*-*": { form: "born-mayer", parameters: { A: 9, rho: 0.3 } } } }
    const crowd: Structure = {
      ...pair(1.6),
      numbers: Int32Array.of(14, 18, 8),
      positions: Float64Array.of(0, 0, 0, 1, 1, 1, 0, 1.6, 0),
    }
    const { energy, forces } = evaluate({ kind: "sum", terms: [glass, wall] }, crowd)
    expect(energy).toBeCloseTo(evaluate(glass, pair(1.6)).energy, 12)
    expect([...forces.subarray(3, 6)]).toEqual([0, 0, 0])
  })

  it("names what no data tell: the zero of electronegativity", () => {
    const potential = createPotential(glass)
    const theta = parameterValues(potential.parameters)
    const [gauge] = gaugesOf(potential)
    const { change } = gauge.equations(theta)
    const moved = theta.map((value, k) => value + 0.37 * change[k])
    expect([...change]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0])
    const structure = pair(1.7)
    expect(evaluateStructure(potential, moved, structure).energy).toBeCloseTo(evaluate(glass, structure).energy, 12)
  })

  it("holds widths, and frees the rest", () => {
    const { parameters } = createPotential(glass)
    expect(parameters.filter(({ fixed }) => fixed).map(({ key }) => key)).toEqual(["width.Si", "width.O", "width.Al"])
  })

  it("takes a cutoff beyond the spread of charges", () => {
    const statistics = { elements: [8, 14], minimumDistance: {}, nearestNeighbour: { "O-Si": 1.6 }, volumePerAtom: 12 }
    const { cutoff } = resolveSpec({ ...glass, width: { Si: 1, O: 1, Al: 1 }, cutoff: "auto", accuracy: 1e-8 }, statistics)
    expect(cutoff).toBeCloseTo(1.2 * 2 * Math.sqrt(Math.log(1e8)), 1)
  })

  it.each([
    ["charges wider than the cutoff", () => evaluate({ ...glass, width: { Si: 2, O: 2, Al: 2 } }, pair(2)), /no points at the cutoff/],
    ["an element left out of one table", () => createPotential({ ...glass, hardness: { Si: 7 } }), /nothing is given for O, Al/],
    ["a negative hardness", () => createPotential({ ...glass, hardness: { Si: -1, O: 1, Al: 1 } }), /outside its bounds/],
    ["a slab", () => evaluate(glass, { ...rockSalt([14, 8], 5), pbc: [true, true, false] }), /repeats in 2 of three/],
    [
      "an export",
      () => {
        const potential = createPotential(glass)
        return lammpsModel(potential, parameterValues(potential.parameters))
      },
      /no equivalent/,
    ],
  ])("%s is refused", (_, work, message) => expect(said(work)).toMatch(message))
})
