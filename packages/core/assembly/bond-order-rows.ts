// Derivatives with respect to parameters of the energies of bond-order-sums.ts. Suffixes as there; p parameter of a function, k column.
import { addScaled, addToBoth, BondArrays, GraphArrays } from "./bond-lists"
import { BondOrderPoints, TermArrays } from "./bond-order-sums"
import { addEnergy, BlockArrays, flushRows, gradientsOf, RowArrays, touch } from "./centre-rows"
import { byParameter, columnOf, kindOf, PointArrays, valueOf } from "./function-points"

/** What a parameter does to one bond, by column: all zero between bonds. */
@unmanaged export class BondColumns {
  /** ∂ζ/∂θ */
  zeta: usize
  /** To the slope along the bond, and to that by ζ. */
  along: usize
  bySurroundings: usize
  marks: usize
  list: usize
  count: i32
  /** ∂ζ/∂d of the centre's bonds, 32 bytes each. */
  slopes: usize
}

/**
 * Adds the rows of all centres of a list to the block. With E = ½ (V_R + b V_A) of a bond, all follows from the six functions by
 *
 *     ∂E/∂θ   = ½ (V_R,θ + b V_A,θ + b_θ V_A) + ½ b′ V_A ζ_θ
 *     ∂E_r/∂θ = ½ (V_R′,θ + b V_A′,θ + b_θ V_A′ + b′ ζ_θ V_A′)           (at constant ζ)
 *     ∂E_ζ/∂θ = ½ (b′ V_A,θ + b′_θ V_A + b″ V_A ζ_θ)
 */
export function addBondOrderRows(
  bonds: BondArrays, graph: GraphArrays, terms: TermArrays, points: BondOrderPoints, bondReach: usize,
  columns: BondColumns, rows: RowArrays, block: BlockArrays,
): void {
  for (let i = 0; i < bonds.centres; i++) {
    const begin = <usize>load<i32>(bonds.first + (<usize>i << 2)), last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    for (let e = begin; e < last; e++) {
      if (valueOf(bonds.distances, e) >= valueOf(bondReach, <usize>load<i32>(bonds.kinds + (e << 2)))) continue
      memory.fill(columns.slopes, 0, (last - begin) << 5)
      const end = <usize>load<i32>(terms.first + (e << 2), 4)
      const slope = 0.5 * valueOf(points.order.df, e) * valueOf(points.attraction.f, e)
      for (let t = <usize>load<i32>(terms.first + (e << 2)); t < end; t++) addTerm(bonds, begin, e, t, terms, points, slope, columns, rows)
      addBond(e, points, columns, rows)
      spread(bonds, begin, last - begin, e, columns, rows)
    }
    flushRows(rows, bonds, graph, i, block)
  }
}

/** ∂ζ/∂d of one term, ζ_θ, and what changes with θ in the derivatives of ζ. */
function addTerm(
  bonds: BondArrays, begin: usize, e: usize, t: usize, terms: TermArrays, points: BondOrderPoints, slope: f64,
  columns: BondColumns, rows: RowArrays,
): void {
  const screen = points.screen, angle = points.angle, asymmetry = points.asymmetry
  const f = <usize>load<i32>(terms.others + (t << 2)), at = points.screenByTerm ? t : f
  const toE = (e - begin) << 5, toF = (f - begin) << 5
  const cosine = valueOf(terms.cosines, t), directions = bonds.directions
  const s = valueOf(screen.f, at), ds = valueOf(screen.df, at)
  const g = valueOf(angle.f, t), dg = valueOf(angle.df, t)
  const x = valueOf(asymmetry.f, t), dx = valueOf(asymmetry.df, t)
  const byF = ds * x - s * dx
  addToBoth(directions, e, f, cosine, s * g * dx, g * byF, s * dg * x, columns.slopes + toE, columns.slopes + toF)
  const triplet = load<i32>(terms.triplets + (t << 2)), kind = kindOf(screen, at)
  for (let p = 0; p < screen.stride; p++) {
    const k = columnOf(screen, kind, p)
    if (k < 0) break
    const sk = byParameter(screen.fk, screen, p, at), dsk = byParameter(screen.dfk, screen, p, at)
    // Most neighbours are nearer than where s begins to fall.
    if (sk == 0.0 && dsk == 0.0) continue
    const to = open(columns, rows, k, sk * g * x)
    addToBoth(directions, e, f, cosine, slope * sk * g * dx, slope * g * (dsk * x - sk * dx), slope * sk * dg * x, to + toE, to + toF)
  }
  for (let p = 0; p < angle.stride; p++) {
    const k = columnOf(angle, triplet, p)
    if (k < 0) break
    const gk = byParameter(angle.fk, angle, p, t), to = open(columns, rows, k, s * gk * x)
    const dgk = byParameter(angle.dfk, angle, p, t)
    addToBoth(directions, e, f, cosine, slope * s * gk * dx, slope * gk * byF, slope * s * dgk * x, to + toE, to + toF)
  }
  for (let p = 0; p < asymmetry.stride; p++) {
    const k = columnOf(asymmetry, triplet, p)
    if (k < 0) break
    const xk = byParameter(asymmetry.fk, asymmetry, p, t), dxk = byParameter(asymmetry.dfk, asymmetry, p, t)
    const to = open(columns, rows, k, s * g * xk)
    addToBoth(
      directions, e, f, cosine, slope * s * g * dxk, slope * g * (ds * xk - s * dxk), slope * s * dg * xk, to + toE, to + toF,
    )
  }
}

