import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { createFit, startFit, stepFit } from "../../fit/fit.ts"
import { solverSchema } from "../../fit/schema.ts"
import { readAny } from "../../io/read-any.ts"
import { textSource } from "../../io/source/text-source.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential } from "../registry.ts"
import { snapFileSpec } from "./file/read-snap.ts"

const fixture = (file: string) => ({ file, text: readFileSync(new URL(`fixtures/${file}`, import.meta.url), "utf8") })

async function labelled(name: string): Promise<Configuration[]> {
  const found: Configuration[] = []
  for await (const configuration of readAny(textSource(name, fixture(`${name}.xyz`).text))) found.push(configuration)
  return found
}

describe("a fit to what LAMMPS says of a published potential", () => {
  it.for(["linear-Mo", "linear-Li"])("%s: its coefficients", async (name) => {
    const published = createPotential(snapFileSpec(fixture(`${name}.snapcoeff`), fixture(`${name}.snapparam`)))
    const { coefficients: _, ...settings } = published.spec
    const executor = inlineExecutor()
    const fit = createFit({
      potential: createPotential({ ...settings, constant: "fit" }),
      configurations: await labelled(name),
      objective: { ...plainSettings, regularisation: { ridge: 0 } },
      solver: solverSchema.parse({ kind: "linear" }),
      seed: 1,
    })
    let state = await startFit(fit, executor)
    while (state.stage !== "finished") state = await stepFit(fit, state, executor)
    const truth = parameterValues(published.parameters)
    expect(truth).toHaveLength(name === "linear-Mo" ? 31 : 56)
    const largest = truth.reduce((most, value, k) => (k === 0 ? most : Math.max(most, Math.abs(value))), 0)
    truth.forEach((value, k) => expect(Math.abs(state.theta[k] - value) / largest, published.parameters[k].key).toBeLessThan(1e-6))
  })
})
