import { inverse, timesMatrix } from "../../../atoms/cell.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import type { ThermostatOptions } from "../../../dynamics/integrators/langevin.ts"
import { velocityRescaling } from "../../../dynamics/integrators/velocity-rescaling.ts"
import { findForces, type Motion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { advance, type Progress } from "../liquid/advance.ts"
import { crystallinity } from "./crystallinity.ts"
import { frozenEngine } from "./frozen.ts"
import type { WarmCrystal } from "./warm-crystal.ts"

/** The bath that melts, relative to that in which the crystal was prepared; hotter where that does not do, up to a limit. */
const HOT = 3
const HOTTER = 1.5
const HOTTEST = 20
/** Order of a melt beside that of the crystal, at most: it counts atoms at both interfaces. */
const MOLTEN = 0.5
/** Share of the crystal that is held meanwhile: more than half, as some of it melts at the melt. */
const HELD = 0.55

/**
 * Melts the upper part of a crystal by a hot bath while the rest is held. Velocities and forces are left as they were there.
 *
 * @param bath at the temperature of the crystal
 * @param steps in a bath of one temperature
 * @returns mean crystallinity of the melt
 * @throws Failure where it does not melt, however hot
 */
export function* meltPart(
  motion: Motion,
  engine: ForceEngine,
  { bond, order }: WarmCrystal,
  bath: ThermostatOptions,
  steps: number,
): Generator<Progress, number> {
  const melts = upperPart(motion)
  const held = frozenEngine(engine, (i) => !melts[i])
  const share = melts.reduce((sum, moves) => sum + Number(moves), 0) / melts.length
  for (let factor = HOT; factor < HOTTEST; factor *= HOTTER) {
    const temperature = factor * bath.temperature
    drawVelocities(motion, temperature)
    melts.forEach((moves, i) => {
      if (!moves) motion.velocities.fill(0, 3 * i, 3 * i + 3)
    })
    findForces(motion, held)
    // The bath counts all atoms, of which only a share moves.
    const integrator = velocityRescaling({ ...bath, temperature: share * temperature })
    integrator.init(motion)
    yield* advance({ motion, engine: held, integrator }, `melting part of the crystal at ${temperature.toFixed(0)} K`, steps)
    const ordered = crystallinity(motion, bond).filter((_, i) => melts[i])
    const melt = ordered.reduce((sum, value) => sum + value, 0) / ordered.length
    if (melt < MOLTEN * order) return melt
  }
  throw new Failure(`part of the crystal was at ${(HOTTEST * bath.temperature).toFixed(0)} K and did not melt`, {
    advice: "give each part of the preparation more steps",
  })
}

/** Which atoms lie in the upper part of the third vector of the cell. */
function upperPart({ positions, cell, numbers }: Motion): readonly boolean[] {
  const fractions = timesMatrix(positions, inverse(cell ?? []))
  return Array.from(numbers, (_, i) => {
    const place = fractions[3 * i + 2] + 1e-3
    return place - Math.floor(place) >= HELD
  })
}
