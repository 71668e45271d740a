// Energies and forces of three-body splines. Suffixes as in spline-triplets.ts; x, y components.
import { intervalOf, listNeighbours, NEIGHBOUR, slopes, splines } from "./spline-triplets"

/**
 * Adds V of every unordered pair of neighbours, of species `first` and `second`, of the centres `from` to `to` of species `centre` to
 * `energies`, its forces to `forces` and Σ r⊗f to `virial`. `coefficients` are `[a][b][c]`, `nb × nc` a plane. `room` takes the two lists.
 */
export function addSplineForces(
  from: i32, to: i32, centre: i32, first: i32, second: i32, axisJ: usize, axisK: usize, axisOpposite: usize,
  coefficients: usize, nb: i32, nc: i32, room: usize,
  centres: usize, neighbours: usize, vectors: usize, distances: usize, species: usize,
  energies: usize, forces: usize, virial: usize,
): void {
  for (let i = from; i < to; i++) {
    if (<i32>load<u8>(species + <usize>i) != centre) continue
    const middle = listNeighbours(i, first, axisJ, room, centres, neighbours, vectors, distances, species)
    const same = first == second
    const stop = same ? middle : listNeighbours(i, second, axisK, middle, centres, neighbours, vectors, distances, species)
    let energy = 0.0
    for (let j = room; j < middle; j += NEIGHBOUR) {
      for (let k = same ? j + NEIGHBOUR : middle; k < stop; k += NEIGHBOUR) energy += triplet(j, k, axisOpposite, coefficients, nb, nc)
    }
    const own = energies + (<usize>i << 3)
    store<f64>(own, load<f64>(own) + energy)
    for (let j = room; j < stop; j += NEIGHBOUR) spread(j, forces + <usize>i * 24, forces + <usize>load<i32>(j, 120) * 24, virial)
  }
}

/** Adds the force on a neighbour to it, its reaction to the centre, and both to the virial. */
@inline function spread(j: usize, centre: usize, atom: usize, virial: usize): void {
  const x = load<f64>(j), y = load<f64>(j, 8), z = load<f64>(j, 16)
  const fx = load<f64>(j, 96), fy = load<f64>(j, 104), fz = load<f64>(j, 112)
  store<f64>(atom, load<f64>(atom) + fx)
  store<f64>(atom, load<f64>(atom, 8) + fy, 8)
  store<f64>(atom, load<f64>(atom, 16) + fz, 16)
  store<f64>(centre, load<f64>(centre) - fx)
  store<f64>(centre, load<f64>(centre, 8) - fy, 8)
  store<f64>(centre, load<f64>(centre, 16) - fz, 16)
  store<f64>(virial, load<f64>(virial) + x * fx)
  store<f64>(virial, load<f64>(virial, 8) + y * fy, 8)
  store<f64>(virial, load<f64>(virial, 16) + z * fz, 16)
  store<f64>(virial, load<f64>(virial, 24) + y * fz, 24)
  store<f64>(virial, load<f64>(virial, 32) + x * fz, 32)
  store<f64>(virial, load<f64>(virial, 40) + x * fy, 40)
}

