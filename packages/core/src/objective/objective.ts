import { freeAtomPrior } from "./baseline/free-atom-prior.ts"
import type { ConfigurationList } from "../atoms/configuration-list.ts"
import type { Potential } from "../potentials/potential.ts"
import type { Target } from "../properties/targets/targets.ts"
import { hasRegularisers, type WithRegularisers } from "../potentials/regulariser.ts"
import { dataStatistics } from "../potentials/resolve/data-statistics.ts"
import type { BaselineSettings } from "./baseline/settings.ts"
import { type ConstraintSetting, type ParameterConstraint, resolveConstraints } from "./constraints.ts"
import { cutIntoChunks } from "./chunks.ts"
import type { DataClass, PropertyChoice } from "./data-class.ts"
import { type DataDescription, describeData } from "./data-description.ts"
import { createParameterSpace, type ParameterSpace } from "./parameter-space.ts"
import { linearBeside } from "./penalties/design.ts"
import { createPenalties } from "./penalties/create-penalties.ts"
import type { Penalty } from "./penalties/penalty.ts"
import type { PenaltySettings } from "./penalties/schema.ts"
import { createTargetSet, type TargetSet } from "./targets/target-set.ts"
import { createPriorRows, type PriorRow, type PriorSettings } from "./prior.ts"
import { type WeighedRegulariser, weighRegularisers } from "./regularisation.ts"
import type { ObjectiveSetup } from "./setup.ts"
import { poolClasses, type SigmaPool, type SigmaSettings } from "./sigma.ts"
import { createSmoothnessRows, type Smoothness } from "./smoothness.ts"
import type { Normalisation } from "./weights.ts"

/** Whether rounding of the data counts as noise of known size. */
export type RoundingChoice = "auto" | "count" | "ignore"

/** What is compared, how it is weighed, and what is added beside the potential. */
export interface ObjectiveSettings extends PriorSettings {
  readonly smoothness: Smoothness
  readonly use: PropertyChoice
  readonly sigma: SigmaSettings
  readonly normalisation: Normalisation
  readonly baseline: BaselineSettings
  /** ν of noise that follows Student's t distribution; normal noise when left out. */
  readonly noise?: number | "estimate"
  /** Whether what the printed digits of positions and labels leave open counts as noise beside σ; `auto`: where it makes the residuals. Default `ignore`. */
  readonly rounding?: RoundingChoice
  /** Conditions that linear fits meet. */
  readonly constraints?: readonly ConstraintSetting[]
  /** What the functions of the potential must keep to. */
  readonly penalties?: PenaltySettings
  /** Properties of crystals that the potential shall have. */
  readonly targets?: readonly Target[]
  /** Whether their weights are raised until each is met within its σ, as they are unless told otherwise. */
  readonly holdTargets?: boolean
  /** By name of a regulariser of the potential: its strength α, or `estimate`, which is what those not named are. */
  readonly regularisation?: Readonly<Record<string, number | "estimate">>
}

/** A fit before it has a solver: data, parameters and weights, as plain data. */
export interface Objective {
  readonly setup: ObjectiveSetup
  /** Parameters of the potential, then those of the baseline. */
  readonly space: ParameterSpace
  readonly potentialParameters: number
  readonly classes: readonly DataClass[]
  readonly pools: readonly SigmaPool[]
  readonly normalisation: Normalisation
  /** As in the settings. */
  readonly noise?: number | "estimate"
  /** As in the settings; `ignore` where noise is not normal, or is not weighed as a likelihood. */
  readonly rounding: RoundingChoice
  readonly constraints: readonly ParameterConstraint[]
  readonly priors: readonly PriorRow[]
  /** Residuals beside those of the data that bend: of what a potential must not be, and of targets. */
  readonly penalties: readonly Penalty[]
  /** Those of `penalties` that are properties of crystals. */
  readonly targets: TargetSet
  /** Components of x in which all residuals are jointly affine: `space.linear` less those that bend penalties. */
  readonly linear: readonly boolean[]
  /** Penalties that the potential declares, with their strength where it is given. */
  readonly regularisers: readonly WeighedRegulariser[]
  readonly description: DataDescription
  /** What a reader of the result must know: parameters that no data of this kind can determine. */
  readonly notices: readonly string[]
}

