import { buildGraph } from "../graph/build-graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import { kineticEnergy, temperatureOf, volumeOf } from "../dynamics/motion/kinetic.ts"
import type { Motion } from "../dynamics/motion/motion.ts"
import { freedomOf } from "../dynamics/motion/velocities.ts"
import { boltzmann } from "../units/constants.ts"
import type { Trial } from "./trial.ts"

/** How far below the lowest crystal of its density matter may come, in binding energies. */
const COLLAPSE = 0.25
/** Temperatures that matter may reach: this multiple of the one that it began with, and so much of the binding energy over 3 k_B/2. */
const RUNAWAY = 2.5
const RELEASED = 0.25
/** Volumes between which it stays. */
const [SMALLEST, LARGEST] = [0.3, 4]
/** An atom is lost when nothing is within this multiple of the cutoff. */
const ALONE = 1

/** A look at matter in motion. */
export interface Look {
  /** [K] */
  readonly temperature: number
  /** Shortest distance [Å]. */
  readonly shortest: number
  /** What is wrong, if anything is. */
  readonly trouble: string | null
}

/** Looks at matter in motion: whether it is still what it was meant to be. */
export function lookAt(motion: Motion, trial: Trial, cutoff: number, firstVolume: number): Look {
  const atoms = motion.numbers.length
  const temperature = temperatureOf(kineticEnergy(motion), freedomOf(motion, true))
  const { shortest, alone } = distancesIn(motion, cutoff)
  const volume = volumeOf(motion)
  const below = trial.lowest - motion.energy / atoms
  const hottest = RUNAWAY * trial.temperature + (RELEASED * trial.binding) / (1.5 * boltzmann)
  const trouble = !Number.isFinite(temperature + motion.energy)
    ? "energy or velocities are no numbers"
    : below > COLLAPSE * trial.binding
      ? `collapsed: ${below.toFixed(2)} eV/atom below the lowest crystal of its density`
      : temperature > hottest
        ? `${temperature.toFixed(0)} K, from ${trial.temperature.toFixed(0)} K`
        : shortest < trial.touching
          ? `two atoms ${shortest.toFixed(2)} Å from each other`
          : alone >= 0
            ? `atom ${alone + 1} is lost: nothing within ${(ALONE * cutoff).toFixed(2)} Å`
            : firstVolume > 0 && (volume < SMALLEST * firstVolume || volume > LARGEST * firstVolume)
              ? `a volume of ${(volume / firstVolume).toPrecision(2)} of the first`
              : null
  return { temperature, shortest, trouble }
}

/** The shortest distance, and an atom (counted from 0) without neighbours; −1 for none. */
function distancesIn(motion: Motion, cutoff: number): { readonly shortest: number; readonly alone: number } {
  const elements = [...new Set(motion.numbers)]
  const graph = buildGraph([motion], elements, ALONE * cutoff)
  let [shortest, alone] = [Infinity, -1]
  for (const distance of graph.distances) shortest = Math.min(shortest, distance)
  if (motion.numbers.length > 1) {
    for (let i = 0; i < motion.numbers.length; i++) if (graph.centres[i] === graph.centres[i + 1]) alone = i
  }
  releaseGraph(graph)
  return { shortest, alone }
}