/** V of one triplet; its forces are added to the neighbours j and k of the lists. */
function triplet(j: usize, k: usize, axis: usize, coefficients: usize, nb: i32, nc: i32): f64 {
  const dx = load<f64>(k) - load<f64>(j), dy = load<f64>(k, 8) - load<f64>(j, 8), dz = load<f64>(k, 16) - load<f64>(j, 16)
  const r = Math.sqrt(dx * dx + dy * dy + dz * dz)
  if (r < load<f64>(axis) || r >= load<f64>(axis, 8)) return 0.0
  const m = intervalOf(axis, r)
  const u = f64x2.splat(r - load<f64>(<usize>load<f64>(axis, 32) + (<usize>m << 3)))
  const at = <usize>load<f64>(axis, 40) + (<usize>m << 7)
  const low = splines(at, u), high = splines(at + 16, u), slopeLow = slopes(at, u), slopeHigh = slopes(at + 16, u)
  const row = <usize>nc << 3, plane = row * <usize>nb
  const zero = f64x2.splat(0.0)
  const b0 = v128.load_splat<f64>(k, 32), b1 = v128.load_splat<f64>(k, 40), b2 = v128.load_splat<f64>(k, 48), b3 = v128.load_splat<f64>(k, 56)
  const d0 = v128.load_splat<f64>(k, 64), d1 = v128.load_splat<f64>(k, 72), d2 = v128.load_splat<f64>(k, 80), d3 = v128.load_splat<f64>(k, 88)
  // Sums over a and b for the four splines of r_jk, with the slopes of r_ij, of r_ik, and without: they meet r_jk once, at the end.
  let plainLow = zero, plainHigh = zero, jLow = zero, jHigh = zero, kLow = zero, kHigh = zero
  let cell = coefficients + plane * <usize>load<i32>(j, 124) + row * <usize>load<i32>(k, 124) + (<usize>m << 3)
  for (let a: usize = 0; a < 32; a += 8) {
    const c1 = cell + row, c2 = c1 + row, c3 = c2 + row
    const low0 = v128.load(cell), low1 = v128.load(c1), low2 = v128.load(c2), low3 = v128.load(c3)
    const sumLow = weighed(low0, low1, low2, low3, b0, b1, b2, b3), alongLow = weighed(low0, low1, low2, low3, d0, d1, d2, d3)
    const high0 = v128.load(cell, 16), high1 = v128.load(c1, 16), high2 = v128.load(c2, 16), high3 = v128.load(c3, 16)
    const sumHigh = weighed(high0, high1, high2, high3, b0, b1, b2, b3), alongHigh = weighed(high0, high1, high2, high3, d0, d1, d2, d3)
    const spline = v128.load_splat<f64>(j + a, 32), slope = v128.load_splat<f64>(j + a, 64)
    plainLow = f64x2.add(plainLow, f64x2.mul(spline, sumLow))
    plainHigh = f64x2.add(plainHigh, f64x2.mul(spline, sumHigh))
    jLow = f64x2.add(jLow, f64x2.mul(slope, sumLow))
    jHigh = f64x2.add(jHigh, f64x2.mul(slope, sumHigh))
    kLow = f64x2.add(kLow, f64x2.mul(spline, alongLow))
    kHigh = f64x2.add(kHigh, f64x2.mul(spline, alongHigh))
    cell += plane
  }
  const value = f64x2.add(f64x2.mul(plainLow, low), f64x2.mul(plainHigh, high))
  const slopeOpposite = f64x2.add(f64x2.mul(plainLow, slopeLow), f64x2.mul(plainHigh, slopeHigh))
  const slopeJ = f64x2.add(f64x2.mul(jLow, low), f64x2.mul(jHigh, high))
  const slopeK = f64x2.add(f64x2.mul(kLow, low), f64x2.mul(kHigh, high))
  const gj = total(slopeJ) / load<f64>(j, 24), gk = total(slopeK) / load<f64>(k, 24), g = total(slopeOpposite) / r
  store<f64>(j, load<f64>(j, 96) + g * dx - gj * load<f64>(j), 96)
  store<f64>(j, load<f64>(j, 104) + g * dy - gj * load<f64>(j, 8), 104)
  store<f64>(j, load<f64>(j, 112) + g * dz - gj * load<f64>(j, 16), 112)
  store<f64>(k, load<f64>(k, 96) - g * dx - gk * load<f64>(k), 96)
  store<f64>(k, load<f64>(k, 104) - g * dy - gk * load<f64>(k, 8), 104)
  store<f64>(k, load<f64>(k, 112) - g * dz - gk * load<f64>(k, 16), 112)
  return total(value)
}

/** Σ_b of the values of a row each and its weight. */
@inline function weighed(v0: v128, v1: v128, v2: v128, v3: v128, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  return f64x2.add(f64x2.add(f64x2.mul(v0, w0), f64x2.mul(v1, w1)), f64x2.add(f64x2.mul(v2, w2), f64x2.mul(v3, w3)))
}

@inline function total(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
}
