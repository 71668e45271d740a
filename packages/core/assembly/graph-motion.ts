// A neighbour graph that follows moving atoms. Suffixes: i, j atoms; e edges of the long list, k those of the graph. Positions packed xyz.
import { component, MIDDLE } from "./graph-edges"

/**
 * Sorts the edges found of the centres `first` to `last` of n by neighbour, then image, and lists them: `centres [n + 1]`, neighbours,
 * images `[3 × edges]` of the positions as given, and in `ends` which end of its pair an edge is: the largest number for the one that
 * comes first, −1 for the other. `w` are the wraps of the positions.
 */
export function listEdges(
  n: i32, first: i32, last: i32, degrees: usize, found: usize, w: usize, centres: usize, neighbours: usize, images: usize, ends: usize,
): void {
  const none = <u32>((MIDDLE << 20) | (MIDDLE << 10) | MIDDLE)
  memory.fill(centres, 0, <usize>first << 2)
  for (let i = first; i < last; i++) {
    const begin = <usize>load<u32>(degrees + (<usize>i << 2)), stop = <usize>load<u32>(degrees + (<usize>i << 2), 4)
    store<u32>(centres + (<usize>i << 2), <u32>begin)
    const row = found + (begin << 3), end = found + (stop << 3)
    for (let slot = row; slot < end; slot += 8) {
      // The neighbour first.
      const key = rotl<u64>(load<u64>(slot), 32)
      let place = slot
      for (; place > row && load<u64>(place - 8) > key; place -= 8) store<u64>(place, load<u64>(place - 8))
      store<u64>(place, key)
    }
    const wi = w + <usize>i * 12
    for (let e = begin; e < stop; e++) {
      const key = load<u64>(found + (e << 3))
      const j = <i32>(key >> 32), packed = <u32>key
      const wj = w + <usize>j * 12, image = images + e * 12
      store<i32>(neighbours + (e << 2), j)
      store<i32>(image, <i32>((packed >> 20) & 1023) - MIDDLE - load<i32>(wj) + load<i32>(wi))
      store<i32>(image, <i32>((packed >> 10) & 1023) - MIDDLE - load<i32>(wj, 4) + load<i32>(wi, 4), 4)
      store<i32>(image, <i32>(packed & 1023) - MIDDLE - load<i32>(wj, 8) + load<i32>(wi, 8), 8)
      store<i32>(ends + (e << 2), i < j || (i == j && packed < none) ? i32.MAX_VALUE : -1)
    }
  }
  const total = load<u32>(degrees + (<usize>last << 2))
  for (let i = last; i <= n; i++) store<u32>(centres + (<usize>i << 2), first < last ? total : 0)
}

/**
 * Images of the edges of a graph `[3 × edges]`: the integers n of `r_j + n·h − r_i`, of the positions as given. `inverse`
 * holds the reciprocal vectors as columns.
 */
export function imagesOfEdges(
  edges: i32, origins: usize, neighbours: usize, vectors: usize, positions: usize, inverse: usize, images: usize,
): void {
  for (let e: usize = 0; e < <usize>edges; e++) {
    const ri = positions + <usize>load<i32>(origins + (e << 2)) * 24, rj = positions + <usize>load<i32>(neighbours + (e << 2)) * 24
    const vector = vectors + e * 24
    const x = load<f64>(vector) - (load<f64>(rj) - load<f64>(ri))
    const y = load<f64>(vector, 8) - (load<f64>(rj, 8) - load<f64>(ri, 8))
    const z = load<f64>(vector, 16) - (load<f64>(rj, 16) - load<f64>(ri, 16))
    for (let d: usize = 0; d < 3; d++) {
      const column = inverse + (d << 3)
      const n = x * load<f64>(column) + y * load<f64>(column, 24) + z * load<f64>(column, 48)
      store<i32>(images + e * 12 + (d << 2), <i32>Math.round(n))
    }
  }
}

/**
 * The edges of the long list, of the centres `first` to `last` of n, that are nearer than `cutoff` where the atoms are now, as a graph: `centres [n + 1]` and, in the order of
 * the list, `neighbours`, `origins`, `reverse`, `vectors` and `distances`. `places [edges]` is scratch. Returns their number, or
 * −1 − e for the first that is shorter than `shortest`. Of a part of the centres the other end of a pair may not be there: `reverse` is
 * then, as it is where `pairs` are not asked for, beyond all edges at the end that comes first in the list, and −1 at the other.
 */
