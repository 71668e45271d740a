// Edges of one structure from its bins. Suffixes: i, j atoms; e edges; m image of the wrapped, n image of the given position.

/** Images of wrapped positions are packed in 10 bits a direction, around this. */
export const MIDDLE: i32 = 512

/** `(r_j − r_i) + n·h`, component by component: the same bits, with the other sign, from the other end. */
@inline export function component(ri: usize, rj: usize, rows: usize, na: f64, nb: f64, nc: f64): f64 {
  return load<f64>(rj) - load<f64>(ri) + (na * load<f64>(rows) + nb * load<f64>(rows, 24) + nc * load<f64>(rows, 48))
}

/** Exact distance from atom i to image m of atom j. */
function distanceTo(i: i32, j: i32, packed: i32, positions: usize, rows: usize, w: usize): f64 {
  const wi = w + <usize>i * 12, wj = w + <usize>j * 12
  const na = <f64>(((packed >> 20) & 1023) - MIDDLE - load<i32>(wj) + load<i32>(wi))
  const nb = <f64>(((packed >> 10) & 1023) - MIDDLE - load<i32>(wj, 4) + load<i32>(wi, 4))
  const nc = <f64>((packed & 1023) - MIDDLE - load<i32>(wj, 8) + load<i32>(wi, 8))
  const ri = positions + <usize>i * 24, rj = positions + <usize>j * 24
  const dx = component(ri, rj, rows, na, nb, nc)
  const dy = component(ri + 8, rj + 8, rows + 8, na, nb, nc)
  const dz = component(ri + 16, rj + 16, rows + 16, na, nb, nc)
  return Math.sqrt(dx * dx + dy * dy + dz * dz)
}

/**
 * Lists the neighbours of atoms `from` to n until `room` is used up: `found [2 × room]` holds neighbour and packed image, `degrees`
 * `[n + 1]` their running count. Images of the same neighbour come in falling order. Returns the atom to go on with: n at the end.
 *
 * `reach [3]` are the bins to look at on each side, `periodic` the directions (bits) in which bins repeat.
 */
export function collectEdges(
  n: i32, from: i32, cutoff: f64, guard: f64, positions: usize, rows: usize, w: usize, counts: usize, reach: usize, periodic: i32,
  bin: usize, start: usize, order: usize, place: usize, x: usize, y: usize, z: usize, degrees: usize, found: usize, room: i32,
): i32 {
  const na = load<i32>(counts), nb = load<i32>(counts, 4), nc = load<i32>(counts, 8)
  const ra = load<i32>(reach), rb = load<i32>(reach, 4), rc = load<i32>(reach, 8)
  const outer = f64x2.splat((cutoff + guard) * (cutoff + guard))
  const inner = f64x2.splat(Math.max(cutoff - guard, 0) * Math.max(cutoff - guard, 0))
  const end = found + (<usize>room << 3)
  let total = load<i32>(degrees + (<usize>from << 2))
  for (let i = from; i < n; i++) {
    const p = load<i32>(place + (<usize>i << 2)), at = <usize>p << 3
    const xi = load<f64>(x + at), yi = load<f64>(y + at), zi = load<f64>(z + at)
    const k = load<i32>(bin + (<usize>i << 2))
    const ka = k / (nb * nc), kb = (k / nc) % nb, kc = k % nc
    const lastA = periodic & 1 ? ka + ra : min(ka + ra, na - 1), firstA = periodic & 1 ? ka - ra : max(ka - ra, 0)
    const lastB = periodic & 2 ? kb + rb : min(kb + rb, nb - 1), firstB = periodic & 2 ? kb - rb : max(kb - rb, 0)
    const lastC = periodic & 4 ? kc + rc : min(kc + rc, nc - 1), firstC = periodic & 4 ? kc - rc : max(kc - rc, 0)
    let slot = found + (<usize>total << 3)
    let doubt = 0
    for (let a = lastA; a >= firstA; a--) {
      const ma = floorDivide(a, na)
      for (let b = lastB; b >= firstB; b--) {
        const mb = floorDivide(b, nb)
        const row = ((a - ma * na) * nb + (b - mb * nb)) * nc
        for (let mc = floorDivide(lastC, nc); mc * nc + nc > firstC; mc--) {
          const begin = row + max(firstC - mc * nc, 0), behind = row + min(lastC - mc * nc, nc - 1) + 1
          let q = load<i32>(start + (<usize>begin << 2))
          const stop = load<i32>(start + (<usize>behind << 2))
          if (slot + (<usize>(stop - q + 2) << 3) > end) return i
          const fa = <f64>ma, fb = <f64>mb, fc = <f64>mc
          const X = f64x2.splat(xi - (fa * load<f64>(rows) + fb * load<f64>(rows, 24) + fc * load<f64>(rows, 48)))
          const Y = f64x2.splat(yi - (fa * load<f64>(rows, 8) + fb * load<f64>(rows, 32) + fc * load<f64>(rows, 56)))
          const Z = f64x2.splat(zi - (fa * load<f64>(rows, 16) + fb * load<f64>(rows, 40) + fc * load<f64>(rows, 64)))
          const packed = <u64>(((ma + MIDDLE) << 20) | ((mb + MIDDLE) << 10) | (mc + MIDDLE)) << 32
          const ownRow = (ma | mb | mc) == 0 && p >= q && p < stop
          // The atom itself is left out by going round it.
          for (let part = 0; part <= i32(ownRow); part++) {
            const last = ownRow && part == 0 ? p : stop
            for (; q < last; q += 2) {
              const o = <usize>q << 3
              const dx = f64x2.sub(v128.load(x + o), X), dy = f64x2.sub(v128.load(y + o), Y), dz = f64x2.sub(v128.load(z + o), Z)
              const r2 = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz))
              const mask = q + 1 == last ? 1 : 3
              const near = i64x2.bitmask(f64x2.lt(r2, outer)) & mask
              doubt |= near ^ (i64x2.bitmask(f64x2.lt(r2, inner)) & mask)
              const from = order + (<usize>q << 2)
              store<u64>(slot, <u64>load<u32>(from) | packed)
              slot += <usize>(near & 1) << 3
              store<u64>(slot, <u64>load<u32>(from, 4) | packed)
              slot += <usize>(near >> 1) << 3
            }
            q = last + 1
          }
        }
      }
    }
    // Where the wrapped positions leave a doubt, the exact distance decides, as it does from the other end.
    if (doubt) slot = keepNear(i, cutoff, found + (<usize>total << 3), slot, positions, rows, w)
    total = <i32>((slot - found) >> 3)
    store<i32>(degrees + (<usize>i << 2), total, 4)
  }
  return n
}

