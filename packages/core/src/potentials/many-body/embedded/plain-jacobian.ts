import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { angleNumbers, anglesOf, type Angles } from "../angles.ts"
import { addCosine, addLength, centreRows, type CentreRows } from "../gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../neighbourhoods.ts"
import { derivativesAt, type PointDerivatives } from "../points.ts"
import type { JacobianBlock } from "../../potential.ts"
import { centreSpecies, type EmbeddedModel } from "./model.ts"

/** Functions at the bonds, angles and centres of some neighbourhoods. */
interface Pieces {
  readonly bonds: Neighbourhoods
  /** Of ρ in n. */
  readonly share: number
  readonly rows: CentreRows
  readonly density?: Numbered
  readonly angular?: { readonly angles: Angles; readonly radial: Numbered; readonly angle: Numbered }
}

/** Values and derivatives, and the function of each point. */
interface Numbered {
  readonly which: Int32Array
  readonly at: PointDerivatives
}

/**
 * `jacobianEmbedded` in plain loops: the reference of the kernels. With g = ∂n/∂d of a bond, for θ in n and for θ in F,
 *
 *     ∂E/∂θ = F′ n_θ,   ∂(F′ g)/∂θ = F′ g_θ + F″ n_θ g;      ∂E/∂θ = F_θ,   ∂(F′ g)/∂θ = F′_θ g.
 */
export function plainJacobianEmbedded(
  model: EmbeddedModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  forNeighbourhoods(graph, s, species, model.reach, (bonds) => {
    const { centres, first, from } = bonds
    const pieces = piecesOf(model, bonds, theta)
    const n = kernels().heap.f64(centres)
    const slopes = new Float64Array(3 * bonds.edges.length)
    for (let i = 0; i < centres; i++) n[i] = surroundings(pieces, i, slopes)
    const centred = centreSpecies(graph, species, from, centres)
    const { energy } = model
    const which = typeof energy === "number" ? undefined : Int32Array.from(centred, (a) => energy[Math.max(0, a)])
    const outer = which && { which, at: derivativesAt(model.functions, which, centres, n, theta) }
    const scale = typeof energy === "number" ? energy : 0
    for (let i = 0; i < centres; i++) {
      if (centred[i] < 0) continue
      addDensities(pieces, i)
      addAngles(pieces, i)
      const own = slopes.subarray(3 * first[i], 3 * first[i + 1])
      throughEnergy(pieces, own, outer ? outer.at.df[i] : scale, outer ? outer.at.d2f[i] : 0)
      if (outer) addEnergy(pieces, outer, i, own)
      pieces.rows.flush(graph, bonds, from + i, block)
    }
  })
}

function piecesOf(
  { angular, density, elements, functions, parameters, share = 1 }: EmbeddedModel,
  bonds: Neighbourhoods,
  theta: Float64Array,
): Pieces {
  const onBonds = (table: Int32Array): Numbered => {
    const which = bondNumbers(bonds, elements, table)
    return { which, at: derivativesAt(functions, which, bonds.edges.length, bonds.distances, theta) }
  }
  const rows = centreRows(parameters, bonds.most)
  const sums = { bonds, rows, share, ...(density && { density: onBonds(density) }) }
  if (!angular) return sums
  const angles = anglesOf(bonds, elements, angular.angle)
  const which = angleNumbers(angles, angular.angle)
  const angle = { which, at: derivativesAt(functions, which, angles.count, angles.cosines, theta) }
  return { ...sums, angular: { angles, radial: onBonds(angular.radial), angle } }
}

/** n of centre i; its derivatives with respect to the vectors of the bonds are added to `slopes`, `[3 × bonds]`. */
function surroundings({ angular, bonds, density, share }: Pieces, i: number, slopes: Float64Array): number {
  let n = 0
  if (density) {
    for (let bond = bonds.first[i]; bond < bonds.first[i + 1]; bond++) {
      n += share * density.at.f[bond]
      addLength(bonds, bond, share * density.at.df[bond], slopes, 3 * bond)
    }
  }
  if (!angular) return n
  const { angles, radial, angle } = angular
  for (let t = angles.first[i]; t < angles.first[i + 1]; t++) {
    const [e, f, weight] = [angles.e[t], angles.f[t], angles.weights[t]]
    const [g, fe, ff] = [weight * angle.at.f[t], radial.at.f[e], radial.at.f[f]]
    n += g * fe * ff
    addLength(bonds, e, g * radial.at.df[e] * ff, slopes, 3 * e)
    addLength(bonds, f, g * fe * radial.at.df[f], slopes, 3 * f)
    addCosine(bonds, e, f, angles.cosines[t], weight * angle.at.df[t] * fe * ff, slopes, 3 * e, 3 * f)
  }
  return n
}

