// Atoms of one system in the order of their bins, and the images (ghosts) within reach of the cell. Suffixes: p place of an atom,
// g ghost, d lattice direction. x, f, offset, shifts are xyz in four doubles.

/**
 * Orders atoms by bin and moves them into the cell: `order [n]` is the atom at each place, `x [4n] = r − offset`, `kind [n]` its
 * species, `padded [n]` its bin in the grid that has `reach` more bins on both sides (above only, in the first direction), `fraction
 * [3n]` its fractional coordinates. `start [bins + 1]` and `bin [n]` are scratch. `s, w` come from `wrapAtoms`.
 */
export function sortAtoms(
  n: i32, positions: usize, species: usize, rows: usize, s: usize, w: usize, low: usize, scale: usize, counts: usize, reach: usize, origin: usize,
  bin: usize, start: usize, order: usize, x: usize, offset: usize, kind: usize, padded: usize, fraction: usize,
): void {
  const na = load<i32>(counts), nb = load<i32>(counts, 4), nc = load<i32>(counts, 8)
  const rb = load<i32>(reach, 4), rc = load<i32>(reach, 8)
  const mb = nb + 2 * rb, mc = nc + 2 * rc
  memory.fill(start, 0, <usize>(na * nb * nc + 1) << 2)
  for (let i = 0; i < n; i++) {
    const si = s + <usize>i * 24
    const a = within((load<f64>(si) - load<f64>(low)) * load<f64>(scale), na)
    const b = within((load<f64>(si, 8) - load<f64>(low, 8)) * load<f64>(scale, 8), nb)
    const c = within((load<f64>(si, 16) - load<f64>(low, 16)) * load<f64>(scale, 16), nc)
    const k = (a * nb + b) * nc + c
    store<i32>(bin + (<usize>i << 2), k)
    const counter = start + (<usize>k << 2)
    store<i32>(counter, load<i32>(counter) + 1)
  }
  let sum = 0
  for (let k = 0; k < na * nb * nc; k++) {
    const counter = start + (<usize>k << 2)
    const count = load<i32>(counter)
    store<i32>(counter, sum)
    sum += count
  }
  const ox = load<f64>(origin), oy = load<f64>(origin, 8), oz = load<f64>(origin, 16)
  for (let i = 0; i < n; i++) {
    const k = load<i32>(bin + (<usize>i << 2))
    const counter = start + (<usize>k << 2)
    const p = load<i32>(counter)
    store<i32>(counter, p + 1)
    store<i32>(order + (<usize>p << 2), i)
    store<u8>(kind + <usize>p, load<u8>(species + <usize>i))
    store<i32>(padded + (<usize>p << 2), ((k / (nb * nc)) * mb + ((k / nc) % nb) + rb) * mc + (k % nc) + rc)
    memory.copy(fraction + <usize>p * 24, s + <usize>i * 24, 24)
    const r = positions + <usize>i * 24, wi = w + <usize>i * 12
    const wa = <f64>load<i32>(wi), wb = <f64>load<i32>(wi, 4), wc = <f64>load<i32>(wi, 8)
    const dx = ox + (wa * load<f64>(rows) + wb * load<f64>(rows, 24) + wc * load<f64>(rows, 48))
    const dy = oy + (wa * load<f64>(rows, 8) + wb * load<f64>(rows, 32) + wc * load<f64>(rows, 56))
    const dz = oz + (wa * load<f64>(rows, 16) + wb * load<f64>(rows, 40) + wc * load<f64>(rows, 64))
    const to = <usize>p << 5
    store<f64>(offset + to, dx)
    store<f64>(offset + to, dy, 8)
    store<f64>(offset + to, dz, 16)
    store<f64>(x + to, load<f64>(r) - dx)
    store<f64>(x + to, load<f64>(r, 8) - dy, 8)
    store<f64>(x + to, load<f64>(r, 16) - dz, 16)
  }
}

@inline function within(value: f64, count: i32): i32 {
  const k = <i32>value
  return k < 0 ? 0 : k >= count ? count - 1 : k
}

/**
 * Images of atoms by lattice vectors T = (t_a, t_b, t_c) where they come nearer to the cell than `depth [3]` (fractional). Pairs are
 * listed from their lower bin, so images with t_a < 0 are not needed.
 *
 * Ghost g = n, n + 1, … repeats atom `owner[g − n]`, moved by the vector at byte `shift[g − n]` of `shifts`, a table over −`most` to
 * `most [3]` in each direction. Returns the number of all atoms; nothing is stored past `room`.
 */
export function addGhosts(
  n: i32, room: i32, counts: usize, reach: usize, periodic: i32, depth: usize, most: usize, fraction: usize, shifts: usize,
  x: usize, kind: usize, padded: usize, owner: usize, shift: usize,
): i32 {
  const na = load<i32>(counts), nb = load<i32>(counts, 4), nc = load<i32>(counts, 8)
  const ra = load<i32>(reach), rb = load<i32>(reach, 4), rc = load<i32>(reach, 8)
  const mb = nb + 2 * rb, mc = nc + 2 * rc
  const ta = load<i32>(most), tb = load<i32>(most, 4), tc = load<i32>(most, 8)
  let g = n
  for (let p = 0; p < n; p++) {
    const s = fraction + <usize>p * 24
    const lastA = last(periodic & 1, load<f64>(s), load<f64>(depth))
    const firstB = first(periodic & 2, load<f64>(s, 8), load<f64>(depth, 8)), lastB = last(periodic & 2, load<f64>(s, 8), load<f64>(depth, 8))
    const firstC = first(periodic & 4, load<f64>(s, 16), load<f64>(depth, 16)), lastC = last(periodic & 4, load<f64>(s, 16), load<f64>(depth, 16))
    if ((lastA | firstB | lastB | firstC | lastC) == 0) continue
    const home = load<i32>(padded + (<usize>p << 2))
    const c = home % mc, b = (home / mc) % mb, a = home / (mb * mc)
    const from = x + (<usize>p << 5)
    for (let ia = 0; ia <= lastA; ia++) {
      if (a + ia * na >= na + ra) continue
      for (let ib = firstB; ib <= lastB; ib++) {
        if (<u32>(b + ib * nb) >= <u32>mb) continue
        for (let ic = firstC; ic <= lastC; ic++) {
          if ((ia | ib | ic) == 0 || <u32>(c + ic * nc) >= <u32>mc) continue
          if (g < room) {
            const vector = (((ia + ta) * (2 * tb + 1) + ib + tb) * (2 * tc + 1) + ic + tc) << 5
            const to = x + (<usize>g << 5)
            v128.store(to, f64x2.add(v128.load(from), v128.load(shifts + <usize>vector)))
            store<f64>(to, load<f64>(from, 16) + load<f64>(shifts + <usize>vector, 16), 16)
            store<u8>(kind + <usize>g, load<u8>(kind + <usize>p))
            store<i32>(padded + (<usize>g << 2), home + (ia * na * mb + ib * nb) * mc + ic * nc)
            store<i32>(owner + (<usize>(g - n) << 2), p)
            store<i32>(shift + (<usize>(g - n) << 2), vector)
          }
          g++
        }
      }
    }
  }
  return g
}

@inline function first(repeats: i32, s: f64, depth: f64): i32 {
  return repeats ? <i32>Math.ceil(-depth - s) : 0
}

@inline function last(repeats: i32, s: f64, depth: f64): i32 {
  return repeats ? <i32>Math.floor(1 + depth - s) : 0
}
