import type { Structure } from "../../atoms/structure.ts"
import type { Potential } from "../../potentials/potential.ts"
import { ConformanceError } from "../conformance-error.ts"
import { magnitude } from "./differences.ts"
import { predict, type Prediction } from "./prediction.ts"

/** Half the gap across which a jump is looked for [Å]. */
const GAP = 1e-7

/**
 * Two atoms drawn apart through `radius`: their energy (`order` 0), and their force (`order` 1), have no jump there.
 *
 * @throws ConformanceError with the jump and the elements.
 */
export function checkSmoothness(potential: Potential, theta: Float64Array, radius: number, order: 0 | 1): void {
  const { elements } = potential
  elements.forEach((a, k) =>
    elements.slice(k).forEach((b) => {
      const at = (distance: number): Prediction => predict(potential, [dimer(a, b, distance)], theta)[0]
      const curve = [0.5, 0.6, 0.7, 0.8, 0.9].map((part) => at(part * radius))
      const [before, after] = [at(radius - GAP), at(radius + GAP)]
      const pair = `elements ${a} and ${b} at ${radius} Å`
      const energyScale = magnitude(
        curve.map(({ energy }) => energy),
        1e-6,
      )
      demandNoJump("the energy is continuous", after.energy - before.energy, energyScale, `the energy of ${pair}`)
      if (order === 0) return
      const forceScale = magnitude(
        curve.map(({ forces }) => forces[0]),
        1e-6,
      )
      demandNoJump("the force is continuous", after.forces[0] - before.forces[0], forceScale, `the force between ${pair}`)
    }),
  )
}

function demandNoJump(check: string, jump: number, scale: number, what: string): void {
  // A slope of 10 scales per Å moves by this much across the gap.
  if (Math.abs(jump) <= 20 * GAP * scale) return
  throw new ConformanceError(check, `${what} jumps by ${jump}`)
}

function dimer(a: number, b: number, distance: number): Structure {
  return { numbers: Int32Array.of(a, b), positions: Float64Array.of(0, 0, 0, distance, 0, 0), cell: null, pbc: [false, false, false] }
}
