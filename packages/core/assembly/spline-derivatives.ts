// Derivatives of three-body splines with respect to their coefficients. Suffixes as in spline-triplets.ts.
import { intervalOf, listNeighbours, NEIGHBOUR, slopes, splines } from "./spline-triplets"

/**
 * Adds ∂(E, F, W)/∂θ of the energies of centres `from` to `to` (of species `centre`) that come through their neighbours j of species
 * `own` with a second neighbour k of species `other`: the forces on j and their reaction on i, and half the energy, since k has its turn.
 *
 * The sums over k are taken first, Σ_k B_b B_c and Σ_k B_b B_c′ n (n from j to k), so that the four splines of r_ij meet them once:
 * F_j = Σ (−B_a′ û Σ_k B_b B_c + B_a Σ_k B_b B_c′ n). Row `runs + 12 (a strideA + b strideB)` holds the column of the first coefficient
 * that exists for a and b, its number c, and one past the last. Rows of `energy`, `forces` (from atom `from` on) and `virial` are `width` long.
 */
export function addSplineDerivatives(
  from: i32, to: i32, centre: i32, own: i32, other: i32, axisJ: usize, axisK: usize, axisOpposite: usize,
  runs: usize, strideA: i32, strideB: i32, nb: i32, nc: i32, room: usize, sums: usize, touched: usize,
  centres: usize, neighbours: usize, vectors: usize, distances: usize, species: usize,
  width: i32, energy: usize, forces: usize, virial: usize,
): void {
  const row = <usize>width << 3, same = own == other
  for (let i = from; i < to; i++) {
    if (<i32>load<u8>(species + <usize>i) != centre) continue
    const middle = listNeighbours(i, own, axisJ, room, centres, neighbours, vectors, distances, species)
    const begin = same ? room : middle
    const stop = same ? middle : listNeighbours(i, other, axisK, middle, centres, neighbours, vectors, distances, species)
    for (let j = room; j < middle; j += NEIGHBOUR) {
      memory.fill(touched, 0, <usize>nb)
      memory.fill(sums, 0, <usize>(nb * nc) << 5)
      for (let k = begin; k < stop; k += NEIGHBOUR) if (k != j) addPair(j, k, axisOpposite, nc, sums, touched)
      const atI = forces + <usize>(i - from) * 3 * row, atJ = forces + <usize>(load<i32>(j, 120) - from) * 3 * row
      for (let a = 0; a < 4; a++) {
        const part = runs + <usize>((load<i32>(j, 124) + a) * strideA) * 12
        for (let b = 0; b < nb; b++) {
          if (!load<u8>(touched + <usize>b)) continue
          const run = part + <usize>(b * strideB) * 12
          const low = load<i32>(run, 4), count = load<i32>(run, 8) - low
          if (count <= 0) continue
          const column = <usize>load<i32>(run) << 3
          spread(j, <usize>a << 3, count, sums + (<usize>(b * 4 * nc + low) << 3), <usize>nc << 3, row, energy + column, atI + column, atJ + column, virial + column)
        }
      }
    }
  }
}

/** Adds B_b B_c and B_b B_c′ n of one second neighbour to the sums, planes of `nc` for each b. */
@inline function addPair(j: usize, k: usize, axis: usize, nc: i32, sums: usize, touched: usize): void {
  const dx = load<f64>(k) - load<f64>(j), dy = load<f64>(k, 8) - load<f64>(j, 8), dz = load<f64>(k, 16) - load<f64>(j, 16)
  const r = Math.sqrt(dx * dx + dy * dy + dz * dz)
  if (r < load<f64>(axis) || r >= load<f64>(axis, 8)) return
  const m = intervalOf(axis, r), first = load<i32>(k, 124)
  const u = f64x2.splat(r - load<f64>(<usize>load<f64>(axis, 32) + (<usize>m << 3)))
  const at = <usize>load<f64>(axis, 40) + (<usize>m << 7)
  const low = splines(at, u), high = splines(at + 16, u), slopeLow = slopes(at, u), slopeHigh = slopes(at + 16, u)
  const inverse = 1.0 / r
  const x = f64x2.splat(dx * inverse), y = f64x2.splat(dy * inverse), z = f64x2.splat(dz * inverse)
  const plane = <usize>nc << 3
  store<u32>(touched + <usize>first, 0x01010101)
  let cell = sums + ((<usize>(first * 4 * nc) + <usize>m) << 3)
  for (let b: usize = 0; b < 32; b += 8) {
    const spline = v128.load_splat<f64>(k + b, 32)
    const d0 = f64x2.mul(spline, slopeLow), d1 = f64x2.mul(spline, slopeHigh)
    add(cell, f64x2.mul(spline, low), f64x2.mul(spline, high))
    add(cell + plane, f64x2.mul(x, d0), f64x2.mul(x, d1))
    add(cell + 2 * plane, f64x2.mul(y, d0), f64x2.mul(y, d1))
    add(cell + 3 * plane, f64x2.mul(z, d0), f64x2.mul(z, d1))
    cell += plane << 2
  }
}

