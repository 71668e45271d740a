import { normals } from "../../random/random.ts"
import { gigapascal } from "../../units/constants.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy, pressureTensor, volumeOf } from "../motion/kinetic.ts"
import { findForces, type Motion } from "../motion/motion.ts"
import { type BarostatOptions, demandBarostat } from "./barostat.ts"
import { demandAtoms, demandPositive, type Integrator } from "./integrator.ts"
import { cellOf, coupled, deform, exponentials, strainFreedom } from "./strain.ts"
import { rescale } from "./velocity-rescaling.ts"
import { verletStep } from "./velocity-verlet.ts"

/** Of the barostat by chance. */
export interface CellRescalingOptions extends BarostatOptions {
  /** About how much the system yields, `−d ln V/dP` [Å³/eV]: with it `pressureDamping` is the time in which volumes are forgotten. */
  readonly compressibility: number
}

/** Steps between two moves of the cell. */
const STRIDE = 10

/**
 * Constant pressure and temperature by chance: velocities as `velocityRescaling` does, and every ten steps (Δ together) the cell, its
 * atoms and, inversely, their velocities are strained by `exp(e)`,
 *
 *     e = −β Δ/(3 τ_p) (p − P) + √(2 k_B T β Δ/(3 V τ_p)) R
 *
 * with R normal numbers (symmetric: shears of variance ½). It samples volumes with dV, and cells of free shape with dh/V².
 * The conserved quantity counts, for a move from x to y, `k_B T ln[w(x→y) ρ(x) / (w(y→x) ρ(y))]`, zero if moves were infinitely small.
 *
 * M. Bernetti and G. Bussi, doi:10.1063/5.0020514; V. Del Tatto, P. Raiteri, M. Bernetti and G. Bussi, doi:10.3390/app12031139.
 */
export function cellRescaling(options: CellRescalingOptions): Integrator {
  const { timestep, temperature, damping, pressure, pressureDamping, coupling, compressibility } = options
  const kT = demandBarostat(options)
  demandPositive("compressibility", compressibility * gigapascal, "1/GPa")
  // β Δ/(3 τ_p)
  const mobility = (compressibility * STRIDE * timestep) / (3 * pressureDamping)
  const freedom = strainFreedom[coupling]
  const tensor = new Float64Array(6)
  const random = new Float64Array(6)

  const enthalpy = (motion: Motion): number => kineticEnergy(motion) + motion.energy + pressure * volumeOf(motion)
  const mean = (motion: Motion): Float64Array =>
    coupled(
      pressureTensor(motion, tensor).map((value, k) => mobility * (k < 3 ? value - pressure : value)),
      coupling,
    )
  const variance = (motion: Motion): number => (2 * kT * mobility) / volumeOf(motion)
  /** k_B T ln w of a move by `strain`, but for a constant. */
  const weight = (motion: Motion, strain: Float64Array, sign: number): number => {
    const away = mean(motion).reduce((sum, value, k) => sum + (sign * strain[k] - value) ** 2, 0)
    return -kT * ((freedom / 2) * Math.log(variance(motion)) + away / (2 * variance(motion)))
  }

  const moveCell = (motion: Motion, engine: ForceEngine): void => {
    motion.random = normals(motion.random, random)
    const before = enthalpy(motion)
    const volume = volumeOf(motion)
    const noise = strainNoise(random, coupling)
    const spread = Math.sqrt(variance(motion))
    const strain = mean(motion).map((value, k) => value + spread * noise[k])
    const forth = weight(motion, strain, 1)
    deform(motion.positions, exponentials(strain).exp)
    deform(cellOf(motion), exponentials(strain).exp)
    deform(motion.velocities, exponentials(strain.map((value) => -value)).exp)
    findForces(motion, engine)
    const back = weight(motion, strain, -1)
    const gained = enthalpy(motion) - before - kT * Math.log(volumeOf(motion) / volume)
    // What is left of the gain is what this move would be refused for, were it a trial.
    motion.heat += enthalpy(motion) - before - (gained + forth - back)
  }

  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init(motion: Motion): void {
      demandAtoms(motion)
      cellOf(motion)
    },
    step(motion: Motion, engine: ForceEngine): void {
      verletStep(motion, engine, timestep)
      rescale(motion, timestep, temperature, damping)
      motion.steps++
      if (motion.steps % STRIDE === 0) moveCell(motion, engine)
    },
    conserved: (motion: Motion) => enthalpy(motion) - motion.heat,
  })
}

/** Normal numbers as a symmetric matrix whose part along each free strain has variance 1. */
function strainNoise(random: Float64Array, coupling: CellRescalingOptions["coupling"]): Float64Array {
  const shears = random.map((value, k) => (k < 3 ? value : value / Math.SQRT2))
  // Along 1/√3, the only free strain, the mean of three independent numbers has a third of their variance.
  return coupling === "isotropic"
    ? coupled(Float64Array.of(shears[0], shears[0], shears[0], 0, 0, 0), coupling).map((value) => value / Math.sqrt(3))
    : coupled(shears, coupling)
}
