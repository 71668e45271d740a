// Sums over bonds and over pairs of bonds of a centre, n = share Σ_e ρ(r_e) + Σ_{e<f} w g(cos θ_ef) h(r_e) h(r_f). Suffixes as in
// bond-lists.ts; t angle.
import { addScaled, addToBoth, BondArrays, cosineBetween } from "./bond-lists"
import { PointArrays, valueOf } from "./function-points"

/** Arrays of a list of angles; `first` is by centre, the others by angle. */
@unmanaged export class AngleArrays {
  first: usize
  /** Numbers of both bonds, 8 bytes an angle. */
  bonds: usize
  /** kind of e × elements + element of f */
  triplets: usize
  cosines: usize
  /** w by triplet: 1 where both orders have the same function and are listed once, else ½. */
  weights: usize
}

/** Lists the pairs of bonds of each centre; returns their number. */
export function listAngles(bonds: BondArrays, elements: i32, angles: AngleArrays): i32 {
  const kinds = bonds.kinds, directions = bonds.directions
  let count: usize = 0
  store<i32>(angles.first, 0)
  for (let i = 0; i < bonds.centres; i++) {
    const begin = <usize>load<i32>(bonds.first + (<usize>i << 2)), last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    const row = begin < last ? load<i32>(kinds + (begin << 2)) / elements * elements : 0
    for (let e = begin; e < last; e++) {
      const kind = load<i32>(kinds + (e << 2))
      for (let f = e + 1; f < last; f++) {
        const other = load<i32>(kinds + (f << 2))
        const triplet = kind * elements + other - row
        const cosine = cosineBetween(directions, e, f)
        put(angles, count++, e, f, triplet, cosine)
        if (load<f64>(angles.weights + (<usize>triplet << 3)) != 1.0) put(angles, count++, e, f, other * elements + kind - row, cosine)
      }
    }
    store<i32>(angles.first + (<usize>i << 2), <i32>count, 4)
  }
  return <i32>count
}

@inline function put(angles: AngleArrays, t: usize, e: usize, f: usize, triplet: i32, cosine: f64): void {
  const both = angles.bonds + (t << 3)
  store<i32>(both, <i32>e)
  store<i32>(both, <i32>f, 4)
  store<i32>(angles.triplets + (t << 2), triplet)
  store<f64>(angles.cosines + (t << 3), cosine)
}

/** Adds `share` ρ of all bonds to n of their centres, and its derivatives to the gradients. */
export function addBondSums(bonds: BondArrays, density: PointArrays, share: f64, n: usize, gradients: usize): void {
  for (let i = 0; i < bonds.centres; i++) {
    const last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    let sum = 0.0
    for (let e = <usize>load<i32>(bonds.first + (<usize>i << 2)); e < last; e++) {
      sum += share * valueOf(density.f, e)
      addScaled(share * valueOf(density.df, e), bonds.directions + (e << 5), gradients + (e << 5))
    }
    store<f64>(n + (<usize>i << 3), load<f64>(n + (<usize>i << 3)) + sum)
  }
}

/** Adds `share` w g h h of all angles, as `addBondSums`. */
export function addAngleSums(
  bonds: BondArrays, angles: AngleArrays, radial: PointArrays, angle: PointArrays, share: f64, n: usize, gradients: usize,
): void {
  const directions = bonds.directions, weights = angles.weights
  const h = radial.f, dh = radial.df, g = angle.f, dg = angle.df
  for (let i = 0; i < bonds.centres; i++) {
    const last = <usize>load<i32>(angles.first + (<usize>i << 2), 4)
    let sum = 0.0
    for (let t = <usize>load<i32>(angles.first + (<usize>i << 2)); t < last; t++) {
      const both = angles.bonds + (t << 3)
      const e = <usize>load<i32>(both), f = <usize>load<i32>(both, 4)
      const w = share * load<f64>(weights + (<usize>load<i32>(angles.triplets + (t << 2)) << 3))
      const u = w * valueOf(g, t), he = valueOf(h, e), hf = valueOf(h, f)
      sum += u * he * hf
      addToBoth(
        directions, e, f, valueOf(angles.cosines, t), u * valueOf(dh, e) * hf, u * he * valueOf(dh, f), w * valueOf(dg, t) * he * hf,
        gradients + (e << 5), gradients + (f << 5),
      )
    }
    store<f64>(n + (<usize>i << 3), load<f64>(n + (<usize>i << 3)) + sum)
  }
}

/** Multiplies the gradients of each centre's bonds by its entry of `factors`. */
export function scaleGradients(bonds: BondArrays, factors: usize, gradients: usize): void {
  for (let i = 0; i < bonds.centres; i++) {
    const factor = v128.load_splat<f64>(factors + (<usize>i << 3))
    const stop = gradients + (<usize>load<i32>(bonds.first + (<usize>i << 2), 4) << 5)
    for (let g = gradients + (<usize>load<i32>(bonds.first + (<usize>i << 2)) << 5); g < stop; g += 16) {
      v128.store(g, f64x2.mul(v128.load(g), factor))
    }
  }
}
