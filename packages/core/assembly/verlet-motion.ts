// Atoms between two rebuilds of their list. x, f, offset, reference, shifts are xyz in four doubles; `positions`, `forces` packed xyz.

/**
 * Takes the positions r of moved atoms: x = r − offset, and the images of ghosts. Returns the largest squared displacement from
 * `reference`, NaN if any position is no number.
 */
export function moveAtoms(
  n: i32, all: i32, positions: usize, order: usize, offset: usize, reference: usize, x: usize, owner: usize, shift: usize, shifts: usize,
): f64 {
  let most = 0.0
  for (let p = 0; p < n; p++) {
    const r = positions + <usize>load<u32>(order + (<usize>p << 2)) * 24, at = <usize>p << 5
    const xy = f64x2.sub(v128.load(r), v128.load(offset + at))
    const z = load<f64>(r, 16) - load<f64>(offset + at, 16)
    v128.store(x + at, xy)
    store<f64>(x + at, z, 16)
    const moved = f64x2.sub(xy, v128.load(reference + at)), dz = z - load<f64>(reference + at, 16)
    const square = f64x2.mul(moved, moved)
    most = Math.max(most, f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1) + dz * dz)
  }
  for (let g = n; g < all; g++) {
    const from = x + (<usize>load<u32>(owner + (<usize>(g - n) << 2)) << 5), to = x + (<usize>g << 5)
    const vector = shifts + <usize>load<u32>(shift + (<usize>(g - n) << 2))
    v128.store(to, f64x2.add(v128.load(from), v128.load(vector)))
    store<f64>(to, load<f64>(from, 16) + load<f64>(vector, 16), 16)
  }
  return most
}

/** Virial `Σ x⊗f` over atoms and ghosts, Voigt xx yy zz yz xz xy, added to `virial [6]`. */
export function addVirial(all: i32, x: usize, f: usize, virial: usize): void {
  let xx = 0.0, yy = 0.0, zz = 0.0, yz = 0.0, xz = 0.0, xy = 0.0
  const end = x + (<usize>all << 5)
  for (; x < end; x += 32, f += 32) {
    const X = load<f64>(x), Y = load<f64>(x, 8), Z = load<f64>(x, 16), fy = load<f64>(f, 8), fz = load<f64>(f, 16)
    xx += X * load<f64>(f)
    yy += Y * fy
    zz += Z * fz
    yz += Y * fz
    xz += X * fz
    xy += X * fy
  }
  store<f64>(virial, load<f64>(virial) + xx)
  store<f64>(virial, load<f64>(virial, 8) + yy, 8)
  store<f64>(virial, load<f64>(virial, 16) + zz, 16)
  store<f64>(virial, load<f64>(virial, 24) + yz, 24)
  store<f64>(virial, load<f64>(virial, 32) + xz, 32)
  store<f64>(virial, load<f64>(virial, 40) + xy, 40)
}

/** Adds the forces on ghosts to their owners and hands all to the caller, in its order. */
export function gatherForces(n: i32, all: i32, f: usize, owner: usize, order: usize, forces: usize): void {
  for (let g = n; g < all; g++) {
    const to = f + (<usize>load<u32>(owner + (<usize>(g - n) << 2)) << 5), from = f + (<usize>g << 5)
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)))
    store<f64>(to, load<f64>(to, 16) + load<f64>(from, 16), 16)
  }
  for (let p = 0; p < n; p++) {
    const to = forces + <usize>load<u32>(order + (<usize>p << 2)) * 24, from = f + (<usize>p << 5)
    v128.store(to, v128.load(from))
    store<f64>(to, load<f64>(from, 16), 16)
  }
}
