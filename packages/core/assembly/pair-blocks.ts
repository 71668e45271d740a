// Pair forces in blocks that fit the first cache: distances out, any function of them in between, forces back in. Suffixes: i atom,
// j, l atoms or ghosts, m pair of the block.

/**
 * Lists the pairs within the cutoff of centres `members[from]` on with their neighbours of species b, as many centres as `room` pairs
 * surely hold: neighbour in `partner`, r² in `square`, end of each centre's pairs in `ends`. Returns the centre to go on with; the
 * number of pairs is the last of `ends`. All distances of one centre come first, into `all2`: mixed with the stores of those within,
 * whose places are known late, loads would wait.
 */
export function gatherPairs(
  from: i32, count: i32, members: usize, kinds: i32, b: i32, offsets: usize, list: usize, x: usize, cutoff2: f64,
  room: i32, partner: usize, square: usize, ends: usize, all2: usize,
): i32 {
  const limit = f64x2.splat(cutoff2)
  const first = partner
  let k = from
  for (; k < count; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2))
    const segment = offsets + ((i * <usize>kinds + <usize>b) << 2)
    const begin = list + (<usize>load<u32>(segment) << 2), stop = list + (<usize>load<u32>(segment, 4) << 2)
    if ((partner - first + stop - begin) >> 2 > <usize>room && k > from) break
    squareDistances(begin, stop, x, i, all2)
    let r2s = all2
    for (let slot = begin; slot < stop; slot += 8, r2s += 16) {
      const r2 = v128.load(r2s)
      const inside = <usize>i64x2.bitmask(f64x2.lt(r2, limit))
      store<u32>(partner, load<u32>(slot))
      v128.store_lane<f64>(square, r2, 0)
      partner += (inside & 1) << 2
      square += (inside & 1) << 3
      store<u32>(partner, load<u32>(slot, 4))
      v128.store_lane<f64>(square, r2, 1)
      partner += (inside & 2) << 1
      square += (inside & 2) << 2
    }
    store<i32>(ends + (<usize>(k - from) << 2), <i32>((partner - first) >> 2))
  }
  return k
}

/** r² from atom i to each entry of a list segment, an even number of them. */
@inline export function squareDistances(begin: usize, stop: usize, x: usize, i: usize, all2: usize): void {
  const at = x + (i << 5)
  const xi = v128.load_splat<f64>(at), yi = v128.load_splat<f64>(at, 8), zi = v128.load_splat<f64>(at, 16)
  for (; begin < stop; begin += 8, all2 += 16) {
    const xj = x + (<usize>load<u32>(begin) << 5), xl = x + (<usize>load<u32>(begin, 4) << 5)
    const mj = v128.load(xj), ml = v128.load(xl)
    const dx = f64x2.sub(v128.shuffle<f64>(mj, ml, 0, 2), xi), dy = f64x2.sub(v128.shuffle<f64>(mj, ml, 1, 3), yi)
    const dz = f64x2.sub(v128.load_lane<f64>(xl, v128.load_zero<f64>(xj, 16), 1, 16), zi)
    v128.store(all2, f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz)))
  }
}

/** Square roots of the block: r from r². */
export function rootPairs(pairs: i32, square: usize, distance: usize): void {
  const stop = square + (<usize>pairs << 3)
  for (; square < stop; square += 16, distance += 16) v128.store(distance, f64x2.sqrt(v128.load(square)))
}

/** φ′/r of the block from φ′ and r, in place of φ′. */
export function dividePairs(pairs: i32, slope: usize, distance: usize): void {
  const stop = slope + (<usize>pairs << 3)
  for (; slope < stop; slope += 16, distance += 16) v128.store(slope, f64x2.div(v128.load(slope), v128.load(distance)))
}

/** Adds the forces of a block to `f`, from `pull` = φ′(r)/r of its pairs, and returns Σ φ; centres are those of `gatherPairs`. */
export function scatterForces(
  from: i32, to: i32, members: usize, x: usize, f: usize, partner: usize, ends: usize, energy: usize, pull: usize,
): f64 {
  let sum = f64x2.splat(0.0)
  let rest = 0.0
  let m: usize = 0
  for (let k = from; k < to; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2))
    const end = <usize>load<u32>(ends + (<usize>(k - from) << 2))
    const at = x + (i << 5)
    const xi = v128.load_splat<f64>(at), yi = v128.load_splat<f64>(at, 8), zi = v128.load_splat<f64>(at, 16)
    let fx = f64x2.splat(0.0), fy = fx, fz = fx
    for (; m + 1 < end; m += 2) {
      const j = <usize>load<u32>(partner + (m << 2)) << 5, l = <usize>load<u32>(partner + (m << 2), 4) << 5
      const xj = x + j, xl = x + l
      const mj = v128.load(xj), ml = v128.load(xl)
      const g = v128.load(pull + (m << 3))
      const ax = f64x2.mul(f64x2.sub(v128.shuffle<f64>(mj, ml, 0, 2), xi), g)
      const ay = f64x2.mul(f64x2.sub(v128.shuffle<f64>(mj, ml, 1, 3), yi), g)
      const az = f64x2.mul(f64x2.sub(v128.load_lane<f64>(xl, v128.load_zero<f64>(xj, 16), 1, 16), zi), g)
      sum = f64x2.add(sum, v128.load(energy + (m << 3)))
      fx = f64x2.add(fx, ax)
      fy = f64x2.add(fy, ay)
      fz = f64x2.add(fz, az)
      const fj = f + j, fl = f + l
      v128.store(fj, f64x2.sub(v128.load(fj), v128.shuffle<f64>(ax, ay, 0, 2)))
      store<f64>(fj, load<f64>(fj, 16) - f64x2.extract_lane(az, 0), 16)
      v128.store(fl, f64x2.sub(v128.load(fl), v128.shuffle<f64>(ax, ay, 1, 3)))
      store<f64>(fl, load<f64>(fl, 16) - f64x2.extract_lane(az, 1), 16)
    }
    let lastX = 0.0, lastY = 0.0, lastZ = 0.0
    if (m < end) {
      const j = <usize>load<u32>(partner + (m << 2)) << 5
      const g = load<f64>(pull + (m << 3)), xj = x + j, fj = f + j
      lastX = (load<f64>(xj) - load<f64>(at)) * g
      lastY = (load<f64>(xj, 8) - load<f64>(at, 8)) * g
      lastZ = (load<f64>(xj, 16) - load<f64>(at, 16)) * g
      store<f64>(fj, load<f64>(fj) - lastX)
      store<f64>(fj, load<f64>(fj, 8) - lastY, 8)
      store<f64>(fj, load<f64>(fj, 16) - lastZ, 16)
      rest += load<f64>(energy + (m << 3))
      m++
    }
    const fi = f + (i << 5)
    store<f64>(fi, load<f64>(fi) + lastX + f64x2.extract_lane(fx, 0) + f64x2.extract_lane(fx, 1))
    store<f64>(fi, load<f64>(fi, 8) + lastY + f64x2.extract_lane(fy, 0) + f64x2.extract_lane(fy, 1), 8)
    store<f64>(fi, load<f64>(fi, 16) + lastZ + f64x2.extract_lane(fz, 0) + f64x2.extract_lane(fz, 1), 16)
  }
  return rest + f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
