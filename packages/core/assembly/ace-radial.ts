// Neighbours of one centre and one species in blocks of four, and their radial functions. A block is a column of rows of four numbers:
// 0-2 unit vector, 3 distance, 4 its inverse, 5… the functions R, R′, the Legendre derivatives Q, and cos/sin of mφ with sinᵐθ.

const ROW: usize = 32
/** First row of the radial functions. */
const FIRST: usize = 5

/**
 * Lists the edges `begin` to `end` whose neighbour is of species `z` (by `kinds`, from species of the graph) and nearer than `cutoff`,
 * with neighbour atoms in `partner`. The last block is filled up with neighbours at the cutoff, where all functions vanish, that are
 * the atom `filler`. Returns the number of blocks.
 */
export function aceGather(
  begin: i32, end: i32, neighbours: usize, species: usize, kinds: usize, z: i32, cutoff: f64, vectors: usize, distances: usize,
  filler: i32, base: usize, block: usize, partner: usize,
): i32 {
  let count: usize = 0
  for (let e = <usize>begin; e < <usize>end; e++) {
    const j = <usize>load<u32>(neighbours + (e << 2))
    const r = load<f64>(distances + (e << 3))
    if (<i32>load<u8>(kinds + <usize>load<u8>(species + j)) != z || !(r < cutoff)) continue
    const at = base + (count >> 2) * block + ((count & 3) << 3)
    const from = vectors + e * 24
    const inverse = 1.0 / r
    store<f64>(at, load<f64>(from) * inverse)
    store<f64>(at, load<f64>(from, 8) * inverse, 32)
    store<f64>(at, load<f64>(from, 16) * inverse, 64)
    store<f64>(at, r, 96)
    store<f64>(at, inverse, 128)
    store<i32>(partner + (count << 2), <i32>j)
    count++
  }
  for (; count & 3; count++) {
    const at = base + (count >> 2) * block + ((count & 3) << 3)
    store<f64>(at, 0.0)
    store<f64>(at, 0.0, 32)
    store<f64>(at, 1.0, 64)
    store<f64>(at, cutoff, 96)
    store<f64>(at, 1.0 / cutoff, 128)
    store<i32>(partner + (count << 2), filler)
  }
  return <i32>(count >> 2)
}

/**
 * R and R′ of `count` functions by the recurrence of `AceRecurrence`. `law`: softening, offset, slope, height, strength,
 * power, envelope, cutoff, then a, b, c of each function. The slopes stand `apart` rows behind the functions.
 */
export function aceRecurrence(blocks: i32, base: usize, block: usize, count: i32, apart: i32, law: usize): void {
  const softening = load<f64>(law), cutoff = load<f64>(law, 56)
  const offset = v128.load_splat<f64>(law, 8), slope = v128.load_splat<f64>(law, 16), height = v128.load_splat<f64>(law, 24)
  const strength = v128.load_splat<f64>(law, 32), one = f64x2.splat(1.0)
  const fourth = f64x2.splat(softening * softening * softening * softening)
  const power = <i32>load<f64>(law, 40), envelope = <i32>load<f64>(law, 48)
  const perSquare = f64x2.splat(1.0 / (cutoff * cutoff)), fall = f64x2.splat(-2.0 * <f64>envelope / (cutoff * cutoff))
  const steep = f64x2.mul(strength, f64x2.splat(<f64>power))
  const slopes = <usize>apart * ROW
  const terms = law + 64
  for (let b = 0; b < blocks; b++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = base + half
      const r = v128.load(at, 96), square = f64x2.mul(r, r)
      const rho2 = f64x2.sqrt(f64x2.add(f64x2.mul(square, square), fourth)), rho = f64x2.sqrt(rho2)
      const bend = f64x2.div(f64x2.mul(r, square), f64x2.mul(rho, rho2))
      let below = one
      for (let p = 1; p < power; p++) below = f64x2.mul(below, rho)
      const share = f64x2.div(one, f64x2.add(one, f64x2.mul(strength, f64x2.mul(below, rho))))
      const tall = f64x2.mul(height, share)
      const x = f64x2.add(f64x2.add(offset, f64x2.mul(slope, rho)), tall)
      const dx = f64x2.mul(bend, f64x2.sub(slope, f64x2.mul(f64x2.mul(tall, share), f64x2.mul(steep, below))))
      const gap = f64x2.sub(one, f64x2.mul(square, perSquare))
      let e = one
      for (let p = 1; p < envelope; p++) e = f64x2.mul(e, gap)
      const a0 = v128.load_splat<f64>(terms)
      let f = f64x2.mul(a0, f64x2.mul(e, gap))
      let df = f64x2.mul(a0, f64x2.mul(e, f64x2.mul(fall, r)))
      let g = f64x2.splat(0.0), dg = g
      let to = at + FIRST * ROW
      v128.store(to, f)
      v128.store(to + slopes, df)
      let from = terms
      for (let n = 1; n < count; n++) {
        from += 24
        to += ROW
        const a = v128.load_splat<f64>(from), c = v128.load_splat<f64>(from, 16)
        const factor = f64x2.add(f64x2.mul(a, x), v128.load_splat<f64>(from, 8))
        const next = f64x2.sub(f64x2.mul(factor, f), f64x2.mul(c, g))
        const dnext = f64x2.sub(f64x2.add(f64x2.mul(factor, df), f64x2.mul(f64x2.mul(a, dx), f)), f64x2.mul(c, dg))
        g = f
        dg = df
        f = next
        df = dnext
        v128.store(to, f)
        v128.store(to + slopes, df)
      }
    }
    base += block
  }
}

/**
 * R and R′ of `count` functions, an even number, from polynomials of degree `degree` on a grid from interval `first` on. A row of `table`
 * holds the coefficients of all functions, highest power first, of p = r `perStep` − m. Functions are zero from `cutoff` on. Returns how
 * many neighbours are nearer than the grid begins; theirs are not to be used.
 */
export function aceTable(
  blocks: i32, base: usize, block: usize, count: i32, perStep: f64, first: i32, rows: i32, cutoff: f64, degree: i32, table: usize,
): i32 {
  const slopes = <usize>count * ROW
  const power = <usize>count << 3
  const row = power * <usize>(degree + 1)
  const scale = f64x2.splat(perStep)
  let near = 0
  for (let b = 0; b < blocks; b++) {
    for (let lane: usize = 0; lane < 32; lane += 8) {
      let to = base + lane + FIRST * ROW
      const r = load<f64>(base + lane, 96)
      if (!(r < cutoff)) {
        for (let n = 0; n < 2 * count; n++, to += ROW) store<f64>(to, 0.0)
        continue
      }
      const x = r * perStep
      const m = max(0, min(<i32>x - first, rows - 1))
      near += i32(x < <f64>first)
      const p = f64x2.splat(x - <f64>(first + m))
      let from = table + <usize>m * row
      for (let n = 0; n < count; n += 2, from += 16, to += 2 * ROW) {
        let f = v128.load(from), df = f64x2.splat(0.0)
        for (let d = 1, next = from + power; d <= degree; d++, next += power) {
          df = f64x2.add(f64x2.mul(df, p), f)
          f = f64x2.add(f64x2.mul(f, p), v128.load(next))
        }
        df = f64x2.mul(df, scale)
        v128.store_lane<f64>(to, f, 0)
        v128.store_lane<f64>(to, f, 1, 32)
        v128.store_lane<f64>(to + slopes, df, 0)
        v128.store_lane<f64>(to + slopes, df, 1, 32)
      }
    }
    base += block
  }
  return near
}
