import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { coefficientsPerElement, loneComponents } from "./coefficients.ts"
import { addProducts } from "./jacobian.ts"
import { bispectrum, eachAtomPair, expandAtoms, snapWork, type SnapModel } from "./work.ts"

/** Adds ∂E_i/∂θ of every atom of a graph to row i of `out`: 1, B_k and (quadratic) ½ B_k², B_k B_l in the columns of its element. */
export function siteRowsSnap(model: SnapModel, graph: Graph, out: Float64Array, stride: number, column: number): void {
  const { heap } = kernels()
  // Kept for good, so they must not be made inside the scope.
  const tables = model.tables()
  const columns = coefficientsPerElement(model.settings, tables)
  const lone = model.settings.elements.map((_, a) => loneComponents(model.settings, tables, a))
  const components = new Float64Array(tables.components.length)
  heap.scope(() => {
    const work = snapWork(model, graph, 0, graph.species.length, heap)
    eachAtomPair(work, 0, graph.species.length, (atoms) => {
      expandAtoms(work, atoms)
      const lanes = atoms[0] === atoms[1] ? 1 : 2
      for (let lane = 0; lane < lanes; lane++) {
        const a = work.species[graph.species[atoms[lane]]]
        const at = atoms[lane] * stride + column + a * columns
        bispectrum(work, lane, components)
        out[at] += 1
        for (let k = 0; k < components.length; k++) out[at + 1 + k] += components[k] -= lone[a][k]
        if (model.settings.quadratic) addProducts(components, components, 0, 0.5, out, at + 1 + components.length)
      }
    })
  })
}
