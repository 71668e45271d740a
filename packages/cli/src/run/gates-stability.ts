import { rm } from "node:fs/promises"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import {
  type ConfigurationList,
  formatExtxyz,
  type Potential,
  type StabilityReport,
  type StabilitySettings,
  type TrialResult,
  symbolOf,
  tryStability,
} from "@luthier/core"
import type { StabilityRecord } from "@luthier/core/report"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { textTable } from "../terminal.ts"
import { version } from "../version.ts"
import type { Log } from "./log.ts"

/** What is set in motion, and with what. */
export interface StabilityRequest {
  readonly potential: Potential
  /** Of the potential alone. */
  readonly theta: Float64Array
  readonly settings: StabilitySettings
  readonly data: ConfigurationList
  /** By pair of elements [Å]; those of the data unless given. */
  readonly shortest?: Readonly<Record<string, number>>
  readonly signal: AbortSignal
}

/** Sets matter in motion and writes what became of it to a folder: `stability.json`, a page of it, and structures of each trial that failed. */
export async function recordStability(folder: string, request: StabilityRequest, log: Log): Promise<StabilityReport> {
  const { potential, theta, settings, data, shortest, signal } = request
  const report = await tryStability(potential, theta, settings, {
    data,
    ...(shortest && { shortest }),
    onTrial: (name, index, count) => log.progress(`setting matter in motion: ${index + 1} of ${count}: ${name}`),
    breathe: async () => {
      await setImmediate()
      signal.throwIfAborted()
    },
  })
  // Structures of an earlier run are no failures of this one.
  await rm(join(folder, "failures"), { recursive: true, force: true })
  const record = withoutStructures(report)
  await writeWhole(join(folder, "stability.json"), jsonText({ schema: 1, luthier: version, ...record }))
  const { stabilityPage } = await import("@luthier/core/report")
  const title = `${potential.elements.map(symbolOf).join("–")}: ${potential.spec.kind}: matter in motion`
  const summary = [`Made by luthier ${version}; cutoff ${Number(potential.cutoff.toPrecision(6))} Å.`]
  await writeWhole(join(folder, "stability.html"), stabilityPage(title, summary, record))
  for (const trial of report.trials) {
    if (trial.structures.length > 0) await writeWhole(join(folder, failureFile(trial)), framesOf(trial))
  }
  return report
}

/** A report as it is written: files in the place of structures. */
export function withoutStructures(report: StabilityReport): StabilityRecord {
  const trials = report.trials.map(({ structures, ...trial }) => ({ ...trial, ...(structures.length > 0 && { file: failureFile(trial) }) }))
  return { ...report, trials }
}

/** Where the structures of a trial that failed are, in the folder of the suite. */
export function failureFile({ name }: Pick<TrialResult, "name">): string {
  return `failures/${name.replaceAll(/[^\p{L}\p{N}.]+/gu, "-")}.extxyz`
}

/** Where the motion began, the last look at which all was well, and the one that shows the failure. */
function framesOf({ structures, reason, name }: TrialResult): string[] {
  return structures.map((structure, frame) =>
    formatExtxyz({
      structure,
      group: "stability",
      weights: { energy: 1, forces: 1, stress: 1 },
      origin: { file: name, frame },
      info: { trial: name, failure: reason ?? "" },
    }),
  )
}

/** The suite as a table for people. */
export function stabilityText({ trials, crystals, notices, passed }: StabilityReport): string {
  const brief = (value: number | null, digits = 3): string => (value === null ? "–" : String(Number(value.toPrecision(digits))))
  const rows = trials.map(({ name, passed: well, picoseconds, mean, drift, depth, shortest }) => [
    name,
    well ? "pass" : "FAIL",
    brief(picoseconds),
    brief(mean, 4),
    brief(drift, 2),
    brief(depth, 2),
    brief(shortest),
  ])
  const failed = trials.filter((trial) => !trial.passed)
  return [
    ...crystals.map(({ name, volume, melting }) => `${name}: ${brief(volume, 4)} Å³/atom, taken to melt at ${melting.toFixed(0)} K`),
    ...(rows.length === 0
      ? []
      : [textTable([["trial", "verdict", "ps", "mean K", "drift eV/atom/ps", "above crystal eV/atom", "shortest Å"], ...rows])]),
    ...failed.map(({ name, reason }) => `${name} failed: ${reason}`),
    ...notices,
    passed ? `all ${trials.length} trials passed` : `${failed.length} of ${trials.length} trials failed`,
  ].join("\n")
}
