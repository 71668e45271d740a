import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { Regulariser, RegulariserRow } from "../regulariser.ts"
import { fade } from "./core/fade.ts"
import { gaussianCore } from "./core/gaussian-core.ts"
import type { AceEvaluator } from "./fast/ace-evaluator.ts"
import type { AceCore, AceModel } from "./model.ts"

/** Ratio of the lengths of one crystal and the next. */
const STEP = 0.96
/** Crystals end where the expansion has less than this share in the energy of all atoms. */
const VISIBLE = 0.02

/** Crystals end at this part of the first volume, where a core is too weak to end them. */
const SMALLEST = 0.01

/** Edges of cells, and where their second atom is along each axis, in edges of a cube; volumes in cubes. */
const faces = [0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
const cube = [1, 0, 0, 0, 1, 0, 0, 0, 1]
const shapes = [
  { edges: cube, second: 0.5, volume: 1 },
  { edges: faces, second: 0.5, volume: 0.25 },
  { edges: faces, second: 0.25, volume: 0.25 },
] as const

/**
 * What is expected of an expansion in crystals that are denser than all data: an energy per atom of zero beside that of its core, give or
 * take, up to where it has faded into it. Polynomials know no bounds there otherwise. The crystals are fcc of each element, and those of CsCl, NaCl and
 * ZnS of each pair; of one element these are bcc, simple cubic and diamond. Without a core there are none.
 *
 * @param volume of the least dense of the crystals [Å³ per atom]
 * @param energy what is expected [eV per atom]
 */
export function compressedCrystals(model: AceModel, evaluator: AceEvaluator, volume: number, energy: number): readonly Regulariser[] {
  const { elements, core } = model
  if (!core) return []
  const rows = elements.flatMap((first, a) => [
    ...rowsOf(model, core, evaluator, (own) => crystal([first], faces, [0, 0, 0], Math.cbrt(4 * own)), volume),
    ...elements
      .slice(a)
      .flatMap((other) =>
        shapes.flatMap(({ edges, second, volume: share }) =>
          rowsOf(
            model,
            core,
            evaluator,
            (own) => crystal([first, other], edges, [0, 0, 0, second, second, second], Math.cbrt((2 * own) / share)),
            volume,
          ),
        ),
      ),
  ])
  const doc = "energies of a cluster expansion in crystals that are denser than all data are small"
  return [Object.freeze({ name: "compressed crystals", doc, strength: energy ** -2, rows })]
}

/** Rows of one kind of crystal, of smaller and smaller volumes. */
function rowsOf(
  model: AceModel,
  core: AceCore,
  evaluator: AceEvaluator,
  make: (volume: number) => Structure,
  volume: number,
): RegulariserRow[] {
  const width = model.centres.reduce((sum, { functions }) => sum + functions.offsets.length - 1, 0)
  const rows: RegulariserRow[] = []
  for (let own = volume; own > SMALLEST * volume; own *= STEP ** 3) {
    const structure = make(own)
    const atoms = structure.numbers.length
    if (shareOf(model, core, structure) < VISIBLE) break
    const graph = buildGraph([structure], model.elements, model.cutoff)
    const block = { energy: new Float64Array(width), forces: new Float64Array(3 * atoms * width), virial: new Float64Array(6 * width) }
    evaluator.jacobian(graph, 0, { ...block, stride: width, column: 0 })
    releaseGraph(graph)
    const parameters = Array.from({ length: width }, (_, k) => k).filter((k) => block.energy[k] !== 0)
    rows.push({ parameters, coefficients: parameters.map((k) => block.energy[k] / atoms) })
  }
  return rows
}

/** Largest share of the expansion in the energies of the atoms of a structure. */
function shareOf({ elements, radials, cutoff }: AceModel, core: AceCore, structure: Structure): number {
  const graph = buildGraph([structure], elements, cutoff)
  const shares = Array.from(graph.species, (own, i) => {
    let energy = 0
    for (let e = graph.centres[i]; e < graph.centres[i + 1]; e++) {
      const pair = own * elements.length + graph.species[graph.neighbours[e]]
      const { prefactor, decay } = core.pairs[pair]
      energy += gaussianCore(prefactor, decay, radials[pair].cutoff, graph.distances[e]).value
    }
    return fade(energy, core.fades[own]).value
  })
  releaseGraph(graph)
  return Math.max(...shares)
}

function crystal(numbers: readonly number[], edges: readonly number[], sites: readonly number[], a: number): Structure {
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(sites.slice(0, 3 * numbers.length), (x) => x * a),
    cell: Float64Array.from(edges, (x) => x * a),
    pbc: [true, true, true],
  }
}
