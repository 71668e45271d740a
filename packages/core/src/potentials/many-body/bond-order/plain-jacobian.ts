import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { addCosine, addLength, centreRows, type CentreRows } from "../gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../neighbourhoods.ts"
import { derivativesAt, type PointDerivatives } from "../points.ts"
import type { JacobianBlock } from "../../potential.ts"
import { neighbourReach, type BondOrderModel } from "./model.ts"
import { orderTerms, type OrderTerms } from "./order-terms.ts"

/** Values and derivatives of all functions of some neighbourhoods. */
interface Pieces {
  readonly bonds: Neighbourhoods
  readonly terms: OrderTerms
  readonly numbers: { readonly repulsion: Int32Array; readonly attraction: Int32Array; readonly order: Int32Array }
  readonly repulsion: PointDerivatives
  readonly attraction: PointDerivatives
  readonly order: PointDerivatives
  readonly screen: PointDerivatives
  readonly angle: PointDerivatives
  readonly asymmetry: PointDerivatives
  /** ∂ζ/∂θ of the bond at hand, by column; zero between bonds. */
  readonly zetaK: Float64Array
  readonly rows: CentreRows
}

/**
 * `jacobianBondOrder` in plain loops: the reference of the kernels. With E = ½ (V_R + b V_A) of a bond, all its derivatives follow from those of the six functions by
 *
 *     ∂E/∂θ   = ½ (V_R,θ + b V_A,θ + b_θ V_A) + ½ b′ V_A ζ_θ
 *     ∂E_r/∂θ = ½ (V_R′,θ + b V_A′,θ + b_θ V_A′ + b′ ζ_θ V_A′)           (at constant ζ)
 *     ∂E_ζ/∂θ = ½ (b′ V_A,θ + b′_θ V_A + b″ V_A ζ_θ)
 */
export function plainJacobianBondOrder(
  model: BondOrderModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { elements } = model
  const [bondReach, angleReach] = [model.bondReach(theta), model.angleReach(theta)]
  forNeighbourhoods(graph, s, species, neighbourReach(model, bondReach, angleReach), (bonds) => {
    const pieces = piecesOf(model, bonds, orderTerms(model, bonds, bondReach, angleReach), theta)
    for (let i = 0; i < bonds.centres; i++) {
      for (let e = bonds.first[i]; e < bonds.first[i + 1]; e++) {
        if (bonds.distances[e] < bondReach[bonds.a[e] * elements + bonds.b[e]]) addBond(pieces, e, bonds.first[i])
      }
      pieces.rows.flush(graph, bonds, bonds.from + i, block)
    }
  })
}

function piecesOf(model: BondOrderModel, bonds: Neighbourhoods, terms: OrderTerms, theta: Float64Array): Pieces {
  const { functions, elements } = model
  const count = bonds.edges.length
  const numbers = {
    repulsion: bondNumbers(bonds, elements, model.repulsion),
    attraction: bondNumbers(bonds, elements, model.attraction),
    order: bondNumbers(bonds, elements, model.order),
  }
  const screen = derivativesAt(functions, terms.screen, terms.count, terms.distances, theta)
  const angle = derivativesAt(functions, terms.angle, terms.count, terms.cosines, theta)
  const asymmetry = derivativesAt(functions, terms.asymmetry, terms.count, terms.differences, theta)
  const zeta = kernels().heap.f64(count)
  for (let e = 0; e < count; e++) {
    for (let t = terms.first[e]; t < terms.first[e + 1]; t++) zeta[e] += screen.f[t] * angle.f[t] * asymmetry.f[t]
  }
  return {
    ...{ bonds, terms, numbers, screen, angle, asymmetry },
    repulsion: derivativesAt(functions, numbers.repulsion, count, bonds.distances, theta),
    attraction: derivativesAt(functions, numbers.attraction, count, bonds.distances, theta),
    order: derivativesAt(functions, numbers.order, count, zeta, theta),
    zetaK: new Float64Array(model.parameters),
    rows: centreRows(model.parameters, bonds.most),
  }
}

