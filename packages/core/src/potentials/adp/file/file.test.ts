import { describe, expect, it } from "vitest"
import { Failure } from "../../../failure/failure.ts"
import { checkPotential } from "../../../testing/potential/check-potential.ts"
import { formatSetfl } from "../../eam/setfl/format.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { parameterValues } from "../../parameters.ts"
import { createPotential } from "../../registry.ts"
import { parseSpec } from "../../spec/parse-spec.ts"
import { createAdp } from "../spec/create.ts"
import { adpSchema } from "../spec/schema.ts"
import type { AdpTable } from "./adp-table.ts"
import { formatAdp } from "./format.ts"
import { isAdp } from "./is-adp.ts"
import { parseAdp } from "./parse.ts"
import { potentialFromAdp } from "./potential.ts"
import { tabulateAdp } from "./tabulate.ts"

const cutoff = 4.6
const potential = createAdp(
  parseSpec(adpSchema, {
    kind: "adp",
    elements: ["Cu", "Ni"],
    cutoff,
    pair: { "*-*": { form: "born-mayer", parameters: { A: 7300, rho: 0.247 } } },
    density: { "*": { form: "exponential", parameters: { A: 0.078, beta: 1.94, re: 2.5 } } },
    embedding: { "*": { formula: "-a*rho + b*rho^2", parameters: { a: 2.1, b: 0.4 } } },
    dipole: {
      "Cu-Ni": { formula: "d*exp(-q*r)", parameters: { d: -1.7, q: 0.9 } },
      "*-*": { form: "exponential", parameters: { A: 0.31, beta: 1.2, re: 2.5, C: -0.07 } },
    },
    quadrupole: {
      "Ni-Ni": { spline: { knots: [1.5, 2.2, 3.1, 4.6], values: [0.3, 0.1, -0.05] } },
      "*-*": { form: "exponential", parameters: { A: -0.13, beta: 1.7, re: 2.5, C: 0.04 } },
    },
  }),
)
const theta = parameterValues(potential.parameters)
const { table } = tabulateAdp(potential.adp, theta, cutoff)

/** Every nth point of a table, which is no longer a good one. */
function coarse({ setfl, dipoles, quadrupoles }: AdpTable, times: number): AdpTable {
  const thin = (values: Float64Array): Float64Array => values.filter((_, k) => k % times === 0)
  return {
    setfl: {
      ...setfl,
      densityCount: Math.ceil(setfl.densityCount / times),
      densityStep: setfl.densityStep * times,
      radiusCount: Math.ceil(setfl.radiusCount / times),
      radiusStep: setfl.radiusStep * times,
      elements: setfl.elements.map((one) => ({ ...one, embedding: thin(one.embedding), densities: one.densities.map(thin) })),
      pairs: setfl.pairs.map(thin),
    },
    dipoles: dipoles.map(thin),
    quadrupoles: quadrupoles.map(thin),
  }
}

describe("an ADP table", () => {
  const text = formatAdp(table)

  it("is read as it was written, to the bit, and known from a setfl file", () => {
    expect(parseAdp(text, "x.adp")).toEqual(table)
    expect(isAdp(text)).toBe(true)
    expect(isAdp(formatSetfl(table.setfl))).toBe(false)
  })

  it("gives the energies and forces of its functions", () => {
    const read = potentialFromAdp(text, { file: "x.adp" })
    const structure = {
      numbers: Int32Array.of(29, 28, 28, 29, 28),
      positions: Float64Array.of(0, 0, 0, 2.3, 0.2, 0.1, 0.4, 2.5, -0.3, 0.1, 0.7, 2.4, 2.1, 2.4, 1.1),
      cell: Float64Array.of(4.1, 0, 0, 0.3, 4.4, 0, -0.2, 0.5, 5.2),
      pbc: [true, true, true] as const,
    }
    const [ours, theirs] = [evaluateStructure(potential, theta, structure), evaluateStructure(read, new Float64Array(0), structure)]
    expect(theirs.energy).toBeCloseTo(ours.energy, 7)
    ours.forces.forEach((force, k) => expect(theirs.forces[k]).toBeCloseTo(force, 6))
    const again = createPotential(JSON.parse(JSON.stringify(read.spec)))
    expect(evaluateStructure(again, new Float64Array(0), structure)).toEqual(theirs)
  })

  it("has forces and virials that are derivatives of its own energy, also where it is far from the functions", () => {
    const read = potentialFromAdp(formatAdp(coarse(table, 80)), { file: "coarse.adp" })
    checkPotential(read, { spacing: 2.6, tolerance: 1e-5, smoothness: 0 })
  })

  it("is refused with the place of what is wrong", () => {
    const small = formatAdp(coarse(table, 400))
    const lines = small.split("\n").length - 1
    const failureOf = (bad: string): Failure => {
      try {
        potentialFromAdp(bad, { file: "bad.adp" })
      } catch (failure) {
        if (failure instanceof Failure) return failure
      }
      throw new Error("it was not refused")
    }
    const cut = small.split("\n").slice(0, -3).join("\n")
    expect(failureOf(cut)).toMatchObject({ message: expect.stringMatching(/ends before number .* of the quadrupole function of Ni-Ni/) })
    expect(failureOf(`${small}1 2\n`)).toMatchObject({
      message: "the file goes on after its last block",
      place: { file: "bad.adp", line: lines + 1, column: 1 },
    })
    expect(failureOf(formatSetfl(coarse(table, 400).setfl))).toMatchObject({
      message: expect.stringMatching(/ends before number 1 of .* of the dipole function of Cu-Cu/),
    })
    expect(failureOf(small.replace("2 Cu Ni", "2 Cu Nx"))).toMatchObject({
      message: "no element is called Nx",
      place: { file: "bad.adp", line: 4, column: 6 },
    })
  })
})
