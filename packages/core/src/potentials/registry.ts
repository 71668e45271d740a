import { z } from "zod"
import { SpecFailure } from "../failure/failure.ts"
import { ace } from "./ace/ace.ts"
import { yace } from "./ace/yace/yace-kind.ts"
import { adp } from "./adp/adp-kind.ts"
import { adpFile } from "./adp/file/adp-file-kind.ts"
import { cluster } from "./cluster/cluster.ts"
import { eam } from "./eam/eam-kind.ts"
import { coulomb } from "./coulomb/coulomb.ts"
import { chargeEquilibration } from "./coulomb/equilibration/charge-equilibration.ts"
import { edip } from "./edip/edip.ts"
import { setfl } from "./eam/setfl/setfl-kind.ts"
import { meam } from "./meam/meam.ts"
import { pair } from "./pair/pair.ts"
import type { Potential, PotentialSpec } from "./potential.ts"
import type { PotentialKind, PotentialMaker } from "./potential-kind.ts"
import type { DataStatistics } from "./resolve/data-statistics.ts"
import { snap } from "./snap/snap.ts"
import { suggest } from "./spec/nearest-name.ts"
import { resolveTies } from "./spec/resolve-ties.ts"
import { stillingerWeber } from "./stillinger-weber/stillinger-weber.ts"
import { sumKind } from "./sum/sum.ts"
import { table } from "./table/table.ts"
import { tersoff } from "./tersoff/tersoff.ts"
import { uf3 } from "./uf3/uf3.ts"
import { zbl } from "./zbl/zbl.ts"

const kinds: readonly PotentialKind[] = Object.freeze([
  pair,
  eam,
  cluster,
  edip,
  adp,
  adpFile,
  coulomb,
  chargeEquilibration,
  ace,
  meam,
  setfl,
  snap,
  stillingerWeber,
  table,
  tersoff,
  uf3,
  yace,
  zbl,
  sumKind(z.lazy(() => potentialSchema)),
])

/** The kinds of potentials that a spec may name. */
export const potentialKinds: readonly PotentialKind[] = kinds

/** The schema of any potential, by its `kind`; for editors and documentation (`z.toJSONSchema`). */
export const potentialSchema: z.ZodType = z.union(kinds.map((one) => one.schema)).meta({ id: "potential" })

const maker: PotentialMaker = Object.freeze({
  create: (spec: unknown) => kindOf(spec).create(spec, maker),
  resolve: (spec: unknown, statistics: DataStatistics) => kindOf(spec).resolve(spec, statistics, maker),
})

/**
 * Makes the potential that a spec describes; `createPotential(potential.spec)` makes the same one again.
 *
 * @throws SpecFailure with the path of what is wrong, and advice.
 */
export function createPotential(spec: unknown): Potential {
  const potential = maker.create(spec)
  const parameters = resolveTies(potential.parameters, potential.spec)
  return parameters === potential.parameters ? potential : Object.freeze({ ...potential, parameters })
}

/**
 * The spec with every `auto` and every default replaced by what the data say, so that the same config serves another element.
 *
 * @throws SpecFailure with the path of what is wrong, or of what no data can tell.
 */
export function resolveSpec(spec: unknown, statistics: DataStatistics): PotentialSpec {
  return maker.resolve(spec, statistics)
}

function kindOf(spec: unknown): PotentialKind {
  const names = kinds.map((one) => one.kind)
  if (typeof spec !== "object" || spec === null || !("kind" in spec)) {
    throw new SpecFailure("a potential needs a `kind`", { advice: `known are ${names.join(", ")}` })
  }
  const { kind } = spec
  const found = kinds.find((one) => one.kind === kind)
  if (found) return found
  throw new SpecFailure(`no kind of potential is called "${String(kind)}"`, { path: ["kind"], advice: suggest(String(kind), names) })
}
