/**
 * Adds to `f` the forces of pairs of centres `members` and neighbours of species b within the cutoff, whose energy φ(r) is a uniform
 * cubic spline (rows c0 c1 c2 c3), and returns Σ φ. Suffixes: i atom, j, l atoms or ghosts.
 */
export function addTabulatedForces(
  count: i32, members: usize, kinds: i32, b: i32, offsets: usize, list: usize, x: usize, f: usize,
  cutoff2: f64, perStep: f64, lastRow: i32, table: usize,
): f64 {
  const limit = f64x2.splat(cutoff2), scale = f64x2.splat(perStep), one = f64x2.splat(1.0), top = i32x4.splat(lastRow)
  let energy = f64x2.splat(0.0)
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2))
    const segment = (i * <usize>kinds + <usize>b) << 2
    const stop = list + (<usize>load<u32>(offsets + segment, 4) << 2)
    const at = x + (i << 5)
    const xi = v128.load_splat<f64>(at), yi = v128.load_splat<f64>(at, 8), zi = v128.load_splat<f64>(at, 16)
    let fx = f64x2.splat(0.0), fy = fx, fz = fx
    for (let slot = list + (<usize>load<u32>(offsets + segment) << 2); slot < stop; slot += 8) {
      const j = <usize>load<u32>(slot), l = <usize>load<u32>(slot, 4)
      const xj = x + (j << 5), xl = x + (l << 5)
      const mj = v128.load(xj), ml = v128.load(xl)
      const dx = f64x2.sub(v128.shuffle<f64>(mj, ml, 0, 2), xi), dy = f64x2.sub(v128.shuffle<f64>(mj, ml, 1, 3), yi)
      const dz = f64x2.sub(v128.load_lane<f64>(xl, v128.load_zero<f64>(xj, 16), 1, 16), zi)
      const r2 = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz))
      const inside = f64x2.lt(r2, limit)
      if (!v128.any_true(inside)) continue
      const r = f64x2.sqrt(r2)
      const t = f64x2.mul(r, scale)
      const m = i32x4.min_s(i32x4.trunc_sat_f64x2_s_zero(t), top)
      const p = f64x2.pmin(one, f64x2.sub(t, f64x2.convert_low_i32x4_s(m)))
      const row0 = table + (<usize>i32x4.extract_lane(m, 0) << 5), row1 = table + (<usize>i32x4.extract_lane(m, 1) << 5)
      const low0 = v128.load(row0), low1 = v128.load(row1), high0 = v128.load(row0, 16), high1 = v128.load(row1, 16)
      const c3 = v128.shuffle<f64>(high0, high1, 1, 3), c2 = v128.shuffle<f64>(high0, high1, 0, 2)
      const c1 = v128.shuffle<f64>(low0, low1, 1, 3), c0 = v128.shuffle<f64>(low0, low1, 0, 2)
      const cubic = f64x2.mul(p, c3), square = f64x2.add(cubic, c2), line = f64x2.add(f64x2.mul(p, square), c1)
      energy = f64x2.add(energy, v128.and(f64x2.add(f64x2.mul(p, line), c0), inside))
      const slope = f64x2.mul(f64x2.add(line, f64x2.mul(p, f64x2.add(cubic, square))), scale)
      const total = v128.and(f64x2.div(slope, r), inside)
      const ax = f64x2.mul(dx, total), ay = f64x2.mul(dy, total), az = f64x2.mul(dz, total)
      fx = f64x2.add(fx, ax)
      fy = f64x2.add(fy, ay)
      fz = f64x2.add(fz, az)
      const fj = f + (j << 5), fl = f + (l << 5)
      v128.store(fj, f64x2.sub(v128.load(fj), v128.shuffle<f64>(ax, ay, 0, 2)))
      store<f64>(fj, load<f64>(fj, 16) - f64x2.extract_lane(az, 0), 16)
      v128.store(fl, f64x2.sub(v128.load(fl), v128.shuffle<f64>(ax, ay, 1, 3)))
      store<f64>(fl, load<f64>(fl, 16) - f64x2.extract_lane(az, 1), 16)
    }
    const fi = f + (i << 5)
    store<f64>(fi, load<f64>(fi) + f64x2.extract_lane(fx, 0) + f64x2.extract_lane(fx, 1))
    store<f64>(fi, load<f64>(fi, 8) + f64x2.extract_lane(fy, 0) + f64x2.extract_lane(fy, 1), 8)
    store<f64>(fi, load<f64>(fi, 16) + f64x2.extract_lane(fz, 0) + f64x2.extract_lane(fz, 1), 16)
  }
  return f64x2.extract_lane(energy, 0) + f64x2.extract_lane(energy, 1)
}