/** n_θ and g_θ of the parameters of ρ. */
function addDensities({ bonds, density, rows, share }: Pieces, i: number): void {
  if (!density) return
  const { which, at } = density
  const first = bonds.first[i]
  for (let bond = first; bond < bonds.first[i + 1]; bond++) {
    const columns = at.columns[which[bond]]
    for (let p = 0; p < columns.length; p++) {
      const [column, point] = [columns[p], bond * at.stride + p]
      rows.touch(column)
      rows.energy[column] += share * at.fk[point]
      addLength(bonds, bond, share * at.dfk[point], rows.gradients, 3 * (column * bonds.most + bond - first))
    }
  }
}

/** n_θ and g_θ of the parameters of f and g. */
function addAngles({ angular, bonds, rows }: Pieces, i: number): void {
  if (!angular) return
  const { angles, radial, angle } = angular
  const first = bonds.first[i]
  for (let t = angles.first[i]; t < angles.first[i + 1]; t++) {
    const [e, f, weight, cosine] = [angles.e[t], angles.f[t], angles.weights[t], angles.cosines[t]]
    const add = (column: number, g: number, dg: number, fe: number, dfe: number, ff: number, dff: number): void => {
      const [atE, atF] = [3 * (column * bonds.most + e - first), 3 * (column * bonds.most + f - first)]
      rows.touch(column)
      rows.energy[column] += weight * g * fe * ff
      addLength(bonds, e, weight * g * dfe * ff, rows.gradients, atE)
      addLength(bonds, f, weight * g * fe * dff, rows.gradients, atF)
      addCosine(bonds, e, f, cosine, weight * dg * fe * ff, rows.gradients, atE, atF)
    }
    const [g, dg] = [angle.at.f[t], angle.at.df[t]]
    const [fe, dfe, ff, dff] = [radial.at.f[e], radial.at.df[e], radial.at.f[f], radial.at.df[f]]
    angle.at.columns[angle.which[t]].forEach((column, p) => {
      const point = t * angle.at.stride + p
      add(column, angle.at.fk[point], angle.at.dfk[point], fe, dfe, ff, dff)
    })
    radial.at.columns[radial.which[e]].forEach((column, p) => {
      const point = e * radial.at.stride + p
      add(column, g, dg, radial.at.fk[point], radial.at.dfk[point], ff, dff)
    })
    radial.at.columns[radial.which[f]].forEach((column, p) => {
      const point = f * radial.at.stride + p
      add(column, g, dg, fe, dfe, radial.at.fk[point], radial.at.dfk[point])
    })
  }
}

/** Turns n_θ and g_θ of a centre into derivatives of E and its gradients, F having these slopes. */
function throughEnergy({ bonds, rows }: Pieces, slopes: Float64Array, d1: number, d2: number): void {
  for (const column of rows.columns()) {
    const change = d2 * rows.energy[column]
    rows.energy[column] *= d1
    const start = 3 * column * bonds.most
    for (let k = 0; k < slopes.length; k++) rows.gradients[start + k] = d1 * rows.gradients[start + k] + change * slopes[k]
  }
}

/** Adds the derivatives with respect to the parameters of F. */
function addEnergy({ bonds, rows }: Pieces, { which, at }: Numbered, i: number, slopes: Float64Array): void {
  at.columns[which[i]].forEach((column, p) => {
    const point = i * at.stride + p
    rows.touch(column)
    rows.energy[column] += at.fk[point]
    const start = 3 * column * bonds.most
    for (let k = 0; k < slopes.length; k++) rows.gradients[start + k] += at.dfk[point] * slopes[k]
  })
}
