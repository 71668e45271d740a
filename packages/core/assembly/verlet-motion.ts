// Atoms between two rebuilds of their list. x, f, offset, reference, shifts are xyz in four doubles; `positions`, `forces` packed xyz.

/**
 * Takes the positions r of moved atoms `from` to `to`: x = r − offset, and of the images of ghosts `firstGhost` to `endGhost`, whose
 * atoms may be any. Returns the largest squared displacement of these atoms from `reference`, NaN if any position is no number.
 */
export function moveAtoms(
  from: i32, to: i32, firstGhost: i32, endGhost: i32, n: i32,
  positions: usize, order: usize, offset: usize, reference: usize, x: usize, owner: usize, shift: usize, shifts: usize,
): f64 {
  let most = 0.0
  for (let p = from; p < to; p++) {
    const r = positions + <usize>load<u32>(order + (<usize>p << 2)) * 24, at = <usize>p << 5
    const xy = f64x2.sub(v128.load(r), v128.load(offset + at))
    const z = load<f64>(r, 16) - load<f64>(offset + at, 16)
    v128.store(x + at, xy)
    store<f64>(x + at, z, 16)
    const moved = f64x2.sub(xy, v128.load(reference + at)), dz = z - load<f64>(reference + at, 16)
    const square = f64x2.mul(moved, moved)
    most = Math.max(most, f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1) + dz * dz)
  }
  for (let g = firstGhost; g < endGhost; g++) {
    const p = <usize>load<u32>(owner + (<usize>(g - n) << 2))
    const r = positions + <usize>load<u32>(order + (p << 2)) * 24, base = offset + (p << 5), to = x + (<usize>g << 5)
    const vector = shifts + <usize>load<u32>(shift + (<usize>(g - n) << 2))
    v128.store(to, f64x2.add(f64x2.sub(v128.load(r), v128.load(base)), v128.load(vector)))
    store<f64>(to, load<f64>(r, 16) - load<f64>(base, 16) + load<f64>(vector, 16), 16)
  }
  return most
}

/** Offsets of the atoms in a cell of other rows: `origin` and the vectors by which they were wrapped, `w [3n]`. */
export function moveOffsets(n: i32, order: usize, w: usize, rows: usize, origin: usize, offset: usize): void {
  for (let p = 0; p < n; p++) {
    const wi = w + <usize>load<u32>(order + (<usize>p << 2)) * 12, to = offset + (<usize>p << 5)
    const wa = <f64>load<i32>(wi), wb = <f64>load<i32>(wi, 4), wc = <f64>load<i32>(wi, 8)
    for (let c: usize = 0; c < 24; c += 8) {
      const vector = wa * load<f64>(rows + c) + wb * load<f64>(rows + c, 24) + wc * load<f64>(rows + c, 48)
      store<f64>(to + c, load<f64>(origin + c) + vector)
    }
  }
}

/** Smallest and largest place of the atoms, and of the ghosts, that a list names, with `from` to `to`: first, end, first, end in `touched`. */
export function findTouched(list: usize, entries: i32, from: i32, to: i32, n: i32, all: i32, touched: usize): void {
  let first = from, end = to, firstGhost = all, endGhost = n
  const stop = list + (<usize>entries << 2)
  for (let slot = list; slot < stop; slot += 4) {
    const j = load<i32>(slot)
    if (j < n) {
      first = min(first, j)
      end = max(end, j + 1)
    } else if (j < all) {
      firstGhost = min(firstGhost, j)
      endGhost = max(endGhost, j + 1)
    }
  }
  store<i32>(touched, first)
  store<i32>(touched, end, 4)
  store<i32>(touched, min(firstGhost, endGhost), 8)
  store<i32>(touched, endGhost, 12)
}

/** Virial `Σ x⊗f` over n atoms or ghosts, Voigt xx yy zz yz xz xy, added to `virial [6]`. */
export function addVirial(n: i32, x: usize, f: usize, virial: usize): void {
  let xx = 0.0, yy = 0.0, zz = 0.0, yz = 0.0, xz = 0.0, xy = 0.0
  const end = x + (<usize>n << 5)
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

/** Adds numbers `from` to `to` of one array to those of another. */
export function addNumbers(from: i32, to: i32, numbers: usize, sums: usize): void {
  const stop = <usize>to << 3
  for (let at = <usize>from << 3; at < stop; at += 8) store<f64>(sums + at, load<f64>(sums + at) + load<f64>(numbers + at))
}

/** Adds the forces on ghosts `first` to `end` to the sums of the atoms that they repeat. */
export function foldForces(first: i32, end: i32, n: i32, owner: usize, f: usize, sums: usize): void {
  for (let g = first; g < end; g++) {
    const to = sums + (<usize>load<u32>(owner + (<usize>(g - n) << 2)) << 5), from = f + (<usize>g << 5)
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)))
    store<f64>(to, load<f64>(to, 16) + load<f64>(from, 16), 16)
  }
}

/** Hands the forces on atoms `from` to `to` to the caller, in its order. */
export function handForces(from: i32, to: i32, order: usize, f: usize, forces: usize): void {
  for (let p = from; p < to; p++) {
    const at = forces + <usize>load<u32>(order + (<usize>p << 2)) * 24, own = f + (<usize>p << 5)
    v128.store(at, v128.load(own))
    store<f64>(at, load<f64>(own, 16), 16)
  }
}
