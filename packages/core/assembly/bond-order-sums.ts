// Bonds whose strength depends on their surroundings, ½ (V_R + b(ζ) V_A) with ζ_e = Σ_f s(r_f) g(cos θ_ef) x(r_e − r_f). Suffixes as in
// bond-lists.ts; t term of a ζ.
import { addScaled, addToBoth, BondArrays, cosineBetween } from "./bond-lists"
import { PointArrays, valueOf } from "./function-points"

/** Arrays of the terms of all ζ; `first` is by bond e, the others by term. */
@unmanaged export class TermArrays {
  first: usize
  /** Bond f. */
  others: usize
  /** kind of e × elements + element of f */
  triplets: usize
  distances: usize
  cosines: usize
  /** r_e − r_f */
  differences: usize
}

/** Functions of terms and of bonds; s is by bond f, or by term where `screenByTerm`. */
@unmanaged export class BondOrderPoints {
  repulsion: PointArrays
  attraction: PointArrays
  order: PointArrays
  screen: PointArrays
  angle: PointArrays
  asymmetry: PointArrays
  screenByTerm: i32
}

/** Lists the terms of all bonds shorter than `bondReach` (by kind) with f shorter than `angleReach` (by triplet); returns their number. */
export function listTerms(bonds: BondArrays, elements: i32, bondReach: usize, angleReach: usize, terms: TermArrays): i32 {
  const kinds = bonds.kinds, distances = bonds.distances
  let count: usize = 0
  store<i32>(terms.first, 0)
  for (let i = 0; i < bonds.centres; i++) {
    const begin = <usize>load<i32>(bonds.first + (<usize>i << 2)), last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    const row = begin < last ? load<i32>(kinds + (begin << 2)) / elements * elements : 0
    for (let e = begin; e < last; e++) {
      const kind = load<i32>(kinds + (e << 2)), r = valueOf(distances, e)
      const stop = r < valueOf(bondReach, <usize>kind) ? last : begin
      for (let f = begin; f < stop; f++) {
        const triplet = kind * elements + load<i32>(kinds + (f << 2)) - row, other = valueOf(distances, f)
        if (f == e || other >= valueOf(angleReach, <usize>triplet)) continue
        store<i32>(terms.others + (count << 2), <i32>f)
        store<i32>(terms.triplets + (count << 2), triplet)
        store<f64>(terms.distances + (count << 3), other)
        store<f64>(terms.cosines + (count << 3), cosineBetween(bonds.directions, e, f))
        store<f64>(terms.differences + (count << 3), r - other)
        count++
      }
      store<i32>(terms.first + (e << 2), <i32>count, 4)
    }
  }
  return <i32>count
}

/** ζ of all bonds. */
export function sumOrders(count: i32, terms: TermArrays, points: BondOrderPoints, zeta: usize): void {
  const s = points.screen.f, g = points.angle.f, x = points.asymmetry.f, byTerm = points.screenByTerm
  for (let e: usize = 0; e < <usize>count; e++) {
    const last = <usize>load<i32>(terms.first + (e << 2), 4)
    let sum = 0.0
    for (let t = <usize>load<i32>(terms.first + (e << 2)); t < last; t++) {
      const at = byTerm ? t : <usize>load<i32>(terms.others + (t << 2))
      sum += valueOf(s, at) * valueOf(g, t) * valueOf(x, t)
    }
    store<f64>(zeta + (e << 3), sum)
  }
}

/** Adds energies to those of the centres, by centre of the list, and the gradients of all bonds. */
export function addBondOrders(
  bonds: BondArrays, terms: TermArrays, points: BondOrderPoints, bondReach: usize, energies: usize, gradients: usize,
): void {
  const directions = bonds.directions, others = terms.others, byTerm = points.screenByTerm
  const repulsion = points.repulsion, attraction = points.attraction, order = points.order
  const screen = points.screen, angle = points.angle, asymmetry = points.asymmetry
  for (let i = 0; i < bonds.centres; i++) {
    const last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    let energy = 0.0
    for (let e = <usize>load<i32>(bonds.first + (<usize>i << 2)); e < last; e++) {
      if (valueOf(bonds.distances, e) >= valueOf(bondReach, <usize>load<i32>(bonds.kinds + (e << 2)))) continue
      const b = valueOf(order.f, e), V = valueOf(attraction.f, e)
      energy += 0.5 * (valueOf(repulsion.f, e) + b * V)
      const along = 0.5 * (valueOf(repulsion.df, e) + b * valueOf(attraction.df, e))
      const slope = 0.5 * valueOf(order.df, e) * V
      const end = <usize>load<i32>(terms.first + (e << 2), 4)
      for (let t = <usize>load<i32>(terms.first + (e << 2)); t < end; t++) {
        const f = <usize>load<i32>(others + (t << 2)), at = byTerm ? t : f
        const s = valueOf(screen.f, at), x = valueOf(asymmetry.f, t)
        const g = slope * valueOf(angle.f, t), sdx = s * valueOf(asymmetry.df, t)
        addToBoth(
          directions, e, f, valueOf(terms.cosines, t), g * sdx, g * (valueOf(screen.df, at) * x - sdx),
          slope * s * valueOf(angle.df, t) * x, gradients + (e << 5), gradients + (f << 5),
        )
      }
      addScaled(along, directions + (e << 5), gradients + (e << 5))
    }
    store<f64>(energies + (<usize>i << 3), load<f64>(energies + (<usize>i << 3)) + energy)
  }
}
