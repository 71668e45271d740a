import { describe, expect, it } from "vitest"
import { cellVolume } from "../atoms/cell.ts"
import { minimumDistances } from "../atoms/distances.ts"
import type { Structure } from "../atoms/structure.ts"
import { parameterValues } from "../potentials/parameters.ts"
import type { Potential } from "../potentials/potential.ts"
import { createPotential } from "../potentials/registry.ts"
import { compressed, groundsOf } from "./ground.ts"
import { runTrial } from "./run-trial.ts"
import { stabilitySchema, type StabilitySettings } from "./schema.ts"
import { tryStability } from "./stability.ts"
import { trialsOf } from "./trials.ts"
import type { Trial, TrialKind } from "./trial.ts"

const parameters = { epsilon: 0.0104, sigma: 3.41 }
const argon = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 7,
  switch: { polynomial: 6 },
  pairs: { "Ar-Ar": { form: "lennard-jones", parameters } },
})
/** The same with a well of 2 eV where atoms are pressed together. */
const hollow = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 7,
  switch: { polynomial: 6 },
  pairs: {
    "Ar-Ar": { formula: "4*e*((s/r)^12 - (s/r)^6) - h*exp(-((r - 2.6)/0.25)^2)", parameters: { e: 0.0104, s: 3.41, h: 2 } },
  },
})
const settings = (given: Partial<StabilitySettings>): StabilitySettings =>
  stabilitySchema.parse({ melting: 84, seeds: [4], atoms: 32, picoseconds: 0.4, ...given })
const modelOf = (potential: Potential) => ({ potential, theta: parameterValues(potential.parameters) })

function trialOf(potential: Potential, kind: TrialKind, given: Partial<StabilitySettings> = {}): Trial {
  const model = modelOf(potential)
  const [ground] = groundsOf(model, [], {})
  const found = trialsOf(model, ground, 84, settings(given)).findLast((trial) => trial.kind === kind)
  if (!found) throw new Error(`no trial of ${kind}`)
  return found
}

const volumePerAtom = ({ cell, numbers }: Structure): number => (cell ? cellVolume(cell) : NaN) / numbers.length

describe("argon, which bears everything", () => {
  it("passes every trial, and is what it is known to be", async () => {
    const report = await tryStability(argon, parameterValues(argon.parameters), settings({ temperatures: [0.5, 2] }))
    expect(report.trials.filter(({ passed }) => !passed)).toEqual([])
    expect(report.trials).toHaveLength(9)
    // a = 1.5496 σ and E = −8.61 ε without a cutoff.
    expect(report.crystals[0].name).toBe("fcc Ar")
    expect(Math.cbrt(4 * report.crystals[0].volume) / 3.41).toBeCloseTo(1.55, 1)
    expect(report.crystals[0].binding).toBeCloseTo(0.08, 6)
    for (const { kind, mean, temperature } of report.trials) {
      if (kind === "constant energy") expect(mean).toBeLessThan(0.75 * temperature)
    }
  })

  it("is taken to melt where its binding says", async () => {
    const { crystals } = await tryStability(argon, parameterValues(argon.parameters), {
      ...settings({}),
      melting: "auto",
      picoseconds: 0.001,
    })
    expect(crystals[0].melting).toBeCloseTo((0.032 * 0.08) / 8.617333e-5, 2)
  })
})

it("sees matter that collapses", async () => {
  const trial = trialOf(argon, "constant volume")
  const { reason, depth } = await runTrial(argon, parameterValues(argon.parameters), { ...trial, lowest: trial.lowest + 0.05 })
  expect(reason).toMatch(/collapsed: 0\.05 eV\/atom below the lowest crystal of its density after 0\.00 ps/u)
  expect(depth).toBeCloseTo(-0.05, 6)
})

it("sees a potential with a hole in its wall, and keeps structures that can be labelled", async () => {
  const { trials, passed } = await tryStability(
    hollow,
    parameterValues(hollow.parameters),
    settings({ compressions: [0.3], picoseconds: 0.1 }),
  )
  const failed = trials.filter((trial) => !trial.passed)
  expect(passed).toBe(false)
  expect(failed.map(({ kind }) => kind)).toContain("random start")
  for (const { structures, reason } of failed) {
    expect(reason).not.toBeNull()
    for (const structure of structures) expect(minimumDistances(structure)[0].distance).toBeGreaterThan(0.3 * 3)
  }
})

it("sees an atom that is lost", async () => {
  const trial = trialOf(argon, "surface")
  const positions = trial.structure.positions.slice()
  positions[2] += 40
  const structure = { ...trial.structure, positions }
  const { reason } = await runTrial(argon, parameterValues(argon.parameters), { ...trial, structure })
  expect(reason).toMatch(/atom 1 is lost: nothing within 7\.00 Å/u)
})

it("sees energy that is not conserved", async () => {
  const trial = trialOf(argon, "constant energy", { temperatures: [2], timestep: 20, picoseconds: 20 })
  const { passed, reason } = await runTrial(argon, parameterValues(argon.parameters), { ...trial, timestep: 45 })
  expect(passed).toBe(false)
  expect(reason).not.toBeNull()
})

it("stops where it is asked to", async () => {
  const breathe = (): Promise<void> => Promise.reject(new Error("enough"))
  await expect(runTrial(argon, parameterValues(argon.parameters), trialOf(argon, "constant volume"), { breathe })).rejects.toThrow("enough")
})

it("compresses to the crystal that is lowest at that volume", () => {
  const model = modelOf(argon)
  const [ground] = groundsOf(model, [], {})
  const found = compressed(model, ground, 0.5 * ground.volume)
  expect(found?.name).toMatch(/fcc|hcp/u)
  expect(found?.energy).toBeGreaterThan(ground.lowest)
  expect(found && volumePerAtom(found.structure)).toBeCloseTo(0.5 * ground.volume, 8)
})

it("starts from atoms that are apart", () => {
  const { structure } = trialOf(argon, "random start")
  expect(structure.numbers).toHaveLength(27)
  expect(minimumDistances(structure)[0].distance).toBeGreaterThan(0.5 * 3.7)
  expect(trialOf(argon, "random start", { seeds: [5] }).structure.positions).not.toEqual(structure.positions)
})
