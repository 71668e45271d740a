import { expect, test } from "vitest"
import type { ClassResult } from "../../fit/result.ts"
import { gigapascal } from "../../units/constants.ts"
import { classRecords } from "./class-records.ts"

function dataClass(property: string, group: string, count: number, sigma: number, interval: ClassResult["interval"] = null): ClassResult {
  return { property, group, count, sigma, unit: "", origin: "estimated", interval, triangle: null }
}

test("groups that share σ are one row, in the units of errors", () => {
  const records = classRecords([
    dataClass("energy", "Elastic", 7, 0.003, [0.002, 0.005]),
    dataClass("stress", "Elastic", 42, 2 * gigapascal),
    dataClass("energy", "Liquid", 5, 0.003, [0.002, 0.005]),
    dataClass("stress", "Liquid", 30, 7 * gigapascal),
  ])
  expect(records.map(({ property, group, count, unit }) => [property, group, count, unit])).toEqual([
    ["energy", "all", 12, "meV/atom"],
    ["stress", "Elastic", 42, "GPa"],
    ["stress", "Liquid", 30, "GPa"],
  ])
  expect(records[0].sigma).toBeCloseTo(3, 12)
  expect(records[0].interval).toEqual([2, 5])
  expect(records[2].sigma).toBeCloseTo(7, 12)
})
