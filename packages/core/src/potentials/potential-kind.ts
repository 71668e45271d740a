import type { z } from "zod"
import type { Potential, PotentialSpec } from "./potential.ts"
import type { DataStatistics } from "./resolve/data-statistics.ts"
import { parseSpec } from "./spec/parse-spec.ts"

/** How potentials of other kinds are made and resolved; for kinds that contain potentials. */
export interface PotentialMaker {
  create(spec: unknown): Potential
  resolve(spec: unknown, statistics: DataStatistics): PotentialSpec
}

/** A kind of potential: its description in a config, and how it comes to life. */
export interface PotentialKind {
  readonly kind: string
  readonly doc: string
  readonly schema: z.ZodType
  /** @throws SpecFailure with the path inside the spec. */
  create(spec: unknown, maker: PotentialMaker): Potential
  /** The spec with every `auto` and every default replaced by what the data say. @throws SpecFailure. */
  resolve(spec: unknown, statistics: DataStatistics, maker: PotentialMaker): PotentialSpec
}

/** Makes a kind from functions of its parsed spec. */
export function potentialKind<Spec extends PotentialSpec>(kind: {
  readonly kind: string
  readonly doc: string
  readonly schema: z.ZodType<Spec>
  create(spec: Spec, maker: PotentialMaker): Potential
  resolve(spec: Spec, statistics: DataStatistics, maker: PotentialMaker): PotentialSpec
}): PotentialKind {
  return Object.freeze({
    kind: kind.kind,
    doc: kind.doc,
    schema: kind.schema,
    create: (spec: unknown, maker: PotentialMaker) => kind.create(parseSpec(kind.schema, spec), maker),
    resolve: (spec: unknown, statistics: DataStatistics, maker: PotentialMaker) =>
      kind.resolve(parseSpec(kind.schema, spec), statistics, maker),
  })
}