/** Adds to ζ_θ of a column, and returns its gradients. */
@inline function open(columns: BondColumns, rows: RowArrays, k: i32, zeta: f64): usize {
  mark(columns, rows, k)
  addAt(columns.zeta, k, zeta)
  return gradientsOf(rows, k)
}

@inline function mark(columns: BondColumns, rows: RowArrays, k: i32): void {
  if (load<u8>(columns.marks + <usize>k)) return
  store<u8>(columns.marks + <usize>k, 1)
  store<i32>(columns.list + (<usize>columns.count << 2), k)
  columns.count++
  touch(rows, k)
}

@inline function addAt(values: usize, k: i32, value: f64): void {
  const at = values + (<usize>k << 3)
  store<f64>(at, load<f64>(at) + value)
}

/** What changes with the parameters of V_R, V_A and b, and through ζ_θ. */
function addBond(e: usize, points: BondOrderPoints, columns: BondColumns, rows: RowArrays): void {
  const repulsion = points.repulsion, attraction = points.attraction, order = points.order
  const b = valueOf(order.f, e), db = valueOf(order.df, e), V = valueOf(attraction.f, e), dV = valueOf(attraction.df, e)
  for (let t = 0; t < columns.count; t++) {
    const k = load<i32>(columns.list + (<usize>t << 2)), change = 0.5 * valueOf(columns.zeta, <usize>k)
    store<f64>(columns.zeta + (<usize>k << 3), 0.0)
    add(columns, rows, k, db * V * change, db * dV * change, valueOf(order.d2f, e) * V * change)
  }
  const kind = kindOf(repulsion, e)
  for (let p = 0; p < repulsion.stride; p++) {
    const k = columnOf(repulsion, kind, p)
    if (k < 0) break
    mark(columns, rows, k)
    add(columns, rows, k, 0.5 * byParameter(repulsion.fk, repulsion, p, e), 0.5 * byParameter(repulsion.dfk, repulsion, p, e), 0.0)
  }
  for (let p = 0; p < attraction.stride; p++) {
    const k = columnOf(attraction, kind, p)
    if (k < 0) break
    mark(columns, rows, k)
    const fk = 0.5 * byParameter(attraction.fk, attraction, p, e)
    add(columns, rows, k, b * fk, 0.5 * b * byParameter(attraction.dfk, attraction, p, e), db * fk)
  }
  for (let p = 0; p < order.stride; p++) {
    const k = columnOf(order, kind, p)
    if (k < 0) break
    mark(columns, rows, k)
    const fk = 0.5 * byParameter(order.fk, order, p, e)
    add(columns, rows, k, fk * V, fk * dV, 0.5 * byParameter(order.dfk, order, p, e) * V)
  }
}

@inline function add(columns: BondColumns, rows: RowArrays, k: i32, energy: f64, along: f64, bySurroundings: f64): void {
  addEnergy(rows, k, energy)
  addAt(columns.along, k, along)
  addAt(columns.bySurroundings, k, bySurroundings)
}

/** Brings the sums by column to the gradients of the centre's bonds and clears them. */
function spread(bonds: BondArrays, begin: usize, degree: usize, e: usize, columns: BondColumns, rows: RowArrays): void {
  const slopes = columns.slopes
  for (let t = 0; t < columns.count; t++) {
    const k = load<i32>(columns.list + (<usize>t << 2)), at = <usize>k << 3, to = gradientsOf(rows, k)
    addScaled(load<f64>(columns.along + at), bonds.directions + (e << 5), to + ((e - begin) << 5))
    const q = load<f64>(columns.bySurroundings + at)
    if (q != 0.0) for (let f: usize = 0; f < degree << 5; f += 32) addScaled(q, slopes + f, to + f)
    store<f64>(columns.along + at, 0.0)
    store<f64>(columns.bySurroundings + at, 0.0)
    store<u8>(columns.marks + <usize>k, 0)
  }
  columns.count = 0
}
