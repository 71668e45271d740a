import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { stressAse } from "../../units/stress.ts"
import { createEvaluator } from "../evaluator.ts"
import { label, random, rattledCrystal } from "../fixtures/data.ts"
import { lennardJones } from "../fixtures/lennard-jones.ts"
import { plainSettings } from "../fixtures/settings.ts"
import { createObjective } from "../objective.ts"
import { createFitProblem } from "../problem.ts"
import type { BaselineSettings } from "./settings.ts"

const uniform = random(3)
const [A, B] = [87000, 71]
const potential = lennardJones("AB", [60000, 50])
const crystals = Array.from({ length: 6 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.06 * k, 2))
const reference = -2.31
const shifts: Record<string, number[]> = { bulk: [0.011, -0.004, 0.02, 0.003, -0.001, 0.0007], surface: [0.03, 0.03, 0.03, 0, 0, 0] }
const data = Object.entries(shifts).flatMap(([group, shift], g) =>
  label(potential, [A, B], crystals.slice(3 * g, 3 * g + 3), { group, shift: reference }).map((configuration): Configuration => ({
    ...configuration,
    stress: stressAse(configuration.stress!.map((value, v) => value + shift[v])),
  })),
)

function atom(side: number, energy: number): Configuration {
  return {
    structure: {
      numbers: Int32Array.of(18),
      positions: new Float64Array(3),
      cell: Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, side),
      pbc: [true, true, true],
    },
    energy,
    group: "atom",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "fixture.xyz", frame: 0 },
  }
}

async function solved(baseline: Partial<BaselineSettings>, configurations = data) {
  const settings = { ...plainSettings, baseline: { ...plainSettings.baseline, ...baseline } }
  const objective = createObjective(potential, configurations, settings)
  const problem = createFitProblem(
    createEvaluator(objective, inlineExecutor()),
    objective.pools.map(({ start }) => start),
  )
  const start = Float64Array.from(objective.space.free, (k) => objective.space.layout[k].value)
  const { value } = solveLinear(await problem.linearise(start))
  return Object.fromEntries(objective.space.names.map((name, i) => [name, start[i] + value[i]]))
}

describe("the baseline", () => {
  test("finds reference energies and the constant stress of each group beside the potential", async () => {
    const found = await solved({ references: "fit", stressOffset: { treatment: "fit", form: "full", per: "group" } })
    expect(found["pair.Ar-Ar.A"] / A).toBeCloseTo(1, 9)
    expect(found["pair.Ar-Ar.B"] / B).toBeCloseTo(1, 9)
    expect(found["reference.Ar"]).toBeCloseTo(reference, 10)
    for (const [group, shift] of Object.entries(shifts)) {
      ;["xx", "yy", "zz", "yz", "xz", "xy"].forEach((c, v) => expect(found[`offset.stress.${group}.${c}`]).toBeCloseTo(shift[v], 10))
    }
  })

  test("gives a hydrostatic offset to the groups that are named", async () => {
    const surface = data.slice(3)
    const found = await solved(
      { references: "fit", stressOffset: { treatment: "fit", form: "hydrostatic", per: "group", groups: ["surface"] } },
      surface,
    )
    expect(found["offset.stress.surface"]).toBeCloseTo(0.03, 10)
    await expect(solved({ stressOffset: { treatment: "fit", form: "full", per: "group", groups: ["liquid"] } })).rejects.toThrow(
      "group liquid has no stresses to offset",
    )
  })

  test("takes the energy of isolated atoms, and only of atoms that see none of their images", () => {
    const settings = { ...plainSettings, baseline: { ...plainSettings.baseline, references: "isolated" as const } }
    const objective = createObjective(potential, [...data, atom(15, -2.3), atom(14, -2.5), atom(4, -9)], settings)
    const { key, value, fixed } = objective.space.layout[2]
    expect({ key, value, fixed }).toEqual({ key: "reference.Ar", value: -2.4, fixed: true })
  })

  test("keeps given energies and refuses those of elements the potential does not have", () => {
    const settings = (references: Record<string, number>) => ({ ...plainSettings, baseline: { ...plainSettings.baseline, references } })
    expect(createObjective(potential, data, settings({ Ar: -3.1 })).space.layout[2]).toMatchObject({ value: -3.1, fixed: true })
    expect(() => createObjective(potential, data, settings({ Ar: 1, Cu: -3.7 }))).toThrow("given for Cu, which the potential does not have")
    expect(() => createObjective(potential, data, settings({}))).toThrow("no reference energy is given for Ar")
  })

  test("places an element that the potential does not know", () => {
    const strange = { ...data[0], origin: { file: "mixed.xyz", frame: 0, line: 12 } }
    const configurations = [{ ...strange, structure: { ...strange.structure, numbers: strange.structure.numbers.with(1, 29) } }]
    expect(() => createObjective(potential, configurations, plainSettings)).toThrow("the potential does not know Cu")
  })
})
