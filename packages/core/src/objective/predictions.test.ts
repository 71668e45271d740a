import { describe, expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { inlineExecutor } from "../kernels/jobs.ts"
import { emptyBaseline } from "../observables/baseline.ts"
import { observationRange } from "../observables/observation.ts"
import { label, random, rattledCrystal } from "./fixtures/data.ts"
import { lennardJones } from "./fixtures/lennard-jones.ts"
import { createDataSetup, measureErrors, predictData } from "./predictions.ts"

const uniform = random(21)
const theta = [0.0102, 3.37] as const
const potential = lennardJones("epsilon-sigma", theta)
// More atoms than one chunk holds.
const data = label(
  potential,
  theta,
  Array.from({ length: 30 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.01 * k, 3)),
)
const executor = inlineExecutor()

async function failureOf(configurations: readonly Configuration[]): Promise<Failure> {
  const failure = await measureErrors(
    createDataSetup(potential.spec, configurations, emptyBaseline),
    Float64Array.from(theta),
    executor,
  ).catch((error: unknown) => error)
  if (!(failure instanceof Failure)) throw new Error("no Failure", { cause: failure })
  return failure
}

describe("predictions", () => {
  test("are those of the potential, for each configuration in order", async () => {
    const setup = createDataSetup(potential.spec, data, emptyBaseline)
    expect(setup.chunks.length).toBeGreaterThan(2)
    const predictions = await predictData(setup, Float64Array.from(theta), executor)
    data.forEach(({ energy, forces, stress, structure }, k) => {
      const atoms = structure.numbers.length
      const part = (property: "energy" | "forces" | "stress") => predictions[k].subarray(...observationRange(property, atoms))
      expect(part("energy")[0]).toBeCloseTo(energy! / atoms, 12)
      part("forces").forEach((value, c) => expect(value).toBeCloseTo(forces![c], 12))
      part("stress").forEach((value, c) => expect(value).toBeCloseTo(stress![c], 12))
    })
    const { all } = await measureErrors(setup, Float64Array.from(theta), executor)
    expect(all.force.count).toBe(30 * 81)
    expect(all.energy.max).toBeLessThan(1e-9)
  })

  test("place what cannot be predicted in its file", async () => {
    const origin = { file: "bad.xyz", frame: 3, line: 88 }
    const { structure } = data[3]
    const flat = { ...data[3], origin, structure: { ...structure, cell: Float64Array.of(9, 0, 0, 9, 0, 0, 0, 0, 9) } }
    const first = await failureOf(data.with(3, flat))
    expect(first.describe()).toMatch(/^bad\.xyz:88 {2}the cell of the structure has no volume/u)
    const strange = {
      ...data[3],
      origin: { file: "bad.xyz", frame: 3 },
      structure: { ...structure, numbers: structure.numbers.with(5, 29) },
    }
    expect((await failureOf(data.with(3, strange))).describe()).toMatch(/^bad\.xyz {2}the potential does not know Cu \(frame 4\)/u)
  })
})
