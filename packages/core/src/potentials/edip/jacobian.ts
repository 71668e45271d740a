import type { Graph } from "../../graph/graph.ts"
import { addCosine, addLength, centreRows, type CentreRows } from "../many-body/gradients.ts"
import { forNeighbourhoods } from "../many-body/neighbourhoods.ts"
import { derivativesAt, type PointDerivatives } from "../many-body/points.ts"
import type { JacobianBlock } from "../potential.ts"
import type { CoordinationModel } from "./model.ts"
import { piecesOf, type Piece, type Pieces } from "./pieces.ts"

/** What is gathered while the terms of one centre are gone through. */
interface Work {
  readonly pieces: Pieces<PointDerivatives>
  readonly rows: CentreRows
  /** First bond of the centre. */
  first: number
  /** By column: ∂Z/∂θ, and ∂/∂θ of ∂E/∂Z. */
  readonly zK: Float64Array
  readonly byZK: Float64Array
  /** Columns of this centre. */
  readonly columns: Set<number>
}

/**
 * Adds ∂(E, F, W)/∂θ of structure `s`. Every function is replaced in turn by its derivatives with respect to its parameters; what
 * changes the coordination Z changes all that depends on it, and what changes ∂E/∂Z changes the gradients through Z.
 */
export function jacobianCoordination(
  model: CoordinationModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  forNeighbourhoods(graph, s, species, model.reach(theta), (bonds) => {
    const work: Work = {
      pieces: piecesOf(model, bonds, theta, derivativesAt),
      rows: centreRows(model.parameters, bonds.most),
      first: 0,
      zK: new Float64Array(model.parameters),
      byZK: new Float64Array(model.parameters),
      columns: new Set(),
    }
    for (let i = 0; i < bonds.centres; i++) {
      work.first = bonds.first[i]
      addCentre(work, i)
      work.rows.flush(graph, bonds, bonds.from + i, block)
    }
  })
}

function addCentre(work: Work, i: number): void {
  const { pieces, rows, zK, byZK, columns } = work
  const { bonds, angles, coordination } = pieces
  const [begin, end] = [bonds.first[i], bonds.first[i + 1]]
  for (let e = begin; e < end; e++) forParameters(coordination, e, (column, f) => (zK[column] += f))
  const shifting = [...new Set(Array.from({ length: end - begin }, (_, k) => columnsOf(coordination, begin + k)).flat())]
  let byZ = 0
  for (let e = begin; e < end; e++) byZ += addBond(work, e, shifting)
  for (let t = angles.first[i]; t < angles.first[i + 1]; t++) byZ += addAngle(work, t, shifting)
  for (const column of shifting) {
    columns.add(column)
    rows.touch(column)
    rows.energy[column] += byZ * zK[column]
    zK[column] = 0
  }
  for (let e = begin; e < end; e++) {
    forParameters(coordination, e, (column, _, slope) => addLength(bonds, e, byZ * slope, rows.gradients, placeOf(work, column, e)))
    for (const column of columns) addLength(bonds, e, byZK[column] * coordination.at.df[e], rows.gradients, placeOf(work, column, e))
  }
  for (const column of columns) byZK[column] = 0
  columns.clear()
}

/** Pair terms of bond e; the result is its part of ∂E/∂Z. */
function addBond(work: Work, e: number, shifting: readonly number[]): number {
  const { repulsion, attraction, weakening } = work.pieces
  const [S, w] = [attraction.at, weakening.at]
  const add = (column: number, energy: number, along: number, byZ: number): void => {
    touch(work, column)
    work.rows.energy[column] += energy
    work.byZK[column] += byZ
    addLength(work.pieces.bonds, e, along, work.rows.gradients, placeOf(work, column, e))
  }
  forParameters(repulsion, e, (column, f, df) => add(column, f, df, 0))
  forParameters(attraction, e, (column, f, df) => add(column, -f * w.f[e], -df * w.f[e], -f * w.df[e]))
  forParameters(weakening, e, (column, f, df) => add(column, -S.f[e] * f, -S.df[e] * f, -S.f[e] * df))
  for (const column of shifting) {
    const z = work.zK[column]
    // The energy follows from the sum of all ∂E/∂Z.
    add(column, 0, -S.df[e] * w.df[e] * z, -S.f[e] * w.d2f[e] * z)
  }
  return -S.f[e] * w.df[e]
}

