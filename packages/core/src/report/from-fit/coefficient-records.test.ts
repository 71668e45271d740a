import { describe, expect, it } from "vitest"
import { createPotential, resolveSpec } from "../../potentials/registry.ts"
import type { Potential } from "../../potentials/potential.ts"
import { coefficientRecords } from "./coefficient-records.ts"

function recordsOf({ parameters }: Potential) {
  return coefficientRecords(
    parameters,
    parameters.map(({ key, value, unit }) => ({ key, value, unit, remark: "" })),
  )
}

describe("coefficients", () => {
  it("of a cluster expansion have the order and degree that their names tell", () => {
    const statistics = { elements: [8, 14], minimumDistance: {}, nearestNeighbour: {}, volumePerAtom: 12.7 }
    const potential = createPotential(resolveSpec({ kind: "ace", elements: ["O", "Si"], degree: [5, 4, 4] }, statistics))
    const records = recordsOf(potential)
    expect(records.length).toBe(potential.parameters.length)
    const told = potential.parameters.map(({ key }) => {
      const [, n, l] = / n=([\d,]+) l=([\d,]+) /.exec(key)!.map((list) => list.split(",").map(Number))
      return { order: n.length, degree: [...n, ...l].reduce((sum, value) => sum + value) }
    })
    expect(records.map(({ order, degree }) => ({ order, degree }))).toEqual(told)
    expect(new Set(told.map(({ order }) => order))).toEqual(new Set([1, 2, 3]))
  })

  it("of a quadratic SNAP are of order three and six, but for the constant", () => {
    const potential = createPotential({ kind: "snap", elements: ["Mo"], rcutfac: 4.6, twojmax: 2, quadraticflag: true })
    const records = recordsOf(potential)
    expect(records.length).toBe(potential.parameters.length - 1)
    const at = (key: string) => records[potential.parameters.findIndex((parameter) => parameter.key === key) - 1]
    expect(at("snap.Mo.B[2,0,2]")).toMatchObject({ order: 3, degree: 4 })
    expect(at("snap.Mo.B[1,1,2]*B[2,2,2]")).toMatchObject({ order: 6, degree: 10 })
    expect(at("snap.Mo.B[2,2,2]^2")).toMatchObject({ order: 6, degree: 12 })
    expect(records[0]).toEqual({ order: 3, degree: 0, unit: "eV", value: 0 })
  })
})
