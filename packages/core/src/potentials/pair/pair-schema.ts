import { z } from "zod"
import type { PotentialSpec } from "../potential.ts"
import { autoLengthSchema } from "../spec/length.ts"
import { pairFunctionOrGridSchema, switchSchema, type PairFunctionSpec, type PairGridSpec, type SwitchSpec } from "./function-schema.ts"

/** Spec of `kind: pair`. */
export interface PairSpec extends PotentialSpec {
  readonly kind: "pair"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** [Å]; `auto` is 2.4 × the nearest-neighbour distance of the data. */
  readonly cutoff: number | "auto"
  /** For functions that give none of their own; `{ polynomial: auto }` unless given. */
  readonly switch?: SwitchSpec | undefined
  /** By pair, `A-B` in either order; `*-*` stands for all pairs that are not named. */
  readonly pairs: Readonly<Record<string, PairFunctionSpec | PairGridSpec>>
}

/** See `PairSpec`. */
export const pairSchema: z.ZodType<PairSpec> = z
  .object({
    kind: z.literal("pair"),
    elements: z.union([z.array(z.string()).min(1), z.literal("auto")]).default("auto"),
    cutoff: autoLengthSchema.default("auto"),
    switch: switchSchema.optional(),
    pairs: z.record(z.string(), pairFunctionOrGridSchema),
  })
  .strict()
