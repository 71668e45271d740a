import {
  objectiveSchema,
  potentialSchema,
  solverSchema,
  type KernelBuild,
  type ObjectiveConfig,
  type PotentialSpec,
  type SolverSettings,
  stabilitySchema,
  type StabilitySettings,
  type TargetEntry,
  targetsSchema,
} from "@luthier/core"
import { z } from "zod"

const files = z.union([z.string().min(1), z.array(z.string().min(1))]).transform((value) => (typeof value === "string" ? [value] : value))

const key = z.union([z.string(), z.array(z.string()).min(1), z.null()])

/** Which key of a file holds which label; `null` leaves a label out. */
interface LabelChoice {
  energy?: string | string[] | null
  forces?: string | string[] | null
  stress?: string | string[] | null
}

/** The `data` of a config. */
export interface DataConfig {
  train: string[]
  test: string[]
  keys: "auto" | LabelChoice
  groupKey: string
  groups: { only?: string[]; except: string[] }
}

/** Reads the `data` of a config. */
export const dataSchema: z.ZodType<DataConfig> = z.strictObject({
  train: files.refine((list) => list.length > 0, "at least one file").describe("files to fit to, relative to the config"),
  test: files.default([]).describe("files that are only predicted"),
  keys: z
    .union([z.literal("auto"), z.strictObject({ energy: key.exactOptional(), forces: key.exactOptional(), stress: key.exactOptional() })])
    .default("auto")
    .describe("names of the labels in the files; auto finds the usual ones and prints its choice"),
  groupKey: z.string().min(1).default("config_type").describe("the key that names the group of a frame"),
  groups: z
    .strictObject({
      only: z.array(z.string()).min(1).exactOptional().describe("groups that are used; all when left out"),
      except: z.array(z.string()).default([]).describe("groups that are left out"),
    })
    .prefault({})
    .describe("which groups of frames are used"),
})

/** A config of `luthier fit`, defaults filled in. */
export interface Config {
  data: DataConfig
  potential: PotentialSpec
  targets: readonly TargetEntry[]
  objective: ObjectiveConfig
  solver: SolverSettings
  seed: number
  threads?: number
  kernels: KernelBuild
  resources: { memory?: string }
  gates: { certificate: boolean; stability: boolean | StabilitySettings }
  export: { lammps: boolean }
  report: { tradeOff: readonly number[]; uncertainty: boolean }
}

const rest = {
  targets: targetsSchema.prefault([]),
  objective: objectiveSchema.prefault({}).describe("what is compared with the data, and how it is weighed"),
  solver: solverSchema.prefault({}).describe("how the minimum is found"),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe("of every random number"),
  threads: z
    .int()
    .min(1)
    .max(1024)
    .exactOptional()
    .describe("as many as the machine runs at once when left out; the result does not depend on it"),
  kernels: z
    .enum(["reproducible", "fast"])
    .default("reproducible")
    .describe("fast: fused multiply-add where the machine has it; the last bits then depend on the machine"),
  resources: z
    .strictObject({
      memory: z
        .string()
        .regex(/^\d+(\.\d+)? ?[MG]i?B$/u, "expected a size such as 8 GB or 512 MiB")
        .exactOptional()
        .describe(
          "what a linear fit may use, such as 8 GB; threads, then folds, are taken back to keep it. Half of the machine's when left out",
        ),
    })
    .prefault({})
    .describe("what of the machine is used"),
  gates: z
    .strictObject({
      certificate: z
        .boolean()
        .default(false)
        .describe("whether the certificate (luthier certify) must be passed; structures that fail are saved to be labelled"),
      stability: z
        .union([z.boolean(), stabilitySchema])
        .default(false)
        .describe("whether matter must bear to be set in motion, or how; the last structures of what fails are saved to be labelled"),
    })
    .prefault({})
    .describe("what a potential must pass before it is exported"),
  export: z
    .strictObject({ lammps: z.boolean().default(true).describe("files that LAMMPS runs, checked where an lmp is found") })
    .prefault({})
    .describe("files for other programs"),
  report: z
    .strictObject({
      tradeOff: z
        .array(z.number().positive().max(1e6))
        .max(20)
        .default([10, 3, 0.3])
        .describe("factors on σ of the targets: a fit for each shows what targets cost; one without targets is made in any case"),
      uncertainty: z
        .boolean()
        .default(true)
        .describe("error bars on the test set, and how well they hold; where there is one, the training data are read three times more"),
    })
    .prefault({})
    .describe("what the report shows beside the fit"),
}

/** Reads a config. The potential is read by its own kind, which knows better what is wrong with it. */
export const configSchema: z.ZodType<Config> = z.strictObject({
  data: dataSchema.describe("files of reference data"),
  potential: z.looseObject({ kind: z.string() }).describe("what is fitted"),
  ...rest,
})

/** The whole config with every kind of potential, for editors. */
export const editorSchema: z.ZodType = z.strictObject({ data: dataSchema, potential: potentialSchema, ...rest })
