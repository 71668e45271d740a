import { minimumDistances } from "../atoms/distances.ts"
import type { Structure } from "../atoms/structure.ts"
import { wrap } from "../atoms/transform.ts"
import { potentialEngine } from "../dynamics/force-engine/potential-engine.ts"
import { createIntegrator } from "../dynamics/integrators/ensemble.ts"
import { relaxStructure } from "../dynamics/minimise/relax-structure.ts"
import { volumeOf } from "../dynamics/motion/kinetic.ts"
import { startMotion } from "../dynamics/motion/motion.ts"
import { drawVelocities } from "../dynamics/motion/velocities.ts"
import { Failure } from "../failure/failure.ts"
import type { Potential } from "../potentials/potential.ts"
import { boltzmann, gigapascal } from "../units/constants.ts"
import type { Trial, TrialResult } from "./trial.ts"
import { lookAt } from "./watch.ts"

/** Steps between two looks. */
const LOOKS = 20
/** Evaluations in which a random start goes downhill. */
const DOWNHILL = 200
/** Of thermostats and barostats [fs]. */
const DAMPING = 100
const PRESSURE_DAMPING = 1000
/** About that of metals [1/GPa]. */
const COMPRESSIBILITY = 0.01
/** Drift of what should be conserved, in k_B T per picosecond: at constant energy, and with a bath. Judged where matter moved for this long [ps]. */
const DRIFT = 0.01
const DRIFT_WITH_BATH = 0.05
const JUDGED = 0.5
/** What is farther away has blown up [Å]; atoms nearer than this part of the touching distance are within each other. */
const FARTHEST = 1e4
const WITHIN = 0.5

/** What a trial takes from where it runs. */
export interface TrialOptions {
  /** Called now and then, so that others may work; a rejection ends the trial. */
  readonly breathe?: () => Promise<void>
}

/** Sets matter in motion, and looks at it until its time is over or something is wrong. */
export async function runTrial(potential: Potential, theta: Float64Array, trial: Trial, options: TrialOptions = {}): Promise<TrialResult> {
  const engine = potentialEngine(potential, theta)
  const { timestep, temperature, steps } = trial
  const times: number[] = []
  const conserved: number[] = []
  const temperatures: number[] = []
  let [deepest, shortest, firstVolume, volume, done] = [Infinity, Infinity, 0, 0, 0]
  let reason: string | null = null
  let well: Structure = trial.structure
  let last: Structure = trial.structure
  try {
    const begun = trial.relaxed
      ? relaxStructure(engine, trial.structure, { cell: "fixed", pressure: 0, tolerance: 0.05, evaluations: DOWNHILL, method: "fire" })
          .structure
      : trial.structure
    const motion = startMotion(begun, engine, trial.seed)
    last = motion
    drawVelocities(motion, temperature)
    const integrator = createIntegrator(trial.ensemble, {
      timestep,
      temperature,
      damping: DAMPING,
      pressure: 0,
      pressureDamping: PRESSURE_DAMPING,
      coupling: "isotropic",
      compressibility: COMPRESSIBILITY / gigapascal,
    })
    integrator.init(motion)
    const atoms = motion.numbers.length
    firstVolume = volumeOf(motion)
    const look = (): string | null => {
      const seen = lookAt(motion, trial, potential.cutoff, firstVolume)
      deepest = Math.min(deepest, motion.energy / atoms)
      shortest = Math.min(shortest, seen.shortest)
      volume = volumeOf(motion)
      times.push((motion.steps * timestep) / 1000)
      conserved.push(integrator.conserved(motion) / atoms)
      temperatures.push(seen.temperature)
      if (seen.trouble === null) well = snapshot(motion)
      return seen.trouble
    }
    reason = look()
    while (reason === null && motion.steps < steps) {
      integrator.step(motion, engine)
      done = motion.steps
      if (done % LOOKS > 0 && done < steps) continue
      reason = look()
      await options.breathe?.()
    }
    last = snapshot(motion)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    reason = failure.message
    last = "velocities" in last ? snapshot(last) : last
  } finally {
    engine.release()
  }
  const drift = slopeOf(times, conserved)
  const allowed = (trial.ensemble === "nve" ? DRIFT : DRIFT_WITH_BATH) * boltzmann * temperature
  if (reason === null && drift !== null && times[times.length - 1] >= JUDGED && Math.abs(drift) > allowed) {
    reason = `what should be conserved drifts by ${drift.toExponential(1)} eV/atom/ps, more than ${allowed.toExponential(1)}`
  }
  const half = temperatures.slice(temperatures.length >> 1)
  return {
    kind: trial.kind,
    name: trial.name,
    passed: reason === null,
    reason: reason && `${reason} after ${((done * timestep) / 1000).toFixed(2)} ps`,
    atoms: trial.structure.numbers.length,
    temperature,
    seed: trial.seed,
    timestep,
    picoseconds: (done * timestep) / 1000,
    drift,
    depth: deepest - trial.lowest,
    mean: half.length === 0 ? null : half.reduce((sum, value) => sum + value, 0) / half.length,
    shortest,
    swelling: firstVolume > 0 ? volume / firstVolume : null,
    structures: reason === null ? [] : [...new Set([trial.structure, well, last])].filter((one) => canBeLabelled(one, trial)).map(wrap),
  }
}

/** Whether a reference method could say something of a structure: atoms are somewhere, and none lie within each other. */
function canBeLabelled(structure: Structure, { touching }: Trial): boolean {
  if (!structure.positions.every((x) => Math.abs(x) < FARTHEST)) return false
  return minimumDistances(wrap(structure)).every(({ distance }) => distance > WITHIN * touching)
}

function snapshot({ numbers, positions, cell, pbc }: Structure): Structure {
  return { numbers: numbers.slice(), positions: positions.slice(), cell: cell && cell.slice(), pbc }
}

/** Slope of a line through points by least squares. */
function slopeOf(times: readonly number[], values: readonly number[]): number | null {
  const count = times.length
  if (count < 3) return null
  const [t, y] = [times, values].map((list) => list.reduce((sum, value) => sum + value, 0) / count)
  let [along, square] = [0, 0]
  times.forEach((time, k) => {
    along += (time - t) * (values[k] - y)
    square += (time - t) ** 2
  })
  return along / square
}