export function followEdges(
  n: i32, first: i32, last: i32, pairs: bool, cutoff: f64, shortest: f64, positions: usize, rows: usize,
  listCentres: usize, listNeighbours: usize, listReverse: usize, images: usize, places: usize,
  centres: usize, neighbours: usize, origins: usize, reverse: usize, vectors: usize, distances: usize,
): i32 {
  let k: usize = 0, bad = -1
  const whole = pairs && first == 0 && last == n
  memory.fill(centres, 0, <usize>first << 2)
  for (let i = first; i < last; i++) {
    store<i32>(centres + (<usize>i << 2), <i32>k)
    const ri = positions + <usize>i * 24
    const stop = <usize>load<u32>(listCentres + (<usize>i << 2), 4)
    for (let e = <usize>load<u32>(listCentres + (<usize>i << 2)); e < stop; e++) {
      const j = load<i32>(listNeighbours + (e << 2))
      const rj = positions + <usize>j * 24, image = images + e * 12
      let dx = load<f64>(rj) - load<f64>(ri) + 0.0
      let dy = load<f64>(rj, 8) - load<f64>(ri, 8) + 0.0
      let dz = load<f64>(rj, 16) - load<f64>(ri, 16) + 0.0
      // Most pairs cross no face of the cell.
      if ((load<i64>(image) | load<i32>(image, 8)) != 0) {
        const na = <f64>load<i32>(image), nb = <f64>load<i32>(image, 4), nc = <f64>load<i32>(image, 8)
        dx = component(ri, rj, rows, na, nb, nc)
        dy = component(ri + 8, rj + 8, rows + 8, na, nb, nc)
        dz = component(ri + 16, rj + 16, rows + 16, na, nb, nc)
      }
      const r = Math.sqrt(dx * dx + dy * dy + dz * dz)
      if (r < shortest && bad < 0) bad = <i32>e
      // Stored before it is known whether it stays: about as many do as do not, so a branch would be guessed wrong.
      const back = load<i32>(listReverse + (e << 2))
      if (whole) store<i32>(places + (e << 2), <i32>k)
      // For now where the list has it.
      store<i32>(reverse + (k << 2), whole ? back : <i32>e < back ? i32.MAX_VALUE : -1)
      store<i32>(neighbours + (k << 2), j)
      store<i32>(origins + (k << 2), i)
      const vector = vectors + k * 24
      store<f64>(vector, dx)
      store<f64>(vector, dy, 8)
      store<f64>(vector, dz, 16)
      store<f64>(distances + (k << 3), r)
      k += <usize>(r < cutoff)
    }
  }
  for (let i = last; i <= n; i++) store<i32>(centres + (<usize>i << 2), <i32>k)
  if (whole) for (let at: usize = reverse; at < reverse + (k << 2); at += 4) store<i32>(at, load<i32>(places + (<usize>load<u32>(at) << 2)))
  return bad >= 0 ? -1 - bad : <i32>k
}

/** Largest squared distance of an atom from where the deformation `D` (row-major, `r · D`) takes its reference; NaN if any is no number. */
export function farthestFrom(n: i32, positions: usize, reference: usize, D: usize): f64 {
  let most = 0.0
  for (let at: usize = 0; at < <usize>n * 24; at += 24) {
    const x = load<f64>(reference + at), y = load<f64>(reference + at, 8), z = load<f64>(reference + at, 16)
    const dx = load<f64>(positions + at) - (x * load<f64>(D) + y * load<f64>(D, 24) + z * load<f64>(D, 48))
    const dy = load<f64>(positions + at, 8) - (x * load<f64>(D, 8) + y * load<f64>(D, 32) + z * load<f64>(D, 56))
    const dz = load<f64>(positions + at, 16) - (x * load<f64>(D, 16) + y * load<f64>(D, 40) + z * load<f64>(D, 64))
    most = Math.max(most, dx * dx + dy * dy + dz * dz)
  }
  return most
}
