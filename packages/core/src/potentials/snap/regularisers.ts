import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { Potential } from "../potential.ts"
import type { Regulariser } from "../regulariser.ts"

/** Distance of nearest neighbours in the model crystals, in cutoffs. */
const NEIGHBOUR = 0.58

/**
 * A ridge that measures each coefficient by what it does to energies: coefficient × the spread of its component, in energy per atom of
 * its element, over small crystals (simple, body- and face-centred cubic, diamond; three volumes each, atoms displaced). Constants are
 * free of it.
 */
export function snapRidge(potential: Potential): readonly Regulariser[] {
  const { parameters } = potential
  const spreads = energySpreads(potential)
  const floor = 1e-9 * spreads.reduce((most, value) => Math.max(most, value))
  const rows = parameters.flatMap(({ key }, k) =>
    key.endsWith(".beta0") ? [] : [{ parameters: [k], coefficients: [Math.max(spreads[k], floor)] }],
  )
  return [
    {
      name: "ridge",
      doc: "each coefficient, measured by the spread that its component gives to the energy per atom of model crystals",
      rows,
    },
  ]
}

/** Standard deviation of ∂E/∂θ_k over the model crystals, per atom of its element. */
function energySpreads(potential: Potential): Float64Array {
  const { elements, cutoff, parameters } = potential
  const count = parameters.length
  const structures = modelCrystals(elements, NEIGHBOUR * cutoff)
  const graph = buildGraph(structures, elements, cutoff)
  const theta = new Float64Array(count)
  const mean = new Float64Array(count)
  const square = new Float64Array(count)
  structures.forEach(({ numbers }, s) => {
    const row = (rows: number) => new Float64Array(rows * count)
    const block = { energy: row(1), forces: row(3 * numbers.length), virial: row(6), stride: count, column: 0 }
    potential.jacobian(graph, s, theta, block)
    for (let k = 0; k < count; k++) {
      const value = (block.energy[k] * elements.length) / numbers.length
      mean[k] += value / structures.length
      square[k] += (value * value) / structures.length
    }
  })
  releaseGraph(graph)
  return square.map((value, k) => Math.sqrt(Math.max(0, value - mean[k] * mean[k])))
}

const bases = [
  { sites: [[0, 0, 0]], volume: 1 },
  {
    sites: [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ],
    volume: 4 / Math.sqrt(27),
  },
  {
    sites: [
      [0, 0, 0],
      [0, 0.5, 0.5],
      [0.5, 0, 0.5],
      [0.5, 0.5, 0],
    ],
    volume: Math.SQRT1_2,
  },
  {
    sites: [0, 0.25].flatMap((d) => [
      [d, d, d],
      [d, d + 0.5, d + 0.5],
      [d + 0.5, d, d + 0.5],
      [d + 0.5, d + 0.5, d],
    ]),
    volume: 8 / Math.sqrt(27),
  },
]

/** Each crystal at three volumes, its conventional cell repeated so that it holds each element equally often, in turns. */
function modelCrystals(elements: readonly number[], neighbour: number): readonly Structure[] {
  return bases.flatMap(({ sites, volume }, kind) =>
    [0.94, 1, 1.08].map((scale): Structure => {
      const edge = scale * neighbour * Math.cbrt(volume * sites.length)
      const repeats = 2 * elements.length
      const atoms = Array.from({ length: repeats }, (_, cell) => sites.map(([x, y, z]) => [x, y, z + cell])).flat()
      return {
        numbers: Int32Array.from(atoms, (_, k) => elements[(k + Math.floor(k / sites.length)) % elements.length]),
        positions: Float64Array.from(atoms.flat(), (fraction, k) => edge * fraction + 0.12 * neighbour * (spread(k + 101 * kind) - 0.5)),
        cell: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, repeats * edge),
        pbc: [true, true, true],
      }
    }),
  )
}

/** Numbers spread evenly over [0, 1): multiples of the golden ratio. */
function spread(k: number): number {
  return ((k + 1) * 0.6180339887498949) % 1
}
