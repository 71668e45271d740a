import { cellVolume, Failure, type Motion, symbolOf } from "@luthier/core"

/** Looks after a motion: whether it can be believed, and how it was shortly before it could not. */
export interface Sanity {
  /** @throws Failure once an atom goes farther in a step than any should. */
  demand(motion: Motion): void
  /** A motion as it was at most some steps ago. */
  before(): Motion
}

/** Farthest that an atom may go in a step [Å]: a fifth of a bond. */
const FARTHEST = 0.5
/** So many times larger or smaller than at the start, a cell has run away. */
const GROWTH = 10
/** Steps between two moments that are remembered. */
const BETWEEN = 10

/** @param timestep [fs] */
export function watchSanity(first: Motion, timestep: number): Sanity {
  const kept: Motion = {
    ...first,
    positions: first.positions.slice(),
    velocities: first.velocities.slice(),
    forces: first.forces.slice(),
    cell: first.cell && first.cell.slice(),
  }
  const volume = first.cell ? cellVolume(first.cell) : 0
  return {
    demand(motion) {
      const { velocities, steps } = motion
      for (let k = 0; k < velocities.length; k++) {
        if (Math.abs(velocities[k]) * timestep <= FARTHEST) continue
        throw new Failure(
          `at step ${steps} ${named(motion, k)} goes ${(Math.abs(velocities[k]) * timestep).toPrecision(2)} Å in one step`,
          {
            advice: `${timestep} fs are too long a step (without --timestep one is chosen), or the potential does not hold these atoms`,
          },
        )
      }
      if (motion.cell && volume > 0) {
        const growth = cellVolume(motion.cell) / volume
        if (growth > GROWTH || growth < 1 / GROWTH) {
          throw new Failure(`at step ${steps} the volume is ${growth.toPrecision(2)} times what it was: the cell runs away`, {
            advice: "the pressure pulls matter apart, or the potential does not hold it: change --pressure, or keep the cell",
          })
        }
      }
      if (steps % BETWEEN === 0) keep(motion, kept)
    },
    before: () => kept,
  }
}

/** What a frame shows. */
function keep(from: Motion, to: Motion): void {
  to.positions.set(from.positions)
  to.velocities.set(from.velocities)
  to.forces.set(from.forces)
  if (from.cell) to.cell?.set(from.cell)
  to.energy = from.energy
  to.steps = from.steps
}

/** @throws Failure for atoms that the forces on them would throw out of the first step, such as two that nearly lie on each other. */
export function demandCalm(motion: Motion, timestep: number): void {
  const { forces, masses } = motion
  for (let k = 0; k < forces.length; k++) {
    if ((Math.abs(forces[k]) / masses[Math.floor(k / 3)]) * timestep ** 2 <= FARTHEST) continue
    throw new Failure(`a force of ${Math.abs(forces[k]).toPrecision(3)} eV/Å is on ${named(motion, k)} before the first step`, {
      advice: "atoms lie too close: look at the structure and its cell, or relax it first (luthier relax)",
    })
  }
}

const named = ({ numbers }: Motion, k: number): string => `atom ${Math.floor(k / 3) + 1} (${symbolOf(numbers[Math.floor(k / 3)])})`
