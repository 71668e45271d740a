import { describe, expect, it } from "vitest"
import type { ErrorTable } from "../../observables/errors.ts"
import { gigapascal } from "../../units/constants.ts"
import { linearRecord } from "./linear-record.ts"

const none = { count: 0, rmse: 0, mae: null, max: null, unit: "" }
const training: ErrorTable = { all: { energy: none, force: none, stress: none }, groups: {} }
const fit: Parameters<typeof linearRecord>[0] = {
  result: { columns: ["reference.Mo", "snap.Mo.B[0,0,0]", "snap.Mo.B[1,0,1]"] },
  report: {
    sigmas: [],
    alphas: [
      { name: "ridge", origin: "estimated", value: 0.4, interval: [0.2, 0.7] },
      { name: "priors", origin: "given", value: 1, interval: null },
    ],
    logEvidence: -3.5,
    effectiveParameters: 2.75,
    folds: 4,
    crossValidation: null,
  },
  balance: null,
  path: [
    { at: 1, criterion: 12 },
    { at: 2, criterion: 9 },
  ],
  pareto: [{ ratio: 10, training: { energy: 0.002, stress: 3 * gigapascal }, heldOut: null, x: new Float64Array(3) }],
  learning: [{ folds: 3, rows: 90, training: { energy: 0.004, stress: gigapascal }, heldOut: { energy: NaN, stress: 2 * gigapascal } }],
  strengths: [{ name: "ridge", points: [{ factor: 0.1, heldOut: { energy: 0.007, stress: null } }] }],
  training,
}

describe("what a report shows of a linear fit", () => {
  const record = linearRecord(fit, 103, { kind: "matching-pursuit", criterion: "bic" })

  it("has errors in the units of people, of the properties that were fitted", () => {
    expect(record.properties).toEqual([
      { name: "energy", unit: "meV/atom" },
      { name: "stress", unit: "GPa" },
    ])
    const [balance] = record.balances
    expect(balance.training.map((error) => Number(error?.toPrecision(12)))).toEqual([2, 3])
    expect(record.penaltyCurves[0].points[0].heldOut).toEqual([7, null])
  })

  it("tells the configurations that part of the folds hold, and no errors where there are none", () => {
    expect(record.learning[0].configurations).toBe(77)
    expect(record.learning[0].heldOut[0]).toBeNull()
  })

  it("names what was compared, and leaves out intervals that are not there", () => {
    expect(record.comparison).toEqual({ axis: "terms", logarithmic: false, criterion: "BIC", points: fit.path })
    expect(linearRecord(fit, 103, { kind: "bayesian-linear", criterion: "evidence" }).comparison).toBeNull()
    expect(record.penalties[0].interval).toEqual([0.2, 0.7])
    expect("interval" in record.penalties[1]).toBe(false)
    expect([record.unknowns, record.balanced]).toEqual([3, false])
  })
})
