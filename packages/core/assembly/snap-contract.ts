// Bispectrum, third part: derivatives with respect to the positions of neighbours, two of them in the lanes of each vector; complex
// numbers are two vectors, 32 bytes. Y and Z hold two atoms in their lanes, of which one is read. m2 column of a row of level j.

/**
 * Re Σ Y* V and its derivatives with respect to the three rotations, 8 numbers a pair; see `SnapArithmetic.contract`. The terms between
 * columns m and m − 1 are taken together: (m V_m, −(j−m+1) V_{m−1}) with (Y_{m−1}, Y_m).
 */
export function snapContract(pairs: i32, twojmax: i32, v: usize, y: usize, out: usize): void {
  for (let n = 0; n < pairs; n++, out += 64) {
    let value = f64x2.splat(0.0), gx = value, gy = value, gz = value
    let at = y
    for (let j = 0; j <= twojmax; j++) {
      for (let m = 0; 2 * m <= j; m++) {
        let lastYr = f64x2.splat(0.0), lastYi = lastYr, lastVr = lastYr, lastVi = lastYr
        for (let m2 = 0; m2 <= j; m2++, at += 32, v += 32) {
          const yr = v128.load_splat<f64>(at), yi = v128.load_splat<f64>(at, 16)
          const vr = v128.load(v), vi = v128.load(v, 16)
          value = f64x2.add(value, f64x2.add(f64x2.mul(yr, vr), f64x2.mul(yi, vi)))
          const turn = f64x2.splat(<f64>(j - 2 * m2))
          gz = f64x2.add(gz, f64x2.mul(turn, f64x2.sub(f64x2.mul(yi, vr), f64x2.mul(yr, vi))))
          const up = f64x2.splat(<f64>m2), down = f64x2.splat(<f64>(j - m2 + 1))
          const ur = f64x2.mul(up, vr), ui = f64x2.mul(up, vi), lr = f64x2.mul(down, lastVr), li = f64x2.mul(down, lastVi)
          gx = f64x2.add(gx, f64x2.sub(f64x2.mul(lastYr, ui), f64x2.mul(lastYi, ur)))
          gx = f64x2.add(gx, f64x2.sub(f64x2.mul(yr, li), f64x2.mul(yi, lr)))
          gy = f64x2.add(gy, f64x2.add(f64x2.mul(lastYr, ur), f64x2.mul(lastYi, ui)))
          gy = f64x2.sub(gy, f64x2.add(f64x2.mul(yr, lr), f64x2.mul(yi, li)))
          lastYr = yr
          lastYi = yi
          lastVr = vr
          lastVi = vi
        }
      }
    }
    v128.store(out, value)
    v128.store(out, gx, 16)
    v128.store(out, gy, 32)
    v128.store(out, gz, 48)
  }
}

/**
 * ∂B_k/∂r of all components: for each pair first ∂V/∂r of all elements into `work`, then its products with Z; see
 * `SnapArithmetic.differentiate`.
 */
export function snapDifferentiate(
  pairs: i32, twojmax: i32, v: usize, frames: usize, weights: usize, work: usize,
  uses: i32, records: usize, factors: usize, components: i32, z: usize, out: usize,
): void {
  const size = <usize>components * 48
  for (let n = 0; n < pairs; n++, frames += 192, out += size) {
    v = turnElements(twojmax, v, frames, weights, work)
    memory.fill(out, 0, size)
    let record = records, factor = factors
    for (let k = 0; k < uses; k++, record += 16, factor += 8) {
      const to = out + <usize>load<i32>(record) * 48
      let at = z + (<usize>load<i32>(record, 4) << 5), d = work + <usize>load<i32>(record, 8) * 96
      const stop = at + (<usize>load<i32>(record, 12) << 5)
      let sx = f64x2.splat(0.0), sy = sx, sz = sx
      for (; at < stop; at += 32, d += 96) {
        const zr = v128.load_splat<f64>(at), zi = v128.load_splat<f64>(at, 16)
        sx = f64x2.add(sx, f64x2.add(f64x2.mul(zr, v128.load(d)), f64x2.mul(zi, v128.load(d, 16))))
        sy = f64x2.add(sy, f64x2.add(f64x2.mul(zr, v128.load(d, 32)), f64x2.mul(zi, v128.load(d, 48))))
        sz = f64x2.add(sz, f64x2.add(f64x2.mul(zr, v128.load(d, 64)), f64x2.mul(zi, v128.load(d, 80))))
      }
      const scale = v128.load_splat<f64>(factor)
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(scale, sx)))
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(scale, sy)), 16)
      v128.store(to, f64x2.add(v128.load(to, 32), f64x2.mul(scale, sz)), 32)
    }
  }
}

/** weight × ∂V/∂r of each element of a pair of neighbours, 12 numbers each; returns the end of their V. */
@inline function turnElements(twojmax: i32, v: usize, frames: usize, weights: usize, work: usize): usize {
  for (let j = 0; j <= twojmax; j++) {
    for (let m = 0; 2 * m <= j; m++) {
      let lr = f64x2.splat(0.0), li = lr
      for (let m2 = 0; m2 <= j; m2++, v += 32, weights += 8, work += 96) {
        const vr = v128.load(v), vi = v128.load(v, 16)
        const up = f64x2.splat(m2 < j ? <f64>(m2 + 1) : 0.0), turn = f64x2.splat(<f64>(j - 2 * m2))
        const ur = f64x2.mul(up, v128.load(v, 32)), ui = f64x2.mul(up, v128.load(v, 48))
        const xr = f64x2.add(ui, li), xi = f64x2.neg(f64x2.add(ur, lr))
        const yr = f64x2.sub(ur, lr), yi = f64x2.sub(ui, li)
        const zr = f64x2.neg(f64x2.mul(turn, vi)), zi = f64x2.mul(turn, vr)
        const weight = v128.load_splat<f64>(weights)
        for (let c: usize = 0; c < 3; c++) {
          const row = frames + c * 48
          const fx = v128.load(row), fy = v128.load(row, 16), fz = v128.load(row, 32), slope = v128.load(frames + 144 + (c << 4))
          const re = f64x2.add(f64x2.add(f64x2.mul(fx, xr), f64x2.mul(fy, yr)), f64x2.add(f64x2.mul(fz, zr), f64x2.mul(slope, vr)))
          const im = f64x2.add(f64x2.add(f64x2.mul(fx, xi), f64x2.mul(fy, yi)), f64x2.add(f64x2.mul(fz, zi), f64x2.mul(slope, vi)))
          v128.store(work + (c << 5), f64x2.mul(weight, re))
          v128.store(work + (c << 5), f64x2.mul(weight, im), 16)
        }
        const down = f64x2.splat(<f64>(j - m2))
        lr = f64x2.mul(down, vr)
        li = f64x2.mul(down, vi)
      }
    }
  }
  return v
}
