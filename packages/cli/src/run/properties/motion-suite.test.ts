import {
  createPotential,
  crystalOf,
  emptyBaseline,
  type MeasuredPart,
  type MotionSuite,
  parameterValues,
  propertiesRecord,
} from "@luthier/core"
import { propertiesPage } from "@luthier/core/report"
import { expect, it } from "vitest"
import type { FittedPotential } from "../potential-file.ts"
import { measureMotion, type MotionSettings } from "./motion-suite.ts"
import { propertiesText } from "./write-properties.ts"

const potential = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 8,
  pairs: { "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: 0.0104, sigma: 3.4 } } },
})
const fitted: FittedPotential = { potential, baseline: emptyBaseline, theta: parameterValues(potential.parameters) }
const solid = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 })
const settings: MotionSettings = {
  ...{ temperature: 100, pressure: 0, atoms: 108, timestep: 6, steps: 1200, preparation: 150, every: 5 },
  ...{ window: 600, follow: 1500, conductivity: true, repeats: 1, seed: 2, threads: 1 },
}

function silent() {
  const said: string[] = []
  return { said, log: { line: () => {}, progress: (text: string) => void said.push(text), keepIn: () => {} } }
}

const run = (changes: Partial<MotionSettings> = {}, suite: MotionSuite = "liquid", signal = new AbortController().signal) =>
  measureMotion(suite, fitted, solid, { ...settings, ...changes }, silent().log, signal)

it("measures a liquid, as a table and as a page", async () => {
  const { said, log } = silent()
  const parts: readonly MeasuredPart[] = await measureMotion("liquid", fitted, solid, settings, log, new AbortController().signal)
  for (const stage of ["melting at 300 K", "finding the volume at 100 K", "liquid at 100 K", "measuring"]) {
    expect(said.some((line) => line.startsWith(`${stage}: step`))).toBe(true)
  }
  const record = propertiesRecord({ suite: "liquid", subject: solid.name, reference: null }, parts, new Map([["viscosity", 0.25]]))
  const text = propertiesText(record)
  for (const line of [
    /temperature +\d+\.\d+ +[\d.]+ +K/u,
    /D of Ar, from velocities/u,
    /shear viscosity .* mPa s/u,
    /thermal conductivity .* W\/\(m K\)/u,
  ]) {
    expect(text).toMatch(line)
  }
  const page = propertiesPage("argon", [], record)
  for (const caption of ["Radial distribution function", "Structure factor", "Angles between bonds", "Mean squared", "Spectrum"]) {
    expect(page).toContain(caption)
  }
  expect(page).not.toContain("NaN")
})

it("says what does not fit before anything moves", async () => {
  await expect(run({ window: 100 })).rejects.toThrow(/100 fs are too short to follow velocities/)
  await expect(run({ pressure: "fixed" }, "melting")).rejects.toThrow(/melting point is one at a pressure/)
  const stopping = new AbortController()
  stopping.abort(new Error("stopped"))
  await expect(run({ steps: 100_000 }, "liquid", stopping.signal)).rejects.toThrow(/stopped/)
})

it("goes without a flux of heat where none is asked for", async () => {
  const parts = await run({ conductivity: false, hot: 0, pressure: "fixed", steps: 700, follow: 1500 })
  const flow = parts.find(({ name }) => name === "flow")
  expect(flow?.remarks).toEqual(["No thermal conductivity: it was not asked for."])
  const state = parts.find(({ name }) => name === "state")
  expect(state?.values.find(({ key }) => key === "state.volume")?.value).toBeCloseTo(5.3 ** 3 / 4, 9)
  expect(parts.find(({ name }) => name === "diffusion")?.remarks.at(-1)).toMatch(/crystal or a glass/u)
})

it("heats a crystal until its volume jumps", async () => {
  const [part] = await run({ temperature: 20, until: 140, pressure: 0.05, steps: 6000 }, "heating")
  expect(part.title).toBe("Heating")
  expect(part.remarks[0]).toMatch(/^Between \d+ and \d+ K the volume changes by \d/u)
  const [energy, volume] = part.figures
  for (const figure of [energy, volume]) {
    if (figure.kind !== "curves") throw new Error("heating is drawn as curves")
    const { points } = figure.curves[0]
    expect(points.length).toBe(60)
    expect(points[59].y).toBeGreaterThan(points[0].y!)
  }
  const [quench] = await run({ temperature: 40, until: 10, steps: 600, atoms: 32 }, "heating")
  expect(quench.title).toBe("Quenching")
  expect(quench.remarks).toEqual(["Nothing jumps: no change of phase was seen."])
  await expect(run({}, "heating")).rejects.toThrow(/from one temperature to another/)
})