/** What does not change the result of a fit. */
export interface ObjectiveResources {
  /** Neighbour graphs that each thread keeps [bytes]. */
  readonly graphBytes?: number
}

const GRAPH_BYTES = 1 << 30

/** Atoms of a chunk at least; more where there are many columns, so that a chunk has several times more rows than its triangle. */
const CHUNK_ATOMS = 600

/**
 * Makes the objective of fitting `potential` to `configurations`.
 * @throws Failure for data without labels, or with elements that the potential does not know; SpecFailure for settings that do not fit the data.
 */
export function createObjective(
  potential: Potential,
  configurations: ConfigurationList,
  settings: ObjectiveSettings,
  resources: ObjectiveResources = {},
): Objective {
  return objectiveOf(potential, configurations, describeData(potential, configurations, settings), settings, resources)
}

/**
 * Makes the objective of configurations that are described already, as those that went into saved statistics are, or that are not at
 * hand any more; `configurations` are those of them that are.
 * @throws SpecFailure for settings that do not fit the data.
 */
export function objectiveOf(
  potential: Potential,
  configurations: ConfigurationList,
  description: DataDescription,
  settings: ObjectiveSettings,
  resources: ObjectiveResources = {},
): Objective {
  const { use } = settings
  // Splines with regularisers of their own need no anchor.
  const smoothness = hasRegularisers(potential) ? { ...settings.smoothness, anchor: 0 } : settings.smoothness
  const { classes, baseline, profiled, notices } = description
  const layout = [...potential.parameters, ...baseline.parameters]
  const space = createParameterSpace(layout, profiled)
  const width = space.profiled.length + space.free.length
  const setup: ObjectiveSetup = {
    potential: potential.spec,
    configurations,
    chunks: cutIntoChunks(configurations, Math.max(CHUNK_ATOMS, 2 * width)),
    baseline,
    graphBytes: resources.graphBytes ?? GRAPH_BYTES,
    use,
    byAtoms: settings.normalisation === "atoms",
    columns: space.columns,
    profiled: space.profiled.length,
    width,
  }
  const targets = createTargetSet(potential, settings.targets ?? [], settings.holdTargets)
  const penalties = [
    ...createPenalties(potential, settings.penalties ?? {}, () => dataStatistics(configurations).minimumDistance),
    ...(targets.targets.length > 0 ? [targets.penalty] : []),
  ]
  return {
    setup,
    space,
    linear: linearBeside(penalties, space),
    potentialParameters: potential.parameters.length,
    classes,
    pools: poolClasses(classes, settings.sigma),
    normalisation: settings.normalisation,
    ...(settings.noise !== undefined && { noise: settings.noise }),
    rounding: settings.noise !== undefined || settings.normalisation !== "likelihood" ? "ignore" : (settings.rounding ?? "ignore"),
    constraints: resolveConstraints(settings.constraints ?? [], layout),
    priors: [
      ...createPriorRows(space, settings, potential.parameters.length),
      ...createSmoothnessRows(potential, smoothness),
      ...(hasRegularisers(potential) && !knowsEnergies(potential)
        ? freeAtomPrior(description, space, potential.parameters.length, settings.priors)
        : []),
    ],
    penalties,
    targets,
    regularisers: weighRegularisers(potential, settings.regularisation ?? {}),
    description,
    notices,
  }
}

/** Whether a potential declares energies of its own that say how far free atoms lie above crystals. */
function knowsEnergies({ regularisers }: WithRegularisers): boolean {
  return regularisers.some(({ rows }) => rows.some(({ value }) => value !== undefined))
}
