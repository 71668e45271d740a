import type { Graph } from "../../graph/graph.ts"
import type { Evaluation, JacobianBlock } from "../potential.ts"
import type { Neighbourhoods } from "./neighbourhoods.ts"

/*
 * Energies here depend on the lengths of bonds and on the cosines c between bonds e and f of one centre. With n the directions,
 *
 *     ∂E/∂d_e = E_r n_e + Σ_f E_c (n_f − c n_e)/r_e,
 *
 * and the gradients g_e = ∂E/∂d_e of all bonds give F_j = −g_e, F_i = +g_e and W = −Σ d_e ⊗ g_e. The same holds for their derivatives with
 * respect to a parameter.
 */

/** Adds a dependence on the length of bond e to the gradients that begin at `offset`. */
export function addLength(bonds: Neighbourhoods, e: number, slope: number, gradients: Float64Array, offset: number): void {
  const { directions } = bonds
  gradients[offset] += slope * directions[3 * e]
  gradients[offset + 1] += slope * directions[3 * e + 1]
  gradients[offset + 2] += slope * directions[3 * e + 2]
}

/** Adds a dependence on the cosine between bonds e and f to the gradients of both, which begin at `atE` and `atF`. */
export function addCosine(
  { directions, distances }: Neighbourhoods,
  e: number,
  f: number,
  cosine: number,
  slope: number,
  gradients: Float64Array,
  atE: number,
  atF: number,
): void {
  const perE = slope / distances[e]
  const perF = slope / distances[f]
  const ex = directions[3 * e]
  const ey = directions[3 * e + 1]
  const ez = directions[3 * e + 2]
  const fx = directions[3 * f]
  const fy = directions[3 * f + 1]
  const fz = directions[3 * f + 2]
  gradients[atE] += perE * (fx - cosine * ex)
  gradients[atE + 1] += perE * (fy - cosine * ey)
  gradients[atE + 2] += perE * (fz - cosine * ez)
  gradients[atF] += perF * (ex - cosine * fx)
  gradients[atF + 1] += perF * (ey - cosine * fy)
  gradients[atF + 2] += perF * (ez - cosine * fz)
}

/** Adds the forces and the virial of all bonds with gradients `[3 × bonds]`. */
export function scatterGradients(graph: Graph, bonds: Neighbourhoods, gradients: Float64Array, { forces, virials }: Evaluation): void {
  const { neighbours, origins, vectors } = graph
  const w = 6 * bonds.structure
  for (let bond = 0; bond < bonds.edges.length; bond++) {
    const edge = bonds.edges[bond]
    const i = 3 * origins[edge]
    const j = 3 * neighbours[edge]
    const [gx, gy, gz] = [gradients[3 * bond], gradients[3 * bond + 1], gradients[3 * bond + 2]]
    forces[i] += gx
    forces[i + 1] += gy
    forces[i + 2] += gz
    forces[j] -= gx
    forces[j + 1] -= gy
    forces[j + 2] -= gz
    const [x, y, z] = [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
    virials[w] -= x * gx
    virials[w + 1] -= y * gy
    virials[w + 2] -= z * gz
    virials[w + 3] -= 0.5 * (y * gz + z * gy)
    virials[w + 4] -= 0.5 * (x * gz + z * gx)
    virials[w + 5] -= 0.5 * (x * gy + y * gx)
  }
}

/** Derivatives of one centre's energy and gradients with respect to parameters, gathered column by column. */
export interface CentreRows {
  /** By column of θ. */
  readonly energy: Float64Array
  /** That of the centre's bond k with respect to column p at `(p × most + k) × 3`. */
  readonly gradients: Float64Array
  /** Columns with entries. */
  columns(): Int32Array
  /** Marks a column as one with entries. */
  touch(column: number): void
  /** Adds all entries to a block and clears them. */
  flush(graph: Graph, bonds: Neighbourhoods, centre: number, block: JacobianBlock): void
}

/** Room for the rows of one centre of up to `most` bonds, of a potential with `columns` parameters. */
export function centreRows(columns: number, most: number): CentreRows {
  const energy = new Float64Array(columns)
  const gradients = new Float64Array(3 * columns * most)
  const marked = new Uint8Array(columns)
  const touched = new Int32Array(columns)
  let count = 0
  return {
    energy,
    gradients,
    columns: () => touched.subarray(0, count),
    touch(column: number): void {
      if (marked[column] === 1) return
      marked[column] = 1
      touched[count++] = column
    },
    flush(graph: Graph, bonds: Neighbourhoods, centre: number, block: JacobianBlock): void {
      const firstAtom = graph.structures[bonds.structure]
      const [begin, end] = [bonds.first[centre - bonds.from], bonds.first[centre - bonds.from + 1]]
      for (let t = 0; t < count; t++) {
        const column = touched[t]
        const to = block.column + column
        block.energy[to] += energy[column]
        energy[column] = 0
        marked[column] = 0
        for (let bond = begin; bond < end; bond++) {
          const at = 3 * (column * most + bond - begin)
          const [gx, gy, gz] = [gradients[at], gradients[at + 1], gradients[at + 2]]
          gradients[at] = gradients[at + 1] = gradients[at + 2] = 0
          addBondRow(graph, bonds.edges[bond], firstAtom, block, to, gx, gy, gz)
        }
      }
      count = 0
    },
  }
}

function addBondRow(
  { neighbours, origins, vectors }: Graph,
  edge: number,
  firstAtom: number,
  { forces, virial, stride }: JacobianBlock,
  to: number,
  gx: number,
  gy: number,
  gz: number,
): void {
  const i = 3 * (origins[edge] - firstAtom) * stride + to
  const j = 3 * (neighbours[edge] - firstAtom) * stride + to
  forces[i] += gx
  forces[i + stride] += gy
  forces[i + 2 * stride] += gz
  forces[j] -= gx
  forces[j + stride] -= gy
  forces[j + 2 * stride] -= gz
  const [x, y, z] = [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
  virial[to] -= x * gx
  virial[to + stride] -= y * gy
  virial[to + 2 * stride] -= z * gz
  virial[to + 3 * stride] -= 0.5 * (y * gz + z * gy)
  virial[to + 4 * stride] -= 0.5 * (x * gz + z * gx)
  virial[to + 5 * stride] -= 0.5 * (x * gy + y * gx)
}
