import { z } from "zod"
import { pairFunctionSchema, switchSchema, type PairFunctionSpec, type SwitchSpec } from "../pair/function-schema.ts"
import type { PotentialSpec } from "../potential.ts"
import { autoLengthSchema } from "../spec/length.ts"
import { variableFunctionSchema, type VariableFunctionSpec } from "./variable-function.ts"

/** Functions by pair, triplet or element; `*` stands for any. */
export type FunctionSpecs<Spec> = Readonly<Record<string, Spec>>

/** Σ_i Σ_{j<k} g(cos θ_jik) f(r_ij) f(r_ik). */
export interface AngularSpec {
  readonly radial: FunctionSpecs<PairFunctionSpec>
  readonly angle: FunctionSpecs<VariableFunctionSpec>
}

/** Σ_i F(n_i), n_i = Σ_j ρ(r_ij) + Σ_{j<k} g(cos θ_jik) f(r_ij) f(r_ik). */
export interface EmbeddedSpec {
  readonly radial?: AngularSpec["radial"] | undefined
  readonly angle?: AngularSpec["angle"] | undefined
  readonly density?: FunctionSpecs<PairFunctionSpec> | undefined
  readonly energy: FunctionSpecs<VariableFunctionSpec>
}

/** ½ Σ_i Σ_j b(ζ_ij) B(r_ij), ζ_ij = Σ_{k≠j} f(r_ik) g(cos θ_jik) h(r_ij − r_ik). */
export interface BondOrderSpec extends AngularSpec {
  readonly attraction: FunctionSpecs<PairFunctionSpec>
  readonly order: FunctionSpecs<VariableFunctionSpec>
  readonly difference?: FunctionSpecs<VariableFunctionSpec> | undefined
}

/** Spec of `kind: cluster`: at least one of its four terms. */
export interface ClusterSpec extends PotentialSpec {
  readonly kind: "cluster"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** [Å]; of functions of the distance that give none of their own. */
  readonly cutoff: number | "auto"
  readonly switch?: SwitchSpec | undefined
  /** ½ Σ_i Σ_j φ(r_ij). */
  readonly pairs?: FunctionSpecs<PairFunctionSpec> | undefined
  readonly angular?: AngularSpec | undefined
  readonly embedded?: EmbeddedSpec | undefined
  readonly bondOrder?: BondOrderSpec | undefined
}

const distances = (doc: string) => z.record(z.string(), pairFunctionSchema).describe(doc)
const variables = (doc: string) => z.record(z.string(), variableFunctionSchema).describe(doc)
const radial = distances("f(r), by pair A-B, centre first")
const angle = variables("g(c) of the cosine c, by triplet A-B-C, centre first")

/** See `ClusterSpec`. */
export const clusterSchema: z.ZodType<ClusterSpec> = z
  .object({
    kind: z.literal("cluster").describe("pairs, angles, embedded atoms and bond orders of your own functions"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of the data"),
    cutoff: autoLengthSchema.default("auto").describe("of functions of the distance that give none of their own [Å]"),
    switch: switchSchema.optional().describe("how functions of the distance end that do not say it themselves"),
    pairs: distances("pair energy φ(r) [eV], by pair A-B").optional(),
    angular: z.object({ radial, angle }).strict().optional().describe("energies Σ_i Σ_{j<k} g(cos θ_jik) f(r_ij) f(r_ik)"),
    embedded: z
      .object({
        density: distances("ρ(r), by pair A-B, centre first").optional(),
        radial: radial.optional(),
        angle: angle.optional(),
        energy: variables("F(n) [eV], by element"),
      })
      .strict()
      .optional()
      .describe("energies Σ_i F(n_i) with n_i = Σ_j ρ(r_ij) + Σ_{j<k} g(cos θ_jik) f(r_ij) f(r_ik)"),
    bondOrder: z
      .object({
        attraction: distances("B(r) [eV], by pair A-B"),
        order: variables("b(z) of the sum z = ζ_ij, by pair A-B"),
        radial: distances("f(r), by pair A-C of the centre and the third atom"),
        angle: variables("g(c) of the cosine c, by triplet A-B-C: centre, bond, third atom"),
        difference: variables("h(x) of the difference x = r_ij − r_ik [Å], by pair A-B; 1 unless given").optional(),
      })
      .strict()
      .optional()
      .describe("energies ½ Σ_i Σ_j b(ζ_ij) B(r_ij) with ζ_ij = Σ_{k≠j} f(r_ik) g(cos θ_jik) h(r_ij − r_ik)"),
  })
  .strict()