@inline function add(at: usize, low: v128, high: v128): void {
  v128.store(at, f64x2.add(v128.load(at), low))
  v128.store(at, f64x2.add(v128.load(at, 16), high), 16)
}

/** Adds the sums of one b, times spline `a` of r_ij, to `count` columns of the rows of i, j, energy and virial. */
@inline function spread(
  j: usize, a: usize, count: i32, sums: usize, plane: usize, row: usize, energy: usize, atI: usize, atJ: usize, virial: usize,
): void {
  const px = load<f64>(j), py = load<f64>(j, 8), pz = load<f64>(j, 16)
  const spline = load<f64>(j + a, 32), slope = -load<f64>(j + a, 64) / load<f64>(j, 24)
  const value = f64x2.splat(spline), half = f64x2.splat(0.5 * spline)
  const sx = f64x2.splat(slope * px), sy = f64x2.splat(slope * py), sz = f64x2.splat(slope * pz)
  const x = f64x2.splat(px), y = f64x2.splat(py), z = f64x2.splat(pz)
  const paired = <usize>(count & ~1) << 3
  for (let c: usize = 0; c < paired; c += 16) {
    const p = v128.load(sums + c)
    const fx = f64x2.add(f64x2.mul(value, v128.load(sums + plane + c)), f64x2.mul(sx, p))
    const fy = f64x2.add(f64x2.mul(value, v128.load(sums + 2 * plane + c)), f64x2.mul(sy, p))
    const fz = f64x2.add(f64x2.mul(value, v128.load(sums + 3 * plane + c)), f64x2.mul(sz, p))
    increase(energy + c, f64x2.mul(half, p))
    increase(atJ + c, fx)
    increase(atJ + row + c, fy)
    increase(atJ + 2 * row + c, fz)
    decrease(atI + c, fx)
    decrease(atI + row + c, fy)
    decrease(atI + 2 * row + c, fz)
    increase(virial + c, f64x2.mul(x, fx))
    increase(virial + row + c, f64x2.mul(y, fy))
    increase(virial + 2 * row + c, f64x2.mul(z, fz))
    increase(virial + 3 * row + c, f64x2.mul(y, fz))
    increase(virial + 4 * row + c, f64x2.mul(x, fz))
    increase(virial + 5 * row + c, f64x2.mul(x, fy))
  }
  if ((count & 1) == 0) return
  const p = load<f64>(sums + paired)
  const fx = spline * load<f64>(sums + plane + paired) + slope * px * p
  const fy = spline * load<f64>(sums + 2 * plane + paired) + slope * py * p
  const fz = spline * load<f64>(sums + 3 * plane + paired) + slope * pz * p
  raise(energy + paired, 0.5 * spline * p)
  raise(atJ + paired, fx)
  raise(atJ + row + paired, fy)
  raise(atJ + 2 * row + paired, fz)
  raise(atI + paired, -fx)
  raise(atI + row + paired, -fy)
  raise(atI + 2 * row + paired, -fz)
  raise(virial + paired, px * fx)
  raise(virial + row + paired, py * fy)
  raise(virial + 2 * row + paired, pz * fz)
  raise(virial + 3 * row + paired, py * fz)
  raise(virial + 4 * row + paired, px * fz)
  raise(virial + 5 * row + paired, px * fy)
}

@inline function increase(at: usize, by: v128): void {
  v128.store(at, f64x2.add(v128.load(at), by))
}

@inline function decrease(at: usize, by: v128): void {
  v128.store(at, f64x2.sub(v128.load(at), by))
}

@inline function raise(at: usize, by: f64): void {
  store<f64>(at, load<f64>(at) + by)
}
