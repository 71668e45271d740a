// Atoms into bins, for one structure. Suffixes: i, j atoms; d lattice direction; c Cartesian component. Positions are packed xyz.

/** Wraps further than this from the cell are refused: the positions carry no digits there. */
const FARTHEST: f64 = 1048576.0

/**
 * Fractional coordinates `s [3n]` and wraps `w [3n]` of atoms: r = (s + w)·h with 0 ≤ s < 1 in periodic directions (bits of
 * `periodic`), w = 0 in others, whose lowest and highest s go to `extent [6]`. Returns the first atom that is not finite or too
 * far away, or −1.
 */
export function wrapAtoms(n: i32, positions: usize, inverse: usize, periodic: i32, s: usize, w: usize, extent: usize): i32 {
  for (let d = 0; d < 3; d++) {
    store<f64>(extent + (<usize>d << 4), Infinity)
    store<f64>(extent + (<usize>d << 4), -Infinity, 8)
  }
  for (let i = 0; i < n; i++) {
    const r = positions + <usize>i * 24
    const x = load<f64>(r), y = load<f64>(r, 8), z = load<f64>(r, 16)
    for (let d = 0; d < 3; d++) {
      const column = inverse + (<usize>d << 3)
      const at = <usize>(3 * i + d)
      let value = x * load<f64>(column) + y * load<f64>(column, 24) + z * load<f64>(column, 48)
      let turns = 0.0
      if ((periodic >> d) & 1) {
        turns = Math.floor(value)
        if (!(Math.abs(turns) < FARTHEST)) return i
        value -= turns
      } else {
        if (!(Math.abs(value) < Infinity)) return i
        const e = extent + (<usize>d << 4)
        store<f64>(e, Math.min(load<f64>(e), value))
        store<f64>(e, Math.max(load<f64>(e, 8), value), 8)
      }
      store<f64>(s + (at << 3), value)
      store<i32>(w + (at << 2), <i32>turns)
    }
  }
  return -1
}

/**
 * Counting sort of atoms into `counts [3]` bins over [low, low + counts/scale) in fractional coordinates. `bin [n]` is each atom's bin
 * (a × nb × nc + b × nc + c), `start [bins + 1]` the first place of each bin, `order [n]` the atoms by place, `place [n]` its
 * inverse, and `x, y, z [n + 2]` the wrapped Cartesian positions by place.
 */
export function binAtoms(
  n: i32, positions: usize, rows: usize, s: usize, w: usize, low: usize, scale: usize, counts: usize,
  bin: usize, start: usize, order: usize, place: usize, x: usize, y: usize, z: usize,
): void {
  const na = load<i32>(counts), nb = load<i32>(counts, 4), nc = load<i32>(counts, 8)
  const bins = na * nb * nc
  memory.fill(start, 0, <usize>(bins + 1) << 2)
  for (let i = 0; i < n; i++) {
    const si = s + <usize>i * 24
    const a = clamp((load<f64>(si) - load<f64>(low)) * load<f64>(scale), na)
    const b = clamp((load<f64>(si, 8) - load<f64>(low, 8)) * load<f64>(scale, 8), nb)
    const c = clamp((load<f64>(si, 16) - load<f64>(low, 16)) * load<f64>(scale, 16), nc)
    const k = (a * nb + b) * nc + c
    store<i32>(bin + (<usize>i << 2), k)
    const counter = start + (<usize>k << 2)
    store<i32>(counter, load<i32>(counter) + 1)
  }
  let sum = 0
  for (let k = 0; k <= bins; k++) {
    const counter = start + (<usize>k << 2)
    const count = load<i32>(counter)
    store<i32>(counter, sum)
    sum += count
  }
  for (let i = 0; i < n; i++) {
    const counter = start + (<usize>load<i32>(bin + (<usize>i << 2)) << 2)
    const p = load<i32>(counter)
    store<i32>(counter, p + 1)
    store<i32>(order + (<usize>p << 2), i)
    store<i32>(place + (<usize>i << 2), p)
    const r = positions + <usize>i * 24, wi = w + <usize>i * 12, at = <usize>p << 3
    const wa = <f64>load<i32>(wi), wb = <f64>load<i32>(wi, 4), wc = <f64>load<i32>(wi, 8)
    store<f64>(x + at, load<f64>(r) - (wa * load<f64>(rows) + wb * load<f64>(rows, 24) + wc * load<f64>(rows, 48)))
    store<f64>(y + at, load<f64>(r, 8) - (wa * load<f64>(rows, 8) + wb * load<f64>(rows, 32) + wc * load<f64>(rows, 56)))
    store<f64>(z + at, load<f64>(r, 16) - (wa * load<f64>(rows, 16) + wb * load<f64>(rows, 40) + wc * load<f64>(rows, 64)))
  }
  // Filling moved each start to its bin's end: move them back.
  for (let k = bins; k > 0; k--) store<i32>(start + (<usize>k << 2), load<i32>(start + (<usize>(k - 1) << 2)))
  store<i32>(start, 0)
}

@inline function clamp(value: f64, count: i32): i32 {
  const k = <i32>value
  return k < 0 ? 0 : k >= count ? count - 1 : k
}
