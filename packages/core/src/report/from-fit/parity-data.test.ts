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

test("energies of free atoms are not drawn among those of molecules", () => {
  const configurations = [molecule(-1026.85, 0, 0, 0), molecule(-2060.1, 0, 0, 0, 1.31, 0, 0)]
  const [energy, ...others] = parityData("train", configurations, configurations.map(referenceObservations))
  expect(others).toEqual([])
  expect(energy.total).toBe(1)
  expect(energy.points).toEqual([{ group: "bound", reference: -1030.05, prediction: -1030.05 }])
})
