import { setImmediate } from "node:timers/promises"
import {
  binaryFrame,
  binaryHeader,
  createIntegrator,
  drawVelocities,
  dumpFrame,
  extxyzFrame,
  Failure,
  type ForceEngine,
  freedomOf,
  type Integrator,
  type Motion,
  recommendStep,
  startMotion,
  type Structure,
} from "@luthier/core"
import type { Log } from "../log.ts"
import type { FittedPotential } from "../potential-file.ts"
import { createMeasurements, type MeasurementsRecord, thermoHeader } from "./measurements.ts"
import { openEngine } from "./open-engine.ts"
import { demandCalm, watchSanity } from "./sanity.ts"
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
  readonly settings: SimulationSettings
  /** Why the step is as long as it is, where nobody said it. */
  readonly reason: string | undefined
  /** Ends its threads; `simulate` does so itself. */
  close(): Promise<void>
}

/** Atoms with their first velocities. @throws Failure for what potential, structure and ensemble do not allow, before anything is written. */
export async function beginSimulation(fitted: FittedPotential, structure: Structure, given: PartOfSettings): Promise<BegunSimulation> {
  const { ensemble, seed, skin, temperature, initialTemperature } = given
  const { engine, threads, close } = await openEngine(fitted, structure.numbers.length, { threads: given.threads, skin: skin ?? undefined })
  try {
    const motion = placed(structure, engine, seed)
    demandCalm(motion, given.timestep ?? 1)
    const { timestep, reason } =
      given.timestep === undefined
        ? chosenStep(structure, engine, Math.max(temperature, initialTemperature))
        : { timestep: given.timestep, reason: undefined }
    const settings = { ...given, threads, timestep }
    const integrator = createIntegrator(ensemble, dynamicsOptions(settings))
    drawVelocities(motion, initialTemperature)
    integrator.init(motion)
    return { integrator, engine, motion, settings, reason, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Settings in which step and threads may be left to be chosen. */
type PartOfSettings = Omit<SimulationSettings, "threads" | "timestep"> & {
  readonly threads?: number | undefined
  readonly timestep?: number | undefined
}

/** Atoms at rest. @throws Failure with advice for atoms that have not moved yet. */
function placed(structure: Structure, engine: ForceEngine, seed: number): Motion {
  try {
    return startMotion(structure, engine, seed)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(error.message, { place: error.place, advice: "look at the structure and its cell", cause: error })
  }
}

/** The recommended step, and why. */
function chosenStep(
  structure: Structure,
  engine: ForceEngine,
  temperature: number,
): { readonly timestep: number; readonly reason: string } {
  const { timestep, period, reason } = recommendStep(structure, engine, temperature)
  const why = {
    period: `about a hundredth of the fastest period that was found, ${period.toPrecision(3)} fs`,
    speed: "longer ones would carry fast atoms too far",
    limit: "nothing asks for a shorter one",
  }
  return { timestep, reason: `a step of ${timestep} fs: ${why[reason]}` }
}

/**
 * Runs a simulation to its last step. Each checkpoint makes neighbours be found anew, so that what comes after depends on it alone:
 * a run that was killed and resumed writes the same bytes as one that was not.
 */
export async function simulate(
  { integrator, engine, motion: first, settings, close }: BegunSimulation,
  folder: SimulationFolder,
  log: Log,
  signal: AbortSignal,
): Promise<MeasurementsRecord> {
  const { timestep, steps, every, frames, format } = settings
  try {
    const motion = folder.resumed?.motion ?? first
    const sanity = watchSanity(motion, timestep)
    engine.forget()
    const measurements = createMeasurements(freedomOf(motion, integrator.keepsMomentum), folder.resumed?.measurements)
    /** What ended the motion, with the frame before it, which it leaves behind. */
    const explained = async (error: unknown, before: Motion): Promise<unknown> => {
      if (!(error instanceof Failure)) return error
      const file = await folder.leave(extxyzFrame(before, timestep))
      const advice = `${error.advice ?? "look at the steps before"}; step ${before.steps} is in ${file}`
      return new Failure(error.message, { advice, cause: error })
    }
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
      try {
        integrator.step(motion, engine)
        sanity.demand(motion)
      } catch (error) {
        throw await explained(error, sanity.before())
      }
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
