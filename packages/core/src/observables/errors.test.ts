import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { stressAse } from "../units/stress.ts"
import { addErrors, errorTable, type GroupedErrors, mergeErrors } from "./errors.ts"
import { referenceObservations } from "./observation.ts"

function configuration(group: string, energy?: number, forces = [0.1, -0.2, 0.3, NaN, 0.5, -0.6]): Configuration {
  return {
    structure: { numbers: Int32Array.of(29, 29), positions: new Float64Array(6), cell: new Float64Array(9), pbc: [true, true, true] },
    ...(energy === undefined ? {} : { energy }),
    forces: Float64Array.from(forces),
    stress: stressAse([0.01, 0.02, 0.03, 0, 0, 0.001]),
    group,
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "a.xyz", frame: 0 },
  }
}

describe("errors", () => {
  test("are RMSE, MAE and largest error in meV/atom, meV/Å and GPa, without what has no label", () => {
    const reference = configuration("Elastic", -7.2)
    const labels = referenceObservations(reference)
    const predicted = labels.map((value, k) => value + [0.004, 0.01, -0.03, 0, 1, 0, 0, 0.001, 0, 0, 0, 0, 0][k])
    const errors: GroupedErrors = new Map()
    addErrors(errors, reference, predicted, labels)
    const table = errorTable(errors)
    expect(table.all.energy.count).toBe(1)
    expect(table.all.energy.rmse).toBeCloseTo(4, 9)
    expect(table.all.force).toMatchObject({ count: 5, unit: "meV/Å" })
    expect(table.all.force.rmse).toBeCloseTo(1000 * Math.sqrt((0.01 ** 2 + 0.03 ** 2) / 5), 9)
    expect(table.all.force.mae).toBeCloseTo((1000 * 0.04) / 5, 9)
    expect(table.all.force.max).toBeCloseTo(30, 9)
    expect(table.groups.Elastic.stress.max).toBeCloseTo(0.160217663, 8)
    expect(table.groups.Elastic.stress.count).toBe(6)
  })

  test("count a missing energy as no datum and a prediction that is not finite as infinite", () => {
    const reference = configuration("toString")
    const labels = referenceObservations(reference)
    const errors: GroupedErrors = new Map()
    addErrors(errors, reference, labels.with(1, NaN).fill(0, 0, 1), labels)
    const table = errorTable(errors)
    expect(table.groups["toString" as string].energy.count).toBe(0)
    expect(table.all.energy.rmse).toBe(0)
    expect(table.all.force.rmse).toBe(Infinity)
  })

  test("of parts merge to the errors of the whole", () => {
    const difference = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b"), difference), { minLength: 1 }), fc.nat(), (frames, cut) => {
        const add = (errors: GroupedErrors, [group, by]: [string, number]) => {
          const labels = referenceObservations(configuration(group, -3.1))
          addErrors(
            errors,
            configuration(group, -3.1),
            labels.map((value, k) => value + by * (k + 1)),
            labels,
          )
          return errors
        }
        const at = cut % frames.length
        const whole = errorTable(frames.reduce(add, new Map()))
        const merged: GroupedErrors = frames.slice(0, at).reduce(add, new Map())
        mergeErrors(merged, frames.slice(at).reduce(add, new Map()))
        const parts = errorTable(merged)
        expect(Object.keys(parts.groups).sort()).toEqual(Object.keys(whole.groups).sort())
        expect(parts.all.force.count).toBe(whole.all.force.count)
        expect(parts.all.force.rmse).toBeCloseTo(whole.all.force.rmse, 8)
        expect(parts.all.stress.max).toBe(whole.all.stress.max)
      }),
      { numRuns: 50 },
    )
  })
})