/** Angle t; the result is its part of ∂E/∂Z. With y = Q s², s = cos θ + τ, and subscripts for derivatives by c = cos θ, Z and θ. */
function addAngle(work: Work, t: number, shifting: readonly number[]): number {
  const { bonds, angles, decay, angle, stiffness, shift } = work.pieces
  const [e, f, weight, cosine] = [angles.e[t], angles.f[t], angles.weights[t], angles.cosines[t]]
  const [h, H, Q, tau] = [decay.at, angle.at, stiffness.at, shift.at]
  const [q, qZ, qZZ, tZ, tZZ] = [Q.f[t], Q.df[t], Q.d2f[t], tau.df[t], tau.d2f[t]]
  const s = cosine + tau.f[t]
  const yC = 2 * q * s
  const yZ = s * (qZ * s + 2 * q * tZ)
  const [H1, H2] = [H.df[t], H.d2f[t]]
  const [he, dhe, hf, dhf] = [h.f[e], h.df[e], h.f[f], h.df[f]]

  const add = (
    column: number,
    energy: number,
    he: number,
    dhe: number,
    hf: number,
    dhf: number,
    H: number,
    byC: number,
    byZ: number,
  ): void => {
    touch(work, column)
    const { rows } = work
    const [atE, atF] = [placeOf(work, column, e), placeOf(work, column, f)]
    rows.energy[column] += energy
    work.byZK[column] += weight * he * hf * byZ
    addLength(bonds, e, weight * dhe * hf * H, rows.gradients, atE)
    addLength(bonds, f, weight * he * dhf * H, rows.gradients, atF)
    addCosine(bonds, e, f, cosine, weight * he * hf * byC, rows.gradients, atE, atF)
  }
  const addAngular = (column: number, H: number, byC: number, byZ: number): void =>
    add(column, weight * he * hf * H, he, dhe, hf, dhf, H, byC, byZ)
  const addThroughY = (column: number, y: number, byC: number, byZ: number): void =>
    addAngular(column, H1 * y, H2 * y * yC + H1 * byC, H2 * y * yZ + H1 * byZ)

  forParameters(angle, t, (column, value, slope) => addAngular(column, value, slope * yC, slope * yZ))
  forParameters(stiffness, t, (column, k, kZ) => addThroughY(column, k * s * s, 2 * k * s, s * (kZ * s + 2 * k * tZ)))
  forParameters(shift, t, (column, k, kZ) => addThroughY(column, 2 * q * s * k, 2 * q * k, 2 * (qZ * s * k + q * tZ * k + q * s * kZ)))
  const base = [H.f[t], H1 * yC, H1 * yZ] as const
  forParameters(decay, e, (column, k, dk) => add(column, weight * k * hf * H.f[t], k, dk, hf, dhf, ...base))
  forParameters(decay, f, (column, k, dk) => add(column, weight * he * k * H.f[t], he, dhe, k, dk, ...base))
  const yCZ = 2 * (qZ * s + q * tZ)
  const yZZ = qZZ * s * s + 4 * qZ * s * tZ + 2 * q * (tZ * tZ + s * tZZ)
  for (const column of shifting) {
    const z = work.zK[column]
    // The energy follows from the sum of all ∂E/∂Z.
    add(column, 0, he, dhe, hf, dhf, z * H1 * yZ, z * (H2 * yZ * yC + H1 * yCZ), z * (H2 * yZ * yZ + H1 * yZZ))
  }
  return weight * he * hf * H1 * yZ
}

function touch({ rows, columns }: Work, column: number): void {
  rows.touch(column)
  columns.add(column)
}

function placeOf({ pieces: { bonds }, first }: Work, column: number, bond: number): number {
  return 3 * (column * bonds.most + bond - first)
}

function columnsOf({ numbers, at }: Piece<PointDerivatives>, point: number): readonly number[] {
  return at.columns[numbers[point]]
}

/** Calls `visit(column, ∂f/∂θ, ∂f′/∂θ)` for every parameter of a point's function. */
function forParameters(piece: Piece<PointDerivatives>, point: number, visit: (column: number, f: number, df: number) => void): void {
  const { fk, dfk, stride } = piece.at
  columnsOf(piece, point).forEach((column, p) => visit(column, fk[point * stride + p], dfk[point * stride + p]))
}