function addBond(pieces: Pieces, e: number, first: number): void {
  const { bonds, terms, numbers, repulsion, attraction, order, screen, angle, asymmetry, zetaK, rows } = pieces
  const [begin, end] = [terms.first[e], terms.first[e + 1]]
  const slope = 0.5 * order.df[e] * attraction.f[e]
  const touched = new Set<number>()

  // What changes with a parameter of one term while E_ζ stays, and ζ_θ.
  for (let t = begin; t < end; t++) {
    const [s, ds, g, dg, x, dx] = [screen.f[t], screen.df[t], angle.f[t], angle.df[t], asymmetry.f[t], asymmetry.df[t]]
    const add = (column: number, s: number, ds: number, g: number, dg: number, x: number, dx: number): void => {
      touched.add(column)
      zetaK[column] += s * g * x
      addTerm(pieces, e, t, first, column, slope * s * g * dx, slope * g * (ds * x - s * dx), slope * s * dg * x)
    }
    screen.columns[terms.screen[t]].forEach((column, p) => {
      const at = t * screen.stride + p
      add(column, screen.fk[at], screen.dfk[at], g, dg, x, dx)
    })
    angle.columns[terms.angle[t]].forEach((column, p) => {
      const at = t * angle.stride + p
      add(column, s, ds, angle.fk[at], angle.dfk[at], x, dx)
    })
    asymmetry.columns[terms.asymmetry[t]].forEach((column, p) => {
      const at = t * asymmetry.stride + p
      add(column, s, ds, g, dg, asymmetry.fk[at], asymmetry.dfk[at])
    })
  }

  const add = (column: number, energy: number, along: number, bySurroundings: number): void => {
    rows.touch(column)
    rows.energy[column] += energy
    addLength(bonds, e, along, rows.gradients, 3 * (column * bonds.most + e - first))
    if (bySurroundings === 0) return
    for (let t = begin; t < end; t++) {
      const [s, ds, g, dg, x, dx] = [screen.f[t], screen.df[t], angle.f[t], angle.df[t], asymmetry.f[t], asymmetry.df[t]]
      const q = bySurroundings
      addTerm(pieces, e, t, first, column, q * s * g * dx, q * g * (ds * x - s * dx), q * s * dg * x)
    }
  }
  repulsion.columns[numbers.repulsion[e]].forEach((column, p) => {
    const at = e * repulsion.stride + p
    add(column, 0.5 * repulsion.fk[at], 0.5 * repulsion.dfk[at], 0)
  })
  const [b, db, d2b, V, dV] = [order.f[e], order.df[e], order.d2f[e], attraction.f[e], attraction.df[e]]
  attraction.columns[numbers.attraction[e]].forEach((column, p) => {
    const at = e * attraction.stride + p
    add(column, 0.5 * b * attraction.fk[at], 0.5 * b * attraction.dfk[at], 0.5 * db * attraction.fk[at])
  })
  order.columns[numbers.order[e]].forEach((column, p) => {
    const at = e * order.stride + p
    add(column, 0.5 * order.fk[at] * V, 0.5 * order.fk[at] * dV, 0.5 * order.dfk[at] * V)
  })
  for (const column of touched) {
    const change = zetaK[column]
    zetaK[column] = 0
    add(column, slope * change, 0.5 * db * change * dV, 0.5 * d2b * V * change)
  }
}

/** Adds to column `column` a dependence of bond e's energy on term t: on r_ij, r_ik and the cosine. */
function addTerm(
  { bonds, terms, rows }: Pieces,
  e: number,
  t: number,
  first: number,
  column: number,
  byE: number,
  byF: number,
  byCosine: number,
): void {
  const f = terms.f[t]
  const [atE, atF] = [3 * (column * bonds.most + e - first), 3 * (column * bonds.most + f - first)]
  rows.touch(column)
  addLength(bonds, e, byE, rows.gradients, atE)
  addLength(bonds, f, byF, rows.gradients, atF)
  addCosine(bonds, e, f, terms.cosines[t], byCosine, rows.gradients, atE, atF)
}