/** Keeps, of the edges of atom i between two slots, those that are exactly nearer than the cutoff; returns the new end. */
function keepNear(i: i32, cutoff: f64, begin: usize, end: usize, positions: usize, rows: usize, w: usize): usize {
  let kept = begin
  for (let slot = begin; slot < end; slot += 8) {
    const edge = load<u64>(slot)
    store<u64>(kept, edge)
    if (distanceTo(i, <i32>edge, <i32>(edge >> 32), positions, rows, w) < cutoff) kept += 8
  }
  return kept
}

@inline function floorDivide(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -((b - 1 - a) / b)
}

/**
 * Sorts the edges found of one structure and fills the arrays of the graph. `centres` points at the structure's first entry (already
 * filled), `cursor [n]` is scratch, `atom` the structure's first atom in the batch; `edge` arrays are those of the whole graph.
 * Returns the first edge shorter than `shortest`, or −1.
 */
export function fillEdges(
  n: i32, atom: i32, shortest: f64, positions: usize, rows: usize, w: usize, degrees: usize, found: usize, centres: usize, cursor: usize,
  neighbours: usize, origins: usize, reverse: usize, vectors: usize, distances: usize,
): i32 {
  memory.copy(cursor, centres, <usize>n << 2)
  transposeEdges(n, degrees, found, cursor, distances)
  memory.copy(cursor, centres, <usize>n << 2)
  let bad = -1
  for (let i = 0; i < n; i++) {
    const stop = load<i32>(centres + (<usize>i << 2), 4)
    const ri = positions + <usize>i * 24, wi = w + <usize>i * 12
    const wa = load<i32>(wi) + MIDDLE, wb = load<i32>(wi, 4) + MIDDLE, wc = load<i32>(wi, 8) + MIDDLE
    let e = load<i32>(centres + (<usize>i << 2))
    while (e < stop) {
      const j = load<i32>(distances + (<usize>e << 3))
      let last = e
      while (last + 1 < stop && load<i32>(distances + (<usize>last << 3), 8) == j) last++
      // With centres taken in order, the edges back from j come in the order in which j lists them; the images of one pair of atoms
      // stand in opposite orders at the two ends.
      const place = cursor + (<usize>j << 2)
      let back = load<i32>(place) + last - e
      store<i32>(place, back + 1)
      const rj = positions + <usize>j * 24, wj = w + <usize>j * 12
      for (; e <= last; e++) {
        const packed = load<i32>(distances + (<usize>e << 3), 4)
        // From i, the image of j is the opposite of that of i from j.
        const na = <f64>(wa - load<i32>(wj) - ((packed >> 20) & 1023))
        const nb = <f64>(wb - load<i32>(wj, 4) - ((packed >> 10) & 1023))
        const nc = <f64>(wc - load<i32>(wj, 8) - (packed & 1023))
        const dx = component(ri, rj, rows, na, nb, nc)
        const dy = component(ri + 8, rj + 8, rows + 8, na, nb, nc)
        const dz = component(ri + 16, rj + 16, rows + 16, na, nb, nc)
        const r = Math.sqrt(dx * dx + dy * dy + dz * dz)
        const vector = vectors + <usize>e * 24
        store<f64>(vector, dx)
        store<f64>(vector, dy, 8)
        store<f64>(vector, dz, 16)
        store<f64>(distances + (<usize>e << 3), r)
        store<i32>(neighbours + (<usize>e << 2), atom + j)
        store<i32>(origins + (<usize>e << 2), atom + i)
        store<i32>(reverse + (<usize>e << 2), back--)
        if (r < shortest && bad < 0) bad = e
      }
    }
  }
  return bad
}

/**
 * Hands each edge found to its neighbour: taking the atoms in order leaves every list sorted by neighbour, then image. Neighbour and
 * packed image (as seen from the neighbour) lie where the distance of the edge will be. `cursor [n]` holds the atoms' first edges.
 */
function transposeEdges(n: i32, degrees: usize, found: usize, cursor: usize, distances: usize): void {
  let slot = found
  for (let j = 0; j < n; j++) {
    const stop = found + (<usize>load<u32>(degrees + (<usize>j << 2), 4) << 3)
    for (; slot < stop; slot += 8) {
      const edge = load<u64>(slot)
      const place = cursor + (<usize>(<u32>edge) << 2)
      const e = load<u32>(place)
      store<u32>(place, e + 1)
      store<u64>(distances + (<usize>e << 3), (edge & 0xffffffff00000000) | <u64>j)
    }
  }
}
