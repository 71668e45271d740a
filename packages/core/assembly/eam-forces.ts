// Second part of the embedded-atom method on a half list: forces and pair energy. Suffixes: i atom, j, l atoms or ghosts.

/**
 * Adds to `f` the forces of pairs of centres `members` (of species a) and neighbours of species b that `addDensities` left in `near`,
 * and returns their pair energy Σ φ = Σ z/r. With F′ in `slope`: dE/dr = F′_i ρ_ab′ + F′_j ρ_ba′ + φ′.
 *
 * A row of `table` holds, coefficient by coefficient from c3 to c0, (density, z) where both densities are the same, else
 * (ρ_ab, ρ_ba) and then, again from c3 to c0, (z, 0).
 */
export function addEmbeddedForces(
  count: i32, members: usize, kinds: i32, b: i32, offsets: usize, near: usize, nearEnd: usize, x: usize, f: usize,
  cutoff2: f64, perStep: f64, lastRow: i32, same: i32, table: usize, slope: usize,
): f64 {
  return same
    ? forces(true, count, members, kinds, b, offsets, near, nearEnd, x, f, cutoff2, perStep, lastRow, table, slope)
    : forces(false, count, members, kinds, b, offsets, near, nearEnd, x, f, cutoff2, perStep, lastRow, table, slope)
}

@inline function forces(
  same: bool, count: i32, members: usize, kinds: i32, b: i32, offsets: usize, near: usize, nearEnd: usize, x: usize, f: usize,
  cutoff2: f64, perStep: f64, lastRow: i32, table: usize, slope: usize,
): f64 {
  const limit = f64x2.splat(cutoff2), scale = f64x2.splat(perStep), one = f64x2.splat(1.0), top = i32x4.splat(lastRow)
  let energy = f64x2.splat(0.0)
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2))
    const segment = (i * <usize>kinds + <usize>b) << 2
    const stop = near + (<usize>load<u32>(nearEnd + segment) << 2)
    const at = x + (i << 5)
    const xi = v128.load_splat<f64>(at), yi = v128.load_splat<f64>(at, 8), zi = v128.load_splat<f64>(at, 16)
    const si = v128.load_splat<f64>(slope + (i << 3))
    let fx = f64x2.splat(0.0), fy = fx, fz = fx
    for (let slot = near + (<usize>load<u32>(offsets + segment) << 2); slot < stop; slot += 8) {
      const j = <usize>load<u32>(slot), l = <usize>load<u32>(slot, 4)
      const xj = x + (j << 5), xl = x + (l << 5)
      const mj = v128.load(xj), ml = v128.load(xl)
      const dx = f64x2.sub(v128.shuffle<f64>(mj, ml, 0, 2), xi), dy = f64x2.sub(v128.shuffle<f64>(mj, ml, 1, 3), yi)
      const dz = f64x2.sub(v128.load_lane<f64>(xl, v128.load_zero<f64>(xj, 16), 1, 16), zi)
      const r2 = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz))
      const r = f64x2.sqrt(r2)
      const inverse = v128.and(f64x2.div(one, r), f64x2.lt(r2, limit))
      const t = f64x2.mul(r, scale)
      const m = i32x4.min_s(i32x4.trunc_sat_f64x2_s_zero(t), top)
      const p = f64x2.pmin(one, f64x2.sub(t, f64x2.convert_low_i32x4_s(m)))
      const p0 = v128.shuffle<f64>(p, p, 0, 0), p1 = v128.shuffle<f64>(p, p, 1, 1)
      const row0 = table + (<usize>i32x4.extract_lane(m, 0) << (same ? 6 : 7))
      const row1 = table + (<usize>i32x4.extract_lane(m, 1) << (same ? 6 : 7))
      const sj = v128.load_lane<f64>(slope + (l << 3), v128.load_zero<f64>(slope + (j << 3)), 1)
      let density: v128, z: v128, slopeZ: v128
      if (same) {
        const d0 = derivative(row0, p0), d1 = derivative(row1, p1)
        z = v128.shuffle<f64>(value(row0, p0), value(row1, p1), 1, 3)
        slopeZ = v128.shuffle<f64>(d0, d1, 1, 3)
        density = f64x2.mul(f64x2.add(si, sj), v128.shuffle<f64>(d0, d1, 0, 2))
      } else {
        const d0 = derivative(row0, p0), d1 = derivative(row1, p1)
        z = v128.shuffle<f64>(value(row0 + 64, p0), value(row1 + 64, p1), 0, 2)
        slopeZ = v128.shuffle<f64>(derivative(row0 + 64, p0), derivative(row1 + 64, p1), 0, 2)
        density = f64x2.add(f64x2.mul(si, v128.shuffle<f64>(d0, d1, 0, 2)), f64x2.mul(sj, v128.shuffle<f64>(d0, d1, 1, 3)))
      }
      const phi = f64x2.mul(z, inverse)
      energy = f64x2.add(energy, phi)
      // (dE/dr)/r, with φ′ = (z′ − φ)/r
      const total = f64x2.mul(f64x2.add(f64x2.mul(density, scale), f64x2.mul(f64x2.sub(f64x2.mul(slopeZ, scale), phi), inverse)), inverse)
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

@inline function value(row: usize, p: v128): v128 {
  const c3 = v128.load(row), c2 = v128.load(row, 16), c1 = v128.load(row, 32), c0 = v128.load(row, 48)
  return f64x2.add(f64x2.mul(p, f64x2.add(f64x2.mul(p, f64x2.add(f64x2.mul(p, c3), c2)), c1)), c0)
}

/** d/dp = (c3 p + c2) p + c1 + p (2 c3 p + c2), sharing its first sums with the value. */
@inline function derivative(row: usize, p: v128): v128 {
  const c3 = v128.load(row), c2 = v128.load(row, 16), c1 = v128.load(row, 32)
  const cubic = f64x2.mul(p, c3), square = f64x2.add(cubic, c2)
  return f64x2.add(f64x2.add(f64x2.mul(p, square), c1), f64x2.mul(p, f64x2.add(cubic, square)))
}
