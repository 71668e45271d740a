import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"

/** An engine that lets no force act on some atoms: at rest, they stay where they are. */
export function frozenEngine(engine: ForceEngine, isFrozen: (atom: number) => boolean): ForceEngine {
  return Object.freeze({
    ...engine,
    evaluate(structure: Structure) {
      const found = engine.evaluate(structure)
      for (let i = 0; i < structure.numbers.length; i++) if (isFrozen(i)) found.forces.fill(0, 3 * i, 3 * i + 3)
      return found
    },
  })
}
