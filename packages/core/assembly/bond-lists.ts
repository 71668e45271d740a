// Bonds of successive centres of a neighbour graph. Suffixes: i, j atoms, a, b their elements, e, f bonds.

/** Arrays of a full neighbour graph. */
@unmanaged export class GraphArrays {
  centres: usize
  neighbours: usize
  vectors: usize
  distances: usize
  species: usize
}

/** Arrays of a list of bonds; `first` is by centre of the list, the others by bond. */
@unmanaged export class BondArrays {
  from: i32
  centres: i32
  /** Largest number of bonds of a centre. */
  most: i32
  first: usize
  edges: usize
  /** a × elements + b */
  kinds: usize
  distances: usize
  /** 32 bytes a bond: the direction from i to j, and 1/r. */
  directions: usize
}

/**
 * Lists the bonds shorter than `reach` (by kind) of centres `from` up to `to`, or fewer centres once they have `wanted` pairs of bonds.
 * `numbers` are those of the graph's elements in the potential, −1 for an unknown one. Returns the centre to go on with.
 */
export function listBonds(
  from: i32, to: i32, graph: GraphArrays, numbers: usize, elements: i32, reach: usize, wanted: i32, bonds: BondArrays,
): i32 {
  const neighbours = graph.neighbours, vectors = graph.vectors, lengths = graph.distances, species = graph.species
  const first = bonds.first, edges = bonds.edges, kinds = bonds.kinds, distances = bonds.distances, directions = bonds.directions
  let count: usize = 0
  let pairs = 0, most = 0, i = from
  store<i32>(first, 0)
  for (; i < to && pairs < wanted; i++) {
    const begin = count
    const a = load<i32>(numbers + (<usize>load<u8>(species + <usize>i) << 2))
    const stop = a < 0 ? 0 : load<i32>(graph.centres + (<usize>i << 2), 4)
    const row = reach + (<usize>(a * elements) << 3)
    for (let edge = load<i32>(graph.centres + (<usize>i << 2)); edge < stop; edge++) {
      const j = load<i32>(neighbours + (<usize>edge << 2))
      const b = load<i32>(numbers + (<usize>load<u8>(species + <usize>j) << 2))
      const r = load<f64>(lengths + (<usize>edge << 3))
      if (b < 0 || r >= load<f64>(row + (<usize>b << 3))) continue
      const vector = vectors + <usize>edge * 24, direction = directions + (count << 5)
      const inverse = 1.0 / r
      store<i32>(edges + (count << 2), edge)
      store<i32>(kinds + (count << 2), a * elements + b)
      store<f64>(distances + (count << 3), r)
      store<f64>(direction, load<f64>(vector) * inverse)
      store<f64>(direction, load<f64>(vector, 8) * inverse, 8)
      store<f64>(direction, load<f64>(vector, 16) * inverse, 16)
      store<f64>(direction, inverse, 24)
      count++
    }
    store<i32>(first + (<usize>(i - from) << 2), <i32>count, 4)
    const degree = <i32>(count - begin)
    pairs += degree * degree
    most = max(most, degree)
  }
  bonds.from = from
  bonds.centres = i - from
  bonds.most = most
  return i
}

/** The cosine between bonds e and f of one centre. */
@inline export function cosineBetween(directions: usize, e: usize, f: usize): f64 {
  const u = directions + (e << 5), v = directions + (f << 5)
  const product = f64x2.mul(v128.load(u), v128.load(v))
  return f64x2.extract_lane(product, 0) + f64x2.extract_lane(product, 1) + load<f64>(u, 16) * load<f64>(v, 16)
}

/**
 * Adds to the gradients of bonds e and f, 32 bytes each, a dependence on both lengths and on the cosine c between them:
 * ∂/∂d_e = s_e n_e + s_c (n_f − c n_e)/r_e. What falls into the fourth number of a gradient means nothing.
 */
