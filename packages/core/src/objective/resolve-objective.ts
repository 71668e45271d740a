import type { ObjectiveSettings } from "./objective.ts"
import { estimatedSigma, type ObjectiveConfig } from "./schema.ts"
import type { SigmaSettings } from "./sigma.ts"

/** The settings of an objective from its config. */
export function resolveObjective(config: ObjectiveConfig): ObjectiveSettings {
  const {
    energy,
    forces,
    stress,
    noise,
    rounding,
    constraints,
    penalties,
    targets,
    normalisation,
    references,
    offset,
    stressOffset,
    priors,
    smoothness,
    ridge,
    regularisation,
  } = config
  return {
    use: { energy, forces, stress },
    sigma: resolveSigma(config.sigma),
    normalisation,
    rounding,
    constraints,
    penalties,
    holdTargets: targets === "hold",
    ...(noise !== "gaussian" && { noise: noise === "student-t" ? "estimate" : noise.degrees }),
    baseline: {
      references,
      offset,
      stressOffset: typeof stressOffset === "string" ? { treatment: stressOffset, form: "hydrostatic", per: "group" } : stressOffset,
    },
    priors,
    smoothness,
    ridge,
    regularisation,
  }
}

function resolveSigma(config: ObjectiveConfig["sigma"]): SigmaSettings {
  const { by, energy, forces, stress, groups, start, floor } = config === "estimate" ? estimatedSigma : config
  return { by, properties: { energy, forces, stress }, groups, start, floor }
}
