import type { Configuration } from "../../atoms/structure.ts"
import { configurationGraph } from "../../graph/configuration-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { addSiteRows } from "../../potentials/site-rows.ts"

/** What tells how parameters feed the columns. */
export type SiteSetup = Pick<ShardSetup, "potential" | "columns" | "scales" | "width">

/** The atoms of one structure. */
export interface SiteRows {
  readonly configuration: Configuration
  /** Which of those visited it is. */
  readonly index: number
  /** ∂E_i/∂z of its atoms, row-major `[n × width]`. */
  readonly rows: Float64Array
}

const potentials = new WeakMap<SiteSetup, Potential>()

/** Visits structures with the rows of their atoms, of a potential that is linear; columns of references and offsets are zero. */
export function visitSites(setup: SiteSetup, configurations: readonly Configuration[], visit: (sites: SiteRows) => void): void {
  const potential = potentials.get(setup) ?? createPotential(setup.potential)
  potentials.set(setup, potential)
  const { columns, scales, width } = setup
  const own = potential.parameters.length
  configurations.forEach((configuration, index) => {
    const atoms = configuration.structure.numbers.length
    const graph = configurationGraph([configuration], potential.elements, potential.cutoff)
    const derivatives = new Float64Array(atoms * own)
    addSiteRows(potential, graph, derivatives, own, 0)
    releaseGraph(graph)
    const rows = new Float64Array(atoms * width)
    for (let i = 0; i < atoms; i++) {
      for (let k = 0; k < own; k++) if (columns[k] >= 0) rows[i * width + columns[k]] += scales[k] * derivatives[i * own + k]
    }
    visit({ configuration, index, rows })
  })
}
