import { setImmediate } from "node:timers/promises"
import {
  binaryFrame,
  binaryHeader,
  createIntegrator,
  drawVelocities,
  dumpFrame,
  extxyzFrame,
  type ForceEngine,
  freedomOf,
  type Integrator,
  type Motion,
  startMotion,
  type Structure,
} from "@luthier/core"
import type { Log } from "../log.ts"
import type { FittedPotential } from "../potential-file.ts"
import { createMeasurements, type MeasurementsRecord, thermoHeader } from "./measurements.ts"
import { openEngine } from "./open-engine.ts"
import type { SimulationFolder } from "./simulation-folder.ts"
import { dynamicsOptions, type SimulationSettings } from "./settings.ts"

/** Time between two looks at signals, and between two lines of progress [ms]. */
const BREATH = 50
const TELL = 3000

/** A simulation that can begin. */
export interface BegunSimulation {
  readonly integrator: Integrator
  readonly engine: ForceEngine
  readonly motion: Motion
  readonly threads: number
  /** Ends its threads; `simulate` does so itself. */
  close(): Promise<void>
}

/** Atoms with their first velocities. @throws Failure for what potential, structure and ensemble do not allow, before anything is written. */
export async function beginSimulation(
  fitted: FittedPotential,
  structure: Structure,
  settings: Omit<SimulationSettings, "threads"> & { readonly threads?: number | undefined },
): Promise<BegunSimulation> {
  const { ensemble, seed, skin, initialTemperature } = settings
  const integrator = createIntegrator(ensemble, dynamicsOptions(settings))
  const { engine, ...open } = await openEngine(fitted, structure.numbers.length, { threads: settings.threads, skin: skin ?? undefined })
  try {
    const motion = startMotion(structure, engine, seed)
    drawVelocities(motion, initialTemperature)
    integrator.init(motion)
    return { integrator, engine, motion, ...open }
  } catch (error) {
    await open.close()
    throw error
  }
}

/**
 * Runs a simulation to its last step. Each checkpoint makes neighbours be found anew, so that what comes after depends on it alone:
 * a run that was killed and resumed writes the same bytes as one that was not.
 */
export async function simulate(
  { integrator, engine, motion: first, close }: BegunSimulation,
  settings: SimulationSettings,
  folder: SimulationFolder,
  log: Log,
  signal: AbortSignal,
): Promise<MeasurementsRecord> {
  const { timestep, steps, every, frames, format } = settings
  try {
    const motion = folder.resumed?.motion ?? first
    engine.forget()
    const measurements = createMeasurements(freedomOf(motion, integrator.keepsMomentum), folder.resumed?.measurements)
    const write = async (): Promise<void> => {
      if (motion.steps % every === 0) await folder.row(measurements.take(motion, integrator))
      if (motion.steps % frames === 0) await folder.frame(frameOf(motion, format, timestep))
    }
    if (!folder.resumed) {
      await folder.row(thermoHeader)
      if (format === "binary") await folder.frame(binaryHeader(motion))
      await write()
      await folder.save(motion, measurements)
    }
    const began = { time: performance.now(), step: motion.steps }
    let breathed = began.time
    let told = began.time
    while (motion.steps < steps) {
      integrator.step(motion, engine)
      await write()
      if (motion.steps % settings.checkpoint === 0 || motion.steps === steps) {
        await folder.save(motion, measurements)
        engine.forget()
      }
      const now = performance.now()
      if (now - breathed > BREATH) {
        await setImmediate()
        signal.throwIfAborted()
        breathed = now
      }
      if (now - told > TELL) {
        log.progress(progressLine(motion, steps, (now - began.time) / (motion.steps - began.step)))
        told = now
      }
    }
    const found = measurements.record(motion.numbers.length)
    await folder.finish(found, extxyzFrame(motion, timestep))
    return found
  } finally {
    await close()
  }
}

function frameOf(motion: Motion, format: SimulationSettings["format"], timestep: number): string | Uint8Array {
  if (format === "binary") return binaryFrame(motion, timestep)
  return format === "dump" ? dumpFrame(motion) : extxyzFrame(motion, timestep)
}

function progressLine({ steps: done, numbers }: Motion, steps: number, perStep: number): string {
  const left = ((steps - done) * perStep) / 1000
  return `step ${done} of ${steps}  ${perStep.toPrecision(3)} ms a step (${((1000 * perStep) / numbers.length).toPrecision(3)} µs an atom)  ${left.toFixed(0)} s left`
}
