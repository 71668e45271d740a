// One-particle sums A = Σ_j R Y of one centre, in register tiles of up to four radial functions and three harmonics.

/**
 * `tiles` holds for each tile: radial functions and harmonics in it (4 × functions + harmonics), byte offsets of the first of either in their
 * blocks, and for each pair of them the byte offset of the sum from `out`.
 */
export function aceSums(
  blocks: i32, base: usize, block: usize, harmonics: usize, wide: usize, tiles: usize, tilesEnd: usize, out: usize,
): void {
  while (tiles < tilesEnd) {
    const shape = load<i32>(tiles)
    const r = base + <usize>load<u32>(tiles, 4), y = harmonics + <usize>load<u32>(tiles, 8)
    tiles += 12
    switch (shape) {
      case 19: tile(4, 3, blocks, block, wide, r, y, tiles, out); break
      case 18: tile(4, 2, blocks, block, wide, r, y, tiles, out); break
      case 17: tile(4, 1, blocks, block, wide, r, y, tiles, out); break
      case 15: tile(3, 3, blocks, block, wide, r, y, tiles, out); break
      case 14: tile(3, 2, blocks, block, wide, r, y, tiles, out); break
      case 13: tile(3, 1, blocks, block, wide, r, y, tiles, out); break
      case 11: tile(2, 3, blocks, block, wide, r, y, tiles, out); break
      case 10: tile(2, 2, blocks, block, wide, r, y, tiles, out); break
      case 9: tile(2, 1, blocks, block, wide, r, y, tiles, out); break
      case 7: tile(1, 3, blocks, block, wide, r, y, tiles, out); break
      case 6: tile(1, 2, blocks, block, wide, r, y, tiles, out); break
      default: tile(1, 1, blocks, block, wide, r, y, tiles, out); break
    }
    tiles += <usize>((shape >> 2) * (shape & 3)) << 2
  }
}

@inline function tile(n: i32, m: i32, blocks: i32, block: usize, wide: usize, r: usize, y: usize, places: usize, out: usize): void {
  const zero = f64x2.splat(0.0)
  let a00 = zero, a01 = zero, a02 = zero, a10 = zero, a11 = zero, a12 = zero
  let a20 = zero, a21 = zero, a22 = zero, a30 = zero, a31 = zero, a32 = zero
  for (let b = 0; b < blocks; b++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const y0 = v128.load(y + half)
      const y1 = m > 1 ? v128.load(y + half, 32) : zero, y2 = m > 2 ? v128.load(y + half, 64) : zero
      const r0 = v128.load(r + half)
      a00 = f64x2.add(a00, f64x2.mul(r0, y0))
      if (m > 1) a01 = f64x2.add(a01, f64x2.mul(r0, y1))
      if (m > 2) a02 = f64x2.add(a02, f64x2.mul(r0, y2))
      if (n > 1) {
        const r1 = v128.load(r + half, 32)
        a10 = f64x2.add(a10, f64x2.mul(r1, y0))
        if (m > 1) a11 = f64x2.add(a11, f64x2.mul(r1, y1))
        if (m > 2) a12 = f64x2.add(a12, f64x2.mul(r1, y2))
      }
      if (n > 2) {
        const r2 = v128.load(r + half, 64)
        a20 = f64x2.add(a20, f64x2.mul(r2, y0))
        if (m > 1) a21 = f64x2.add(a21, f64x2.mul(r2, y1))
        if (m > 2) a22 = f64x2.add(a22, f64x2.mul(r2, y2))
      }
      if (n > 3) {
        const r3 = v128.load(r + half, 96)
        a30 = f64x2.add(a30, f64x2.mul(r3, y0))
        if (m > 1) a31 = f64x2.add(a31, f64x2.mul(r3, y1))
        if (m > 2) a32 = f64x2.add(a32, f64x2.mul(r3, y2))
      }
    }
    r += block
    y += wide
  }
  const row: usize = <usize>m << 2
  put(a00, out, places)
  if (m > 1) put(a01, out, places + 4)
  if (m > 2) put(a02, out, places + 8)
  if (n > 1) {
    put(a10, out, places + row)
    if (m > 1) put(a11, out, places + row + 4)
    if (m > 2) put(a12, out, places + row + 8)
  }
  if (n > 2) {
    put(a20, out, places + 2 * row)
    if (m > 1) put(a21, out, places + 2 * row + 4)
    if (m > 2) put(a22, out, places + 2 * row + 8)
  }
  if (n > 3) {
    put(a30, out, places + 3 * row)
    if (m > 1) put(a31, out, places + 3 * row + 4)
    if (m > 2) put(a32, out, places + 3 * row + 8)
  }
}

/** Adds the lanes of a sum and stores it. */
@inline function put(sum: v128, out: usize, place: usize): void {
  store<f64>(out + <usize>load<u32>(place), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
}
