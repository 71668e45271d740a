import { parseSpec } from "../spec/parse-spec.ts"
import type { SnapArithmetic } from "./arithmetic/arithmetic.ts"
import { snapPotential, type SnapPotential } from "./snap-potential.ts"
import { snapSettings } from "./spec/resolve-settings.ts"
import { snapParameters } from "./spec/snap-parameters.ts"
import { snapSchema } from "./spec/snap-schema.ts"

/**
 * Makes the potential of a resolved spec of `kind: snap`.
 *
 * @param arithmetic the compiled one unless given
 * @throws SpecFailure.
 */
export function createSnap(spec: unknown, arithmetic?: SnapArithmetic): SnapPotential {
  const parsed = parseSpec(snapSchema, spec)
  const settings = snapSettings(parsed)
  return snapPotential(parsed, settings, snapParameters(settings, parsed), arithmetic)
}
