import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import type { Integrator } from "../../../dynamics/integrators/integrator.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"

/** How far a long computation is; what it says between its parts, so that whoever runs it can look up. */
export interface Progress {
  /** Such as `melting`. */
  readonly stage: string
  readonly done: number
  readonly of: number
}

/** Steps between two looks up. */
const BREATH = 20

/** Moves atoms on by `steps`, and looks at them after each `every`. */
export function* advance(
  { motion, engine, integrator }: { readonly motion: Motion; readonly engine: ForceEngine; readonly integrator: Integrator },
  stage: string,
  steps: number,
  look?: { readonly every: number; readonly take: (step: number) => void },
): Generator<Progress, void> {
  for (let step = 1; step <= steps; step++) {
    integrator.step(motion, engine)
    if (look && step % look.every === 0) look.take(step)
    if (step % BREATH === 0) yield { stage, done: step, of: steps }
  }
}
