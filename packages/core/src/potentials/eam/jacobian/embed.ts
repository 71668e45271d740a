import type { Heap } from "../../../kernels/heap.ts"
import type { JacobianBlock } from "../../potential.ts"
import { widest, type JacobianWork } from "./work.ts"

/** Between the passes: Σ_i ∂F_i/∂θ_k and Σ_i F′_i D_ik into the energy, F′_i into `slopes`, and D turned into G. */
export function embed(work: JacobianWork, heap: Heap, block: JacobianBlock): void {
  const { functions, columns, graph, species, firstAtom, atoms, width, density, slopes, many } = work
  const { energy, column } = block
  const members = new Int32Array(atoms)
  const values = heap.f64(atoms)
  const most = widest(functions.embedding)
  const out = {
    f: heap.f64(atoms),
    df: heap.f64(atoms),
    d2f: heap.f64(atoms),
    fk: heap.f64(atoms * most),
    dfk: heap.f64(atoms * most),
  }
  for (let a = 0; a < graph.elements.length; a++) {
    if (species[a] < 0) continue
    const embedding = functions.embedding[species[a]]
    const own = columns.embedding[species[a]]
    let n = 0
    for (let atom = 0; atom < atoms; atom++) {
      if (graph.species[firstAtom + atom] !== a) continue
      members[n] = atom
      values[n++] = density[atom]
    }
    if (n === 0) continue
    embedding.jacobian(n, values, work.parametersOf(embedding, own), out)
    for (let q = 0; q < n; q++) {
      const atom = members[q]
      slopes[atom] = out.df[q]
      for (let c = 0, at = atom * width, to = column + columns.many; c < width; c++) {
        energy[to + c] += out.df[q] * many[at + c]
        many[at + c] *= out.d2f[q]
      }
      for (let k = 0; k < embedding.parameters.length; k++) {
        energy[column + own + k] += out.fk[k * n + q]
        many[atom * width + own - columns.many + k] += out.dfk[k * n + q]
      }
    }
  }
}
