import { expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { referenceObservations } from "../../observables/observation.ts"
import { parityData } from "./parity-data.ts"

function molecule(energy: number, ...positions: readonly number[]): Configuration {
  const count = positions.length / 3
  return {
    structure: { numbers: new Int32Array(count).fill(6), positions: Float64Array.from(positions), cell: null, pbc: [false, false, false] },
    energy,
    group: count === 1 ? "free" : "bound",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "carbon.xyz", frame: 0 },
  }
}

test("of many labels points are drawn at even distances, each with its own prediction", () => {
  const configurations = Array.from({ length: 4000 }, (_, s) => molecule(-2 * s, 0, 0, 0, 1.31, 0, 0))
  const [energy] = parityData(
    "train",
    configurations,
    configurations.map((one) => referenceObservations(one).map((value) => value - 0.25)),
  )
  expect(energy.total).toBe(4000)
  expect(energy.points.map(({ reference }) => -reference)).toEqual(Array.from({ length: 1500 }, (_, i) => Math.floor((i * 4000) / 1500)))
  for (const { reference, prediction } of energy.points) expect(prediction).toBe(reference - 0.25)
})

test("energies of free atoms are not drawn among those of molecules", () => {
  const configurations = [molecule(-1026.85, 0, 0, 0), molecule(-2060.1, 0, 0, 0, 1.31, 0, 0)]
  const [energy, ...others] = parityData("train", configurations, configurations.map(referenceObservations))
  expect(others).toEqual([])
  expect(energy.total).toBe(1)
  expect(energy.points).toEqual([{ group: "bound", reference: -1030.05, prediction: -1030.05 }])
})
