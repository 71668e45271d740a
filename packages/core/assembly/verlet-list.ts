// Half neighbour list from bins that hold atoms and ghosts. Suffixes: p, q places in bin order; i, j atoms and ghosts.

/**
 * Counting sort of atoms and ghosts into the padded bins: `start [bins + 2]`, `order [all]` by place, `place [n]` of the atoms, and
 * single-precision positions `x, y, z [all + 4]` by place, with which pairs are screened.
 */
export function binImages(
  n: i32, all: i32, bins: i32, positions: usize, padded: usize, start: usize, order: usize, place: usize, x: usize, y: usize, z: usize,
): void {
  memory.fill(start, 0, <usize>(bins + 2) << 2)
  for (let i = 0; i < all; i++) {
    const counter = start + (<usize>load<u32>(padded + (<usize>i << 2)) << 2)
    store<i32>(counter, load<i32>(counter, 8) + 1, 8)
  }
  let sum = 0
  for (let k = 2; k < bins + 2; k++) {
    const counter = start + (<usize>k << 2)
    sum += load<i32>(counter)
    store<i32>(counter, sum)
  }
  // Counted one bin late, so that filling leaves each start in its place.
  for (let i = 0; i < all; i++) {
    const counter = start + (<usize>load<u32>(padded + (<usize>i << 2)) << 2)
    const p = load<i32>(counter, 4)
    store<i32>(counter, p + 1, 4)
    store<i32>(order + (<usize>p << 2), i)
    if (i < n) store<i32>(place + (<usize>i << 2), p)
    const r = positions + (<usize>i << 5), at = <usize>p << 2
    store<f32>(x + at, <f32>load<f64>(r))
    store<f32>(y + at, <f32>load<f64>(r, 8))
    store<f32>(z + at, <f32>load<f64>(r, 16))
  }
}

/** Appends to `slot` the atoms at places q to `stop` that lie within the square `limit`; branch-free, up to 3 entries of slack. */
@inline function append(
  q: usize, stop: usize, slot: usize, xi: v128, yi: v128, zi: v128, limit: v128, order: usize, x: usize, y: usize, z: usize,
): usize {
  for (; q < stop; q += 4) {
    const at = q << 2
    const dx = f32x4.sub(v128.load(x + at), xi), dy = f32x4.sub(v128.load(y + at), yi), dz = f32x4.sub(v128.load(z + at), zi)
    let near = i32x4.bitmask(f32x4.lt(f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz)), limit))
    if (stop - q < 4) near &= (1 << <i32>(stop - q)) - 1
    const from = order + at
    store<i32>(slot, load<i32>(from))
    slot += <usize>(near & 1) << 2
    store<i32>(slot, load<i32>(from, 4))
    slot += <usize>(near & 2) << 1
    store<i32>(slot, load<i32>(from, 8))
    slot += <usize>(near & 4)
    store<i32>(slot, load<i32>(from, 12))
    slot += <usize>(near & 8) >> 1
  }
  return slot
}

/**
 * Half list of atoms `from` to n until `room` entries are used up: neighbours of atom i and species b are `list[offsets[i × K + b]]`
 * to `offsets[i × K + b + 1]`, an even number of them, filled up with the atom `all` that is nowhere. With several species,
 * `scratch [room]` holds the neighbours of one atom before they are parted. Returns the atom to go on with: n at the end.
 */
export function listPairs(
  n: i32, from: i32, all: i32, limit: f64, counts: usize, reach: usize, padded: usize, start: usize, order: usize, place: usize,
  x: usize, y: usize, z: usize, kinds: i32, kind: usize, offsets: usize, list: usize, scratch: usize, room: i32,
): i32 {
  const mb = load<i32>(counts, 4) + 2 * load<i32>(reach, 4), mc = load<i32>(counts, 8) + 2 * load<i32>(reach, 8)
  const ra = load<i32>(reach), rb = load<i32>(reach, 4), rc = load<i32>(reach, 8)
  const limits = f32x4.splat(<f32>limit)
  let total = load<i32>(offsets + (<usize>(from * kinds) << 2))
  for (let i = from; i < n; i++) {
    const home = load<i32>(padded + (<usize>i << 2))
    const own = <usize>load<i32>(place + (<usize>i << 2)), at = own << 2
    const xi = v128.load_splat<f32>(x + at), yi = v128.load_splat<f32>(y + at), zi = v128.load_splat<f32>(z + at)
    const target = kinds == 1 ? list + (<usize>total << 2) : scratch
    const end = kinds == 1 ? list + (<usize>room << 2) : scratch + (<usize>room << 2)
    const rest = <usize>load<u32>(start + (<usize>(home + rc + 1) << 2))
    let fits = target + ((rest - own + 8) << 2) <= end
    if (!fits) return i
    let slot = append(own + 1, rest, target, xi, yi, zi, limits, order, x, y, z)
    for (let a = 0; a <= ra && fits; a++) {
      for (let b = a > 0 ? -rb : 1; b <= rb; b++) {
        const row = start + (<usize>(home + (a * mb + b) * mc) << 2)
        const q = <usize>load<u32>(row - (<usize>rc << 2)), stop = <usize>load<u32>(row + (<usize>(rc + 1) << 2))
        if (slot + ((stop - q + 8) << 2) > end) {
          fits = false
          break
        }
        slot = append(q, stop, slot, xi, yi, zi, limits, order, x, y, z)
      }
    }
    const found = <i32>((slot - target) >> 2)
    if (!fits || total + found + kinds + 8 > room) return i
    if (kinds == 1) {
      if (found & 1) store<i32>(slot, all)
      total += (found + 1) & ~1
    } else total = part(total, target, slot, kinds, kind, all, offsets + (<usize>(i * kinds) << 2), list)
    store<i32>(offsets + (<usize>((i + 1) * kinds) << 2), total)
  }
  return n
}

/** Parts the neighbours of one atom by species into even segments. */
function part(total: i32, begin: usize, end: usize, kinds: i32, kind: usize, all: i32, offsets: usize, list: usize): i32 {
  for (let b = 0; b < kinds; b++) {
    store<i32>(offsets + (<usize>b << 2), total)
    for (let slot = begin; slot < end; slot += 4) {
      const j = load<i32>(slot)
      store<i32>(list + (<usize>total << 2), j)
      total += i32(<i32>load<u8>(kind + <usize>j) == b)
    }
    if (total & 1) {
      store<i32>(list + (<usize>total << 2), all)
      total++
    }
  }
  return total
}
