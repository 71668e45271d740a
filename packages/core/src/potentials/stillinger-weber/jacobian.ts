import type { Graph } from "../../graph/graph.ts"
import { angleNumbers, anglesOf, type Angles } from "../many-body/angles.ts"
import { addCosine, addLength, centreRows, type CentreRows } from "../many-body/gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../many-body/neighbourhoods.ts"
import { derivativesAt, type PointDerivatives } from "../many-body/points.ts"
import type { JacobianBlock } from "../potential.ts"
import { reachOf } from "./evaluate.ts"
import type { AngularModel } from "./model.ts"

/** Adds ∂(E, F, W)/∂θ of structure `s`: every function is replaced in turn by its derivatives with respect to its parameters. */
export function jacobianAngular(
  model: AngularModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { functions } = model
  forNeighbourhoods(graph, s, species, reachOf(model, theta), (bonds) => {
    const count = bonds.edges.length
    const numbers = { pair: bondNumbers(bonds, model.elements, model.pair), radial: bondNumbers(bonds, model.elements, model.radial) }
    const angles = anglesOf(bonds, model.elements, model.angle)
    const which = angleNumbers(angles, model.angle)
    const derivatives = {
      pair: derivativesAt(functions, numbers.pair, count, bonds.distances, theta),
      radial: derivativesAt(functions, numbers.radial, count, bonds.distances, theta),
      angular: derivativesAt(functions, which, angles.count, angles.cosines, theta),
    }
    const rows = centreRows(model.parameters, bonds.most)
    for (let i = 0; i < bonds.centres; i++) {
      const first = bonds.first[i]
      for (let bond = first; bond < bonds.first[i + 1]; bond++) addPair(bonds, bond, first, numbers.pair, derivatives.pair, rows)
      for (let t = angles.first[i]; t < angles.first[i + 1]; t++)
        addAngle(bonds, first, angles, t, { angle: which, radial: numbers.radial }, derivatives, rows)
      rows.flush(graph, bonds, bonds.from + i, block)
    }
  })
}

function addPair(
  bonds: Neighbourhoods,
  bond: number,
  first: number,
  numbers: Int32Array,
  { columns, fk, dfk, stride }: PointDerivatives,
  rows: CentreRows,
): void {
  const own = columns[numbers[bond]]
  for (let p = 0; p < own.length; p++) {
    const column = own[p]
    rows.touch(column)
    rows.energy[column] += 0.5 * fk[bond * stride + p]
    addLength(bonds, bond, 0.5 * dfk[bond * stride + p], rows.gradients, 3 * (column * bonds.most + bond - first))
  }
}

function addAngle(
  bonds: Neighbourhoods,
  first: number,
  angles: Angles,
  t: number,
  numbers: { readonly angle: Int32Array; readonly radial: Int32Array },
  { radial, angular }: { readonly radial: PointDerivatives; readonly angular: PointDerivatives },
  rows: CentreRows,
): void {
  const [e, f, weight, cosine] = [angles.e[t], angles.f[t], angles.weights[t], angles.cosines[t]]
  const add = (column: number, u: number, du: number, he: number, dhe: number, hf: number, dhf: number): void => {
    rows.touch(column)
    const [atE, atF] = [3 * (column * bonds.most + e - first), 3 * (column * bonds.most + f - first)]
    rows.energy[column] += weight * u * he * hf
    addLength(bonds, e, weight * u * dhe * hf, rows.gradients, atE)
    addLength(bonds, f, weight * u * he * dhf, rows.gradients, atF)
    addCosine(bonds, e, f, cosine, weight * du * he * hf, rows.gradients, atE, atF)
  }
  const [u, du] = [angular.f[t], angular.df[t]]
  const [he, dhe, hf, dhf] = [radial.f[e], radial.df[e], radial.f[f], radial.df[f]]
  angular.columns[numbers.angle[t]].forEach((column, p) => {
    const at = t * angular.stride + p
    add(column, angular.fk[at], angular.dfk[at], he, dhe, hf, dhf)
  })
  radial.columns[numbers.radial[e]].forEach((column, p) => {
    const at = e * radial.stride + p
    add(column, u, du, radial.fk[at], radial.dfk[at], hf, dhf)
  })
  radial.columns[numbers.radial[f]].forEach((column, p) => {
    const at = f * radial.stride + p
    add(column, u, du, he, dhe, radial.fk[at], radial.dfk[at])
  })
}
