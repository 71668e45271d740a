// Derivatives with respect to parameters of F(n), n the sums of angle-sums.ts. Suffixes as there; p parameter of a function, k column.
import { AngleArrays } from "./angle-sums"
import { addScaled, addToBoth, BondArrays, GraphArrays } from "./bond-lists"
import { addEnergy, BlockArrays, flushRows, gradientsOf, RowArrays, touch } from "./centre-rows"
import { byParameter, columnOf, kindOf, PointArrays, valueOf } from "./function-points"

/**
 * Adds the rows of all centres of a list to the block. Each of `density`, `angles` (with `radial` and `angle`) and `outer` may be
 * absent, as 0. Without F in `outer`, whose points are the centres, the energy is n; with it `slopes` are the gradients of n, and
 * with d = ∂n/∂d of a bond
 *
 *     ∂E/∂θ = F′ n_θ,   ∂(F′ d)/∂θ = F′ d_θ + F″ n_θ d      for θ in n,
 *     ∂E/∂θ = F_θ,      ∂(F′ d)/∂θ = F′_θ d                 for θ in F.
 */
export function addEmbeddedRows(
  bonds: BondArrays, graph: GraphArrays, angles: AngleArrays, density: PointArrays, radial: PointArrays, angle: PointArrays,
  densityShare: f64, angleShare: f64, outer: PointArrays, slopes: usize, rows: RowArrays, block: BlockArrays,
): void {
  for (let i = 0; i < bonds.centres; i++) {
    const begin = <usize>load<i32>(bonds.first + (<usize>i << 2)), last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    if (changetype<usize>(density)) {
      for (let e = begin; e < last; e++) addDensity(bonds, begin, e, density, densityShare, rows)
    }
    if (changetype<usize>(angles)) {
      const end = <usize>load<i32>(angles.first + (<usize>i << 2), 4)
      for (let t = <usize>load<i32>(angles.first + (<usize>i << 2)); t < end; t++) {
        addAngle(bonds, begin, angles, t, radial, angle, angleShare, rows)
      }
    }
    if (changetype<usize>(outer)) throughEnergy(<usize>i, last - begin, outer, slopes + (begin << 5), rows)
    flushRows(rows, bonds, graph, i, block)
  }
}

@inline function addDensity(bonds: BondArrays, begin: usize, e: usize, density: PointArrays, share: f64, rows: RowArrays): void {
  const kind = kindOf(density, e)
  for (let p = 0; p < density.stride; p++) {
    const k = columnOf(density, kind, p)
    if (k < 0) break
    touch(rows, k)
    addEnergy(rows, k, share * byParameter(density.fk, density, p, e))
    const slope = share * byParameter(density.dfk, density, p, e)
    addScaled(slope, bonds.directions + (e << 5), gradientsOf(rows, k) + ((e - begin) << 5))
  }
}

function addAngle(
  bonds: BondArrays, begin: usize, angles: AngleArrays, t: usize, radial: PointArrays, angle: PointArrays, share: f64, rows: RowArrays,
): void {
  const both = angles.bonds + (t << 3)
  const e = <usize>load<i32>(both), f = <usize>load<i32>(both, 4)
  const toE = (e - begin) << 5, toF = (f - begin) << 5
  const triplet = load<i32>(angles.triplets + (t << 2)), directions = bonds.directions
  const w = share * load<f64>(angles.weights + (<usize>triplet << 3)), cosine = valueOf(angles.cosines, t)
  const g = w * valueOf(angle.f, t), dg = w * valueOf(angle.df, t)
  const he = valueOf(radial.f, e), hf = valueOf(radial.f, f), dhe = valueOf(radial.df, e), dhf = valueOf(radial.df, f)
  for (let p = 0; p < angle.stride; p++) {
    const k = columnOf(angle, triplet, p)
    if (k < 0) break
    touch(rows, k)
    const gk = w * byParameter(angle.fk, angle, p, t), to = gradientsOf(rows, k)
    addEnergy(rows, k, gk * he * hf)
    addToBoth(
      directions, e, f, cosine, gk * dhe * hf, gk * he * dhf, w * byParameter(angle.dfk, angle, p, t) * he * hf, to + toE, to + toF,
    )
  }
  const kindE = kindOf(radial, e), kindF = kindOf(radial, f)
  if (kindE == kindF) {
    // Both bonds have the same parameters.
    for (let p = 0; p < radial.stride; p++) {
      const k = columnOf(radial, kindE, p)
      if (k < 0) break
      touch(rows, k)
      const ke = byParameter(radial.fk, radial, p, e), kf = byParameter(radial.fk, radial, p, f)
      const dke = byParameter(radial.dfk, radial, p, e), dkf = byParameter(radial.dfk, radial, p, f)
      const product = ke * hf + he * kf, to = gradientsOf(rows, k)
      addEnergy(rows, k, g * product)
      addToBoth(directions, e, f, cosine, g * (dke * hf + dhe * kf), g * (ke * dhf + he * dkf), dg * product, to + toE, to + toF)
    }
    return
  }
  for (let p = 0; p < radial.stride; p++) {
    const k = columnOf(radial, kindE, p)
    if (k < 0) break
    touch(rows, k)
    const ke = byParameter(radial.fk, radial, p, e), to = gradientsOf(rows, k)
    addEnergy(rows, k, g * ke * hf)
    addToBoth(directions, e, f, cosine, g * byParameter(radial.dfk, radial, p, e) * hf, g * ke * dhf, dg * ke * hf, to + toE, to + toF)
  }
  for (let p = 0; p < radial.stride; p++) {
    const k = columnOf(radial, kindF, p)
    if (k < 0) break
    touch(rows, k)
    const kf = byParameter(radial.fk, radial, p, f), to = gradientsOf(rows, k)
    addEnergy(rows, k, g * he * kf)
    addToBoth(directions, e, f, cosine, g * dhe * kf, g * he * byParameter(radial.dfk, radial, p, f), dg * he * kf, to + toE, to + toF)
  }
}

/** Turns n_θ and d_θ of a centre into derivatives of F and its gradients, and adds those of the parameters of F. */
function throughEnergy(i: usize, degree: usize, outer: PointArrays, slopes: usize, rows: RowArrays): void {
  const kind = kindOf(outer, i)
  if (kind < 0) return
  const d1 = valueOf(outer.df, i), d2 = valueOf(outer.d2f, i)
  const factor = f64x2.splat(d1)
  for (let t = 0; t < rows.count; t++) {
    const k = load<i32>(rows.list + (<usize>t << 2)), energy = rows.energy + (<usize>k << 3), to = gradientsOf(rows, k)
    const change = f64x2.splat(d2 * load<f64>(energy))
    store<f64>(energy, d1 * load<f64>(energy))
    for (let b: usize = 0; b < degree << 5; b += 16) {
      v128.store(to + b, f64x2.add(f64x2.mul(factor, v128.load(to + b)), f64x2.mul(change, v128.load(slopes + b))))
    }
  }
  for (let p = 0; p < outer.stride; p++) {
    const k = columnOf(outer, kind, p)
    if (k < 0) break
    touch(rows, k)
    addEnergy(rows, k, byParameter(outer.fk, outer, p, i))
    const slope = byParameter(outer.dfk, outer, p, i), to = gradientsOf(rows, k)
    for (let e: usize = 0; e < degree << 5; e += 32) addScaled(slope, slopes + e, to + e)
  }
}
