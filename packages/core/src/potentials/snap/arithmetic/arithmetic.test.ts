import { describe, expect, it } from "vitest"
import { buildGraph } from "../../../graph/build-graph.ts"
import { randomNumbers, randomStructure } from "../../../testing/potential/random-structure.ts"
import { createSnap } from "../create-snap.ts"
import { compiledSnapArithmetic } from "./compiled.ts"
import { plainSnapArithmetic } from "./plain.ts"

const variants = [
  { elements: ["Mo"], rcutfac: 4.7, twojmax: 8 },
  { elements: ["Mo"], rcutfac: 4.4, twojmax: 5, quadraticflag: true, bnormflag: true },
  { elements: ["In", "P"], rcutfac: 4.6, radelems: [0.5, 0.43], welems: [1, 0.8], twojmax: 3, chemflag: true },
]

/** Largest difference of two arrays relative to the largest entry. */
function difference(a: Float64Array, b: Float64Array): number {
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0) / largest
}

describe("compiled arithmetic", () => {
  it.for(variants)("gives what plain TypeScript gives: %j", (fields) => {
    const { elements, parameters } = createSnap({ kind: "snap", ...fields })
    const random = randomNumbers(11)
    const theta = Float64Array.from(parameters, () => random() - 0.5)
    // An odd number of atoms, and odd numbers of neighbours.
    const structures = (["cluster", "wire", "crystal"] as const).map((kind) => randomStructure(kind, elements, 2.6, random))
    const [plain, compiled] = [plainSnapArithmetic, compiledSnapArithmetic].map((arithmetic) => {
      const potential = createSnap({ kind: "snap", ...fields }, arithmetic)
      const graph = buildGraph(structures, elements, potential.cutoff)
      const atoms = graph.species.length
      const out = {
        energies: new Float64Array(atoms),
        forces: new Float64Array(3 * atoms),
        virials: new Float64Array(6 * structures.length),
      }
      potential.evaluate(graph, theta, out)
      const rows = (count: number) => new Float64Array(count * theta.length)
      const own = graph.structures[3] - graph.structures[2]
      const block = { energy: rows(1), forces: rows(3 * own), virial: rows(6), stride: theta.length, column: 0 }
      potential.jacobian(graph, 2, theta, block)
      return [out.energies, out.forces, out.virials, block.energy, block.forces, block.virial]
    })
    plain.forEach((array, k) => expect(difference(array, compiled[k])).toBeLessThan(1e-12))
  })
})
