import { describe, expect, test } from "vitest"
import { z } from "zod"
import { objectiveSchema } from "./schema.ts"
import { resolveObjective } from "./resolve-objective.ts"

describe("the objective of a config", () => {
  test("takes quantities with units", () => {
    const config = objectiveSchema.parse({
      sigma: { energy: "5 meV/atom", forces: 0.08, stress: "0.1 GPa", groups: { Elastic: { forces: "10 meV/Å" } } },
      normalisation: "balanced",
      references: { Cu: "-3.7 eV" },
      stressOffset: "fit",
    })
    const settings = resolveObjective(config)
    expect(settings.sigma.properties.energy).toBeCloseTo(0.005, 15)
    expect(Number(settings.sigma.properties.stress) * 160.2176634).toBeCloseTo(0.1, 12)
    expect(settings.sigma.groups.Elastic.forces).toBeCloseTo(0.01, 15)
    expect(settings.baseline.references).toEqual({ Cu: -3.7 })
    expect(settings.baseline.stressOffset).toEqual({ treatment: "fit", form: "hydrostatic", per: "group" })
  })

  test("gives what can be parsed again to the same", () => {
    for (const input of [
      {},
      { sigma: { forces: "0.1 eV/Å" }, offset: "3 meV/atom", stressOffset: { form: "full" }, priors: { a: { mean: 1, sigma: 2 } } },
    ]) {
      const once = objectiveSchema.parse(input)
      expect(objectiveSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once)
    }
  })

  test("refuses what it does not know, units of the wrong kind and σ that cannot be estimated", () => {
    const issues = (input: unknown) => JSON.stringify(objectiveSchema.safeParse(input).error?.issues)
    expect(issues({ sigmaa: 1 })).toContain("unrecognized_keys")
    expect(issues({ references: { Cu: "3 Å" } })).toContain("is not a unit of energy")
    expect(issues({ normalisation: "balanced" })).toContain("σ can be estimated with normalisation: likelihood only")
    expect(issues({ sigma: { energy: -1 } })).toContain("above zero")
  })

  test("has a JSON Schema", () => {
    expect(JSON.stringify(z.toJSONSchema(objectiveSchema, { io: "input" }))).toContain("constant stress (Pulay stress)")
  })
})

test("rounding is not counted beside noise of heavy tails, nor where the objective is no likelihood", () => {
  const sigma = { energy: 0.001, forces: 0.05, stress: 0.001 }
  for (const other of [{ noise: "student-t" }, { noise: { degrees: 4 } }, { normalisation: "balanced", sigma }]) {
    const parsed = objectiveSchema.safeParse({ rounding: "count", ...other })
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual(["rounding"])
    expect(objectiveSchema.safeParse({ rounding: "auto", ...other }).success).toBe(true)
  }
})
