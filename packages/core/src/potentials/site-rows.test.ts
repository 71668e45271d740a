import { describe, expect, it } from "vitest"
import { buildGraph } from "../graph/build-graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import { randomNumbers, randomStructure } from "../testing/potential/random-structure.ts"
import { parameterValues } from "./parameters.ts"
import { createPotential, resolveSpec } from "./registry.ts"
import { addSiteRows, hasSiteRows, isLinear } from "./site-rows.ts"

const pairs = { neighbour: { "Ti-Ti": 2.9, "Ti-Al": 2.8, "Al-Al": 2.75 }, shortest: { "Ti-Ti": 2.3, "Ti-Al": 2.2, "Al-Al": 2.1 } }
const ace = {
  kind: "ace",
  elements: ["Ti", "Al"],
  cutoff: 4.9,
  core: "none",
  compression: { volume: 12 },
  radial: pairs,
  degree: [4, 4, 3],
  lWeight: 1,
}
const core = {
  prefactor: { "Ti-Ti": 600, "Ti-Al": 400, "Al-Al": 250 },
  decay: { "Ti-Ti": 1.1, "Ti-Al": 1.05, "Al-Al": 1 },
  fade: { Ti: [0.05, 4], Al: [0.055, 4] },
}
const snap = { kind: "snap", constant: "fit", elements: ["Ti", "Al"], rcutfac: 4.3, radelems: [0.5, 0.46], welems: [1, 0.9], twojmax: 3 }
const splines = {
  kind: "uf3",
  elements: ["Ti", "Al"],
  cutoff: 4.6,
  threeBodyCutoff: 3.9,
  spacing: { pair: 0.75, neighbours: 0.7, opposite: 2 },
}
const statistics = { elements: [22, 13], minimumDistance: pairs.shortest, nearestNeighbour: pairs.neighbour, volumePerAtom: 17.1 }

const specs = {
  "a cluster expansion": ace,
  "one that fades out at a core": { ...ace, core },
  bispectra: snap,
  "their products": { ...snap, twojmax: 2, quadraticflag: true },
  "splines, by an evaluation for each parameter": resolveSpec(splines, statistics),
} as const

describe("rows of single atoms", () => {
  it.for(Object.keys(specs) as (keyof typeof specs)[])(
    "%s: rows × θ are the atomic energies, and their sum is the row of the structure",
    (name) => {
      const potential = createPotential(specs[name])
      expect(isLinear(potential)).toBe(true)
      expect(hasSiteRows(potential)).toBe(!name.startsWith("splines"))
      const random = randomNumbers(17)
      const structures = (["crystal", "cluster", "thin"] as const).map((kind) => randomStructure(kind, potential.elements, 2.6, random))
      const graph = buildGraph(structures, potential.elements, potential.cutoff)
      const atoms = graph.species.length
      const count = potential.parameters.length
      const [stride, column] = [count + 3, 2]
      const rows = new Float64Array(atoms * stride)
      addSiteRows(potential, graph, rows, stride, column)
      const energiesAt = (theta: Float64Array): Float64Array => {
        const out = {
          energies: new Float64Array(atoms),
          forces: new Float64Array(3 * atoms),
          virials: new Float64Array(6 * structures.length),
        }
        potential.evaluate(graph, theta, out)
        return out.energies
      }
      const theta = Float64Array.from({ length: count }, () => random() - 0.5)
      const [without, energies] = [energiesAt(new Float64Array(count)), energiesAt(theta)]
      const size = energies.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      for (let i = 0; i < atoms; i++) {
        let sum = without[i]
        for (let k = 0; k < count; k++) sum += rows[i * stride + column + k] * theta[k]
        expect(Math.abs(sum - energies[i]) / size).toBeLessThan(1e-12)
        for (const k of [0, 1, stride - 1]) expect(rows[i * stride + k]).toBe(0)
      }
      structures.forEach((structure, s) => {
        const n = structure.numbers.length
        const block = { energy: new Float64Array(count), forces: new Float64Array(3 * n * count), virial: new Float64Array(6 * count) }
        potential.jacobian(graph, s, parameterValues(potential.parameters), { ...block, stride: count, column: 0 })
        const scale = block.energy.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        for (let k = 0; k < count; k++) {
          let sum = 0
          for (let i = graph.structures[s]; i < graph.structures[s + 1]; i++) sum += rows[i * stride + column + k]
          expect(Math.abs(sum - block.energy[k]) / scale).toBeLessThan(1e-12)
        }
      })
      releaseGraph(graph)
    },
  )
})