@inline export function addToBoth(
  directions: usize, e: usize, f: usize, cosine: f64, byE: f64, byF: f64, byCosine: f64, atE: usize, atF: usize,
): void {
  const u = directions + (e << 5), v = directions + (f << 5)
  const acrossE = byCosine * load<f64>(u, 24), acrossF = byCosine * load<f64>(v, 24)
  const alongE = f64x2.splat(byE - cosine * acrossE), alongF = f64x2.splat(byF - cosine * acrossF)
  const throughE = f64x2.splat(acrossE), throughF = f64x2.splat(acrossF)
  const u0 = v128.load(u), u1 = v128.load(u, 16), v0 = v128.load(v), v1 = v128.load(v, 16)
  v128.store(atE, f64x2.add(v128.load(atE), f64x2.add(f64x2.mul(alongE, u0), f64x2.mul(throughE, v0))))
  v128.store(atE, f64x2.add(v128.load(atE, 16), f64x2.add(f64x2.mul(alongE, u1), f64x2.mul(throughE, v1))), 16)
  v128.store(atF, f64x2.add(v128.load(atF), f64x2.add(f64x2.mul(alongF, v0), f64x2.mul(throughF, u0))))
  v128.store(atF, f64x2.add(v128.load(atF, 16), f64x2.add(f64x2.mul(alongF, v1), f64x2.mul(throughF, u1))), 16)
}

/** Adds `factor` times 32 bytes at `from` to those at `to`. */
@inline export function addScaled(factor: f64, from: usize, to: usize): void {
  const scale = f64x2.splat(factor)
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(scale, v128.load(from))))
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(scale, v128.load(from, 16))), 16)
}

/** Adds F_j = −g and F_i = +g of all bonds with gradients g to `forces`, and W = −Σ d ⊗ g to `virial`. */
export function scatterBonds(bonds: BondArrays, graph: GraphArrays, gradients: usize, forces: usize, virial: usize): void {
  const neighbours = graph.neighbours, vectors = graph.vectors, edges = bonds.edges
  let xx = 0.0, yy = 0.0, zz = 0.0, yz = 0.0, xz = 0.0, xy = 0.0
  for (let i = 0; i < bonds.centres; i++) {
    const last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
    let fx = 0.0, fy = 0.0, fz = 0.0
    for (let e = <usize>load<i32>(bonds.first + (<usize>i << 2)); e < last; e++) {
      const edge = <usize>load<i32>(edges + (e << 2)), g = gradients + (e << 5), vector = vectors + edge * 24
      const at = forces + <usize>load<i32>(neighbours + (edge << 2)) * 24
      const gx = load<f64>(g), gy = load<f64>(g, 8), gz = load<f64>(g, 16)
      const x = load<f64>(vector), y = load<f64>(vector, 8), z = load<f64>(vector, 16)
      fx += gx
      fy += gy
      fz += gz
      store<f64>(at, load<f64>(at) - gx)
      store<f64>(at, load<f64>(at, 8) - gy, 8)
      store<f64>(at, load<f64>(at, 16) - gz, 16)
      xx += x * gx
      yy += y * gy
      zz += z * gz
      yz += y * gz + z * gy
      xz += x * gz + z * gx
      xy += x * gy + y * gx
    }
    const at = forces + <usize>(bonds.from + i) * 24
    store<f64>(at, load<f64>(at) + fx)
    store<f64>(at, load<f64>(at, 8) + fy, 8)
    store<f64>(at, load<f64>(at, 16) + fz, 16)
  }
  store<f64>(virial, load<f64>(virial) - xx)
  store<f64>(virial, load<f64>(virial, 8) - yy, 8)
  store<f64>(virial, load<f64>(virial, 16) - zz, 16)
  store<f64>(virial, load<f64>(virial, 24) - 0.5 * yz, 24)
  store<f64>(virial, load<f64>(virial, 32) - 0.5 * xz, 32)
  store<f64>(virial, load<f64>(virial, 40) - 0.5 * xy, 40)
}
