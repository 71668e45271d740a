import { setImmediate } from "node:timers/promises"
import {
  type Crystal,
  Failure,
  type ForceEngine,
  gigapascal,
  drawVelocities,
  heatFlux,
  heatingPart,
  lagsOf,
  liquidParts,
  massOf,
  type MeasuredPart,
  measureLiquid,
  meltingPart,
  meltingPoint,
  type MotionSuite,
  type Potential,
  prepareLiquid,
  type Progress,
  softness,
  startingCell,
  startMotion,
  temperatureRamp,
  type Structure,
} from "@luthier/core"
import type { Log } from "../log.ts"
import type { FittedPotential } from "../potential-file.ts"
import { openEngine } from "../trajectory/open-engine.ts"

/** What a suite that moves atoms is told; where a number is left open it is chosen. */
export interface MotionSettings {
  /** [K] */
  readonly temperature: number
  /** To which it is heated, or quenched [K]. */
  readonly until?: number | undefined
  /** [GPa], or `fixed`: the volume stays that of the structure. */
  readonly pressure: number | "fixed"
  readonly atoms: number
  /** [fs]; by default 0.3 √m, m the mass of the lightest atom in amu. */
  readonly timestep?: number | undefined
  readonly steps: number
  /** Of each part of the preparation. */
  readonly preparation: number
  /** Steps between two looks at velocities and pressures. */
  readonly every: number
  /** How long velocities and fluxes are followed, and how long displacements [fs]; by default a thirtieth and a tenth of the run. */
  readonly window?: number | undefined
  readonly follow?: number | undefined
  /** At which the crystal is melted [K], 0 for a structure that is a liquid; by default three times the temperature. */
  readonly hot?: number | undefined
  /** Whether the thermal conductivity is asked for. */
  readonly conductivity: boolean
  /** Runs of a melting point in which both phases are left. */
  readonly repeats: number
  readonly seed: number
  readonly threads?: number | undefined
}

/** How much a liquid or hot crystal yields beside the crystal at rest. */
const SOFTER = 2
/** How far g(r) reaches, in distances of neighbours, and S(q) [1/Å]. */
const REACH = 4
const LIMIT = 12
/** How much longer a crystal beside its melt is than wide. */
const ELONGATION = 2.4
/** Parts of one temperature of a ramp, and its baths [fs]. */
const ROWS = 60
const DAMPING = 100
const PRESSURE_DAMPING = 1000
/** Preparations of both phases, at most. */
const ROUNDS = 8
/** Time between two looks at signals, and between two lines of progress [ms]. */
const BREATH = 50
const TELL = 3000

/** Works out a suite that moves atoms. @throws Failure for what does not fit together, before anything moves. */
export async function measureMotion(
  suite: MotionSuite,
  fitted: FittedPotential,
  crystal: Crystal,
  settings: MotionSettings,
  log: Log,
  signal: AbortSignal,
): Promise<readonly MeasuredPart[]> {
  const start = startingCell(crystal, settings.atoms, suite === "melting" ? ELONGATION : 1)
  const { engine, close } = await openEngine(fitted, start.numbers.length, { threads: settings.threads })
  try {
    if (suite === "melting") return [await melted(engine, start, settings, log, signal)]
    if (suite === "heating") return [await heated(engine, start, settings, log, signal)]
    return await measured(engine, fitted, start, settings, log, signal)
  } finally {
    await close()
  }
}

async function melted(
  engine: ForceEngine,
  start: Structure,
  settings: MotionSettings,
  log: Log,
  signal: AbortSignal,
): Promise<MeasuredPart> {
  const { pressure, temperature, seed, preparation, steps, repeats } = settings
  if (pressure === "fixed") throw new Failure("a melting point is one at a pressure", { advice: "give --pressure in GPa" })
  const run = meltingPoint(engine, start, {
    ...{ temperature, seed, preparation, steps, rounds: ROUNDS, repeats, timestep: timestepOf(start, settings) },
    pressure: pressure * gigapascal,
    compressibility: SOFTER * softness(engine, start),
  })
  return meltingPart(await told(run, log, signal))
}

async function heated(
  engine: ForceEngine,
  start: Structure,
  settings: MotionSettings,
  log: Log,
  signal: AbortSignal,
): Promise<MeasuredPart> {
  const { pressure, temperature, until, seed, steps } = settings
  if (pressure === "fixed") throw new Failure("heating is done at a pressure", { advice: "give --pressure in GPa" })
  if (until === undefined) throw new Failure("heating goes from one temperature to another", { advice: "give --until in K" })
  const motion = startMotion(start, engine, seed)
  drawVelocities(motion, temperature)
  const run = temperatureRamp(motion, engine, {
    ...{ from: temperature, to: until, steps, rows: ROWS, timestep: timestepOf(start, settings) },
    ...{ damping: DAMPING, pressureDamping: PRESSURE_DAMPING, coupling: "anisotropic" },
    pressure: pressure * gigapascal,
    compressibility: SOFTER * softness(engine, start),
  })
  return heatingPart(await told(run, log, signal))
}

async function measured(
  engine: ForceEngine,
  { potential, theta }: FittedPotential,
  start: Structure,
  settings: MotionSettings,
  log: Log,
  signal: AbortSignal,
): Promise<readonly MeasuredPart[]> {
  const { temperature, pressure, steps, every, seed, preparation, conductivity, hot = 3 * temperature } = settings
  const timestep = timestepOf(start, settings)
  const volume = engine.evaluate(start).volume
  const reach = REACH * Math.cbrt(volume / start.numbers.length)
  const making = {
    ...{ temperature, timestep, seed, preparation },
    pressure: pressure === "fixed" ? null : pressure * gigapascal,
    hot: hot === 0 ? null : hot,
    compressibility: SOFTER * softness(engine, start),
  }
  const { window = (steps * timestep) / 30, follow = (steps * timestep) / 10 } = settings
  const looking = {
    timestep,
    steps,
    every,
    window,
    follow,
    reach,
    limit: LIMIT,
    heat: conductivity ? fluxOf(potential, theta, start) : "it was not asked for",
  }
  lagsOf(looking)
  const run = function* () {
    return yield* measureLiquid(engine, yield* prepareLiquid(engine, start, making, reach), looking)
  }
  return liquidParts(await told(run(), log, signal))
}

/** The flux of heat, or why there is none. */
function fluxOf(potential: Potential, theta: Float64Array, { numbers }: Structure): ReturnType<typeof heatFlux> | string {
  try {
    return heatFlux(potential, theta, numbers)
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

function timestepOf({ numbers }: Structure, { timestep }: MotionSettings): number {
  const lightest = numbers.reduce((least, number) => Math.min(least, massOf(number)), Infinity)
  return timestep ?? Number((0.3 * Math.sqrt(lightest)).toPrecision(2))
}

/** Runs to the end, tells how far it is, and looks at signals. */
async function told<T>(run: Generator<Progress, T>, log: Log, signal: AbortSignal): Promise<T> {
  let [breathed, said, stage] = [performance.now(), -Infinity, ""]
  for (;;) {
    const { value, done } = run.next()
    if (done === true) return value
    const now = performance.now()
    if (now - breathed > BREATH) {
      await setImmediate()
      signal.throwIfAborted()
      breathed = now
    }
    if (now - said > TELL || value.stage !== stage) {
      log.progress(`${value.stage}: step ${value.done} of ${value.of}`)
      said = now
      stage = value.stage
    }
  }
}
