import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy, pressureTensor, volumeOf } from "../motion/kinetic.ts"
import { findForces, type Motion } from "../motion/motion.ts"
import { freedomOf } from "../motion/velocities.ts"
import { type BarostatOptions, demandBarostat } from "./barostat.ts"
import { type Chain, chainSize, noseHooverChain } from "./chain.ts"
import { demandAtoms, type Integrator } from "./integrator.ts"
import { scaleVelocities } from "./moves.ts"
import { cellOf, coupled, deform, exponentials, mix, plusScaled, strainFreedom } from "./strain.ts"

/** The strain rate, row-major 3×3 [1/fs], stands first in the bath. */
const RATE = 9

/**
 * Constant pressure and temperature without chance. With the strain rate g (symmetric) and f degrees of freedom:
 *
 *     ṙ = v + g r,  v̇ = F/m − (g + tr(g)/f) v,  ḣ = g h,  W ġ = V (P − p) + 2K/f,  W = (f + 3) k_B T τ_p²/3
 *
 * with one Nosé–Hoover chain on the atoms and one on the cell; split symmetrically, so reversible. It samples volumes with dV, and
 * cells of free shape with dh/V².
 *
 * G. J. Martyna, D. J. Tobias and M. L. Klein, doi:10.1063/1.467468; G. J. Martyna, M. E. Tuckerman, D. J. Tobias and M. L. Klein,
 * doi:10.1080/00268979600100761.
 */
export function martynaTobiasKlein(options: BarostatOptions): Integrator {
  const { timestep, temperature, damping, pressure, pressureDamping, coupling } = options
  const kT = demandBarostat(options)
  const half = timestep / 2
  const tensor = new Float64Array(6)

  const massOf = (motion: Motion): number => ((freedomOf(motion, true) + 3) * kT * pressureDamping ** 2) / 3
  const chains = (motion: Motion): { atoms: Chain; cell: Chain } => ({
    atoms: noseHooverChain(freedomOf(motion, true), temperature, damping, RATE),
    cell: noseHooverChain(strainFreedom[coupling], temperature, pressureDamping, RATE + chainSize),
  })
  const rateOf = ({ bath }: Motion): Float64Array => bath.subarray(0, RATE)

  const moveChains = (motion: Motion, atomsFirst: boolean): void => {
    const { atoms, cell } = chains(motion)
    const mass = massOf(motion)
    const moveAtoms = () => scaleVelocities(motion, atoms.move(motion.bath, 2 * kineticEnergy(motion), half))
    const moveCell = () => {
      const rate = rateOf(motion)
      const scale = cell.move(motion.bath, mass * squareOf(rate), half)
      for (let k = 0; k < RATE; k++) rate[k] *= scale
    }
    if (atomsFirst) moveAtoms()
    moveCell()
    if (!atomsFirst) moveAtoms()
  }

  const pushCell = (motion: Motion): void => {
    const share = (2 * kineticEnergy(motion)) / freedomOf(motion, true)
    const volume = volumeOf(motion)
    const excess = pressureTensor(motion, tensor).map((value, k) => volume * (k < 3 ? value - pressure : value) + (k < 3 ? share : 0))
    rateOf(motion).set(plusScaled(rateOf(motion), half / massOf(motion), coupled(excess, coupling)))
  }

  const pushAtoms = (motion: Motion): void => {
    const rate = rateOf(motion)
    const trace = (rate[0] + rate[4] + rate[8]) / freedomOf(motion, true)
    const drag = Float64Array.from(rate, (value, k) => -half * (value + (k % 4 === 0 ? trace : 0)))
    const { exp, phi } = exponentials(drag)
    const { velocities, forces, masses } = motion
    for (let i = 0, k = 0; i < masses.length; i++, k += 3) {
      const h = half / masses[i]
      const [x, y, z, fx, fy, fz] = [
        velocities[k],
        velocities[k + 1],
        velocities[k + 2],
        h * forces[k],
        h * forces[k + 1],
        h * forces[k + 2],
      ]
      velocities[k] = exp[0] * x + exp[1] * y + exp[2] * z + phi[0] * fx + phi[1] * fy + phi[2] * fz
      velocities[k + 1] = exp[3] * x + exp[4] * y + exp[5] * z + phi[3] * fx + phi[4] * fy + phi[5] * fz
      velocities[k + 2] = exp[6] * x + exp[7] * y + exp[8] * z + phi[6] * fx + phi[7] * fy + phi[8] * fz
    }
  }

  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init(motion: Motion): void {
      demandAtoms(motion)
      cellOf(motion)
      motion.bath = new Float64Array(RATE + 2 * chainSize)
    },
    step(motion: Motion, engine: ForceEngine): void {
      moveChains(motion, false)
      pushCell(motion)
      pushAtoms(motion)
      const { exp, phi } = exponentials(rateOf(motion).map((value) => timestep * value))
      mix(
        motion.positions,
        exp,
        motion.velocities,
        phi.map((value) => timestep * value),
      )
      deform(cellOf(motion), exp)
      findForces(motion, engine)
      pushAtoms(motion)
      pushCell(motion)
      moveChains(motion, true)
      motion.steps++
    },
    conserved(motion: Motion): number {
      const { atoms, cell } = chains(motion)
      const baths = atoms.energy(motion.bath) + cell.energy(motion.bath) + (massOf(motion) * squareOf(rateOf(motion))) / 2
      return kineticEnergy(motion) + motion.energy + pressure * volumeOf(motion) + baths
    },
  })
}

function squareOf(rate: Float64Array): number {
  return rate.reduce((sum, value) => sum + value * value, 0)
}
