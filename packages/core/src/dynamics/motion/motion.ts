import { massOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { type RandomState, seedRandom } from "../../random/random.ts"
import { kineticUnit } from "../../units/constants.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"

/**
 * Atoms that move: the whole state of a simulation, from which it goes on bit for bit. Integrators change it in place. Positions are
 * never wrapped into the cell, so that displacements can be read from them.
 */
export interface Motion extends Structure {
  /** `[N]` [eV fs²/Å²]: amu times `kineticUnit`. */
  readonly masses: Float64Array
  /** `[3N]` [Å/fs] */
  readonly velocities: Float64Array
  /** Of the positions as they are, `[3N]` [eV/Å]. */
  readonly forces: Float64Array
  /** W = Σ r⊗f, Voigt xx yy zz yz xz xy [eV]. */
  readonly virial: Float64Array
  /** Potential energy [eV]. */
  energy: number
  /** Steps done. */
  steps: number
  random: RandomState
  /** What thermostat and barostat keep. */
  bath: Float64Array
  /** Energy that moves by chance have brought [eV]. */
  heat: number
}

/** Atoms at rest, with the forces on them. @throws Failure for a structure without atoms, or what the engine refuses. */
export function startMotion(structure: Structure, engine: ForceEngine, seed: number): Motion {
  const { numbers, positions, cell, pbc } = structure
  if (numbers.length === 0) throw new Failure("there is no atom to move")
  const motion: Motion = {
    numbers: numbers.slice(),
    positions: positions.slice(),
    cell: cell && cell.slice(),
    pbc,
    masses: Float64Array.from(numbers, (number) => massOf(number) * kineticUnit),
    velocities: new Float64Array(positions.length),
    forces: new Float64Array(positions.length),
    virial: new Float64Array(6),
    energy: 0,
    steps: 0,
    random: seedRandom(seed),
    bath: new Float64Array(0),
    heat: 0,
  }
  findForces(motion, engine)
  return motion
}

/** Brings energy, forces and virial up to the positions. */
export function findForces(motion: Motion, engine: ForceEngine): void {
  const { energy, forces, virial } = engine.evaluate(motion)
  motion.energy = energy
  motion.forces.set(forces)
  motion.virial.set(virial)
}
