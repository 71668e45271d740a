import { z } from "zod"
import type { PotentialKind } from "../potential-kind.ts"
import { parseSpec } from "../spec/parse-spec.ts"
import { within } from "../spec/within.ts"
import { sumPotential } from "./sum-potential.ts"

/** Only the shape of the sum itself: each term is read by its own kind, whose complaints are more to the point than those of a union. */
const outline = z.object({ kind: z.literal("sum"), terms: z.array(z.unknown()).min(1) }).strict()

/** `kind: sum`, with the schema of any potential for its terms. */
export function sumKind(term: z.ZodType): PotentialKind {
  return Object.freeze({
    kind: "sum",
    doc: "the sum of other potentials",
    schema: z.object({ kind: z.literal("sum"), terms: z.array(term).min(1) }).strict(),
    create(spec, maker) {
      const { kind, terms } = parseSpec(outline, spec)
      const potentials = terms.map((one, k) => within(["terms", k], () => maker.create(one)))
      return sumPotential({ kind, terms: potentials.map((potential) => potential.spec) }, potentials)
    },
    resolve(spec, statistics, maker) {
      const { kind, terms } = parseSpec(outline, spec)
      return { kind, terms: terms.map((one, k) => within(["terms", k], () => maker.resolve(one, statistics))) }
    },
  } satisfies PotentialKind)
}
