import type { Structure } from "../../atoms/structure.ts"
import { seedRandom } from "../../random/random.ts"
import { boltzmann } from "../../units/constants.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { verletStep } from "../integrators/velocity-verlet.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities } from "../motion/velocities.ts"
import { fastestVibration } from "./fastest-vibration.ts"

/** A step that keeps the energy, and why. */
export interface RecommendedStep {
  /** [fs] */
  readonly timestep: number
  /** Of the fastest vibration that was found [fs]; infinite where nothing holds the atoms. */
  readonly period: number
  /** `period`: a fixed part of it; `speed`: the fastest atoms would go too far in one step; `limit`: nothing asks for a shorter one. */
  readonly reason: "period" | "speed" | "limit"
}

/** Steps in a period of the fastest vibration of hot atoms. */
const PARTS = 100
/** Farthest that an atom of four times the usual speed may go in a step [Å]. */
const FARTHEST = 0.1
/** [fs] */
const LONGEST = 10
/** The motion in which hot vibrations are looked for: so many looks, so many steps apart, each a part of the period. */
const LOOKS = 4
const BETWEEN = 20
const TRIAL_PARTS = 40

/**
 * The step for a motion at a temperature: a hundredth of the fastest period, found at the start and while atoms move for two
 * such period, because hot atoms come to places where they are held harder; and so short that fast atoms do not pass through
 * others. Rounded down to two digits, and the same for the same structure, potential and temperature. It costs some hundred and thirty evaluations.
 *
 * @param temperature [K]
 */
export function recommendStep(structure: Structure, engine: ForceEngine, temperature: number): RecommendedStep {
  const motion = startMotion(structure, engine, 1)
  const random = seedRandom(1, 1)
  let fastest = fastestVibration(motion, engine, random)
  drawVelocities(motion, temperature)
  const lightest = motion.masses.reduce((least, mass) => Math.min(least, mass), Infinity)
  const bySpeed = FARTHEST / (4 * Math.sqrt((boltzmann * temperature) / lightest))
  const longest = Math.min(bySpeed, LONGEST)
  for (let look = 0; look < LOOKS; look++) {
    const step = Math.min(longest, (2 * Math.PI) / fastest / TRIAL_PARTS)
    for (let k = 0; k < BETWEEN; k++) verletStep(motion, engine, step)
    fastest = Math.max(fastest, fastestVibration(motion, engine, random))
  }
  const period = (2 * Math.PI) / fastest
  const timestep = roundedDown(Math.min(longest, period / PARTS))
  return { timestep, period, reason: period / PARTS <= longest ? "period" : bySpeed < LONGEST ? "speed" : "limit" }
}

/** To two digits. */
function roundedDown(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.floor(value / unit + 1e-9) * unit).toPrecision(2))
}
