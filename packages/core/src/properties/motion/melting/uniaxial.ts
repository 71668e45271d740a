import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { demandPositive, type Integrator } from "../../../dynamics/integrators/integrator.ts"
import { rescale } from "../../../dynamics/integrators/velocity-rescaling.ts"
import { kineticEnergy, pressureTensor, volumeOf } from "../../../dynamics/motion/kinetic.ts"
import { findForces, type Motion } from "../../../dynamics/motion/motion.ts"
import { freedomOf } from "../../../dynamics/motion/velocities.ts"
import { boltzmann } from "../../../units/constants.ts"

/** How a cell that changes along z alone is moved. */
export interface UniaxialOptions {
  /** [fs] */
  readonly timestep: number
  /** [eV/Å³], positive when it compresses. */
  readonly pressure: number
  /** Time in which the cell answers [fs], at `temperature`. */
  readonly pressureDamping: number
  /** [K] */
  readonly temperature: number
  /** Time in which a bath at `temperature` forgets [fs]; `null` for none. */
  readonly damping: number | null
}

/**
 * Constant pressure along z, the other directions held, so that a crystal beside its melt stays as wide as it is. With g the rate of strain
 * along z and f degrees of freedom,
 *
 *     ż = v_z + g z,  v̇ = F/m − (g/f) v − g v_z ẑ,  W ġ = V (P_zz − p) + 2K/f,  W = (f + 1) k_B T τ_p²,
 *
 * which conserves the enthalpy K + U + p V + ½ W g² unless velocities are scaled as by a bath. The one-dimensional form of
 * G. J. Martyna, D. J. Tobias and M. L. Klein, doi:10.1063/1.467468.
 */
export function uniaxial({ timestep, pressure, pressureDamping, temperature, damping }: UniaxialOptions): Integrator {
  demandPositive("step", timestep, "fs")
  demandPositive("pressure damping", pressureDamping, "fs")
  demandPositive("temperature", temperature, "K")
  const half = timestep / 2
  const tensor = new Float64Array(6)
  const massOf = (motion: Motion): number => (freedomOf(motion, true) + 1) * boltzmann * temperature * pressureDamping ** 2

  const pushCell = (motion: Motion): void => {
    const share = (2 * kineticEnergy(motion)) / freedomOf(motion, true)
    motion.bath[0] += (half / massOf(motion)) * (volumeOf(motion) * (pressureTensor(motion, tensor)[2] - pressure) + share)
  }

  const pushAtoms = (motion: Motion): void => {
    const { velocities, forces, masses, bath } = motion
    const across = -half * (bath[0] / freedomOf(motion, true))
    const along = across - half * bath[0]
    const [keep, keepAlong] = [Math.exp(across), Math.exp(along)]
    const [gain, gainAlong] = [half * phi(across), half * phi(along)]
    for (let i = 0, k = 0; i < masses.length; i++, k += 3) {
      velocities[k] = keep * velocities[k] + (gain * forces[k]) / masses[i]
      velocities[k + 1] = keep * velocities[k + 1] + (gain * forces[k + 1]) / masses[i]
      velocities[k + 2] = keepAlong * velocities[k + 2] + (gainAlong * forces[k + 2]) / masses[i]
    }
  }

  const move = ({ positions, velocities, cell, bath }: Motion): void => {
    const strain = timestep * bath[0]
    const [stretch, drift] = [Math.exp(strain), timestep * phi(strain)]
    for (let k = 0; k < positions.length; k += 3) {
      positions[k] += timestep * velocities[k]
      positions[k + 1] += timestep * velocities[k + 1]
      positions[k + 2] = stretch * positions[k + 2] + drift * velocities[k + 2]
    }
    if (cell) for (let k = 2; k < 9; k += 3) cell[k] *= stretch
  }

  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init(motion: Motion): void {
      motion.bath = new Float64Array(1)
    },
    step(motion: Motion, engine: ForceEngine): void {
      pushCell(motion)
      pushAtoms(motion)
      move(motion)
      findForces(motion, engine)
      pushAtoms(motion)
      pushCell(motion)
      if (damping !== null) rescale(motion, timestep, temperature, damping)
      motion.steps++
    },
    conserved: (motion: Motion) =>
      kineticEnergy(motion) + motion.energy + pressure * volumeOf(motion) + (massOf(motion) * motion.bath[0] ** 2) / 2 - motion.heat,
  })
}

/** (eˣ − 1)/x */
function phi(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 + x / 2 : Math.expm1(x) / x
}
