// Forces from the slopes w_a = ∂E/∂A_a of one centre: for each neighbour the gradient of Σ_a w_a R(r) Y(r̂), written as a sum over m of
// cos mφ and sin mφ times F_m = Σ_l Q_lm Σ_n w R_n and its derivatives with respect to z and r. Blocks as in ace-radial.

/**
 * Adds forces of centre `i` and its neighbours, and the virial (six sums) to `virial`. `slopes` are w in the order m, l, n, sign (cosine
 * first; one only for m = 0), `stride` 32 bytes apart. `ranges` gives for each l the byte offset of its first radial function in a block and
 * how many follow; R′ is `slopesOfR` bytes behind R.
 */
export function aceForces(
  blocks: i32, base: usize, block: usize, top: i32, q: i32, ranges: usize, slopesOfR: usize, slopes: usize,
  i: i32, partner: usize, forces: usize, virial: usize,
): void {
  const zero = f64x2.splat(0.0)
  const rowsQ = <usize>q << 5
  const cosines = rowsQ + (<usize>((top + 1) * (top + 4) / 2) << 5)
  const sines = cosines + (<usize>(top + 1) << 5)
  let fx = zero, fy = zero, fz = zero, xx = zero, yy = zero, zz = zero, yz = zero, xz = zero, xy = zero
  for (let b = 0; b < blocks; b++, base += block, partner += 16) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = base + half
      let w = slopes
      let dx = zero, dy = zero, dz = zero, dr = zero
      // m = 0
      let Q = at + rowsQ
      for (let l = 0, range = ranges; l <= top; l++, range += 8) {
        let r = at + <usize>load<u32>(range)
        let g = zero, h = zero
        for (let stop = w + (<usize>load<u32>(range, 4) << 5); w < stop; w += 32, r += 32) {
          const weight = v128.load_splat<f64>(w)
          g = f64x2.add(g, f64x2.mul(weight, v128.load(r)))
          h = f64x2.add(h, f64x2.mul(weight, v128.load(r + slopesOfR)))
        }
        dr = f64x2.add(dr, f64x2.mul(h, v128.load(Q)))
        dz = f64x2.add(dz, f64x2.mul(g, v128.load(Q, 32)))
        Q += <usize>(l + 2) << 5
      }
      for (let m = 1; m <= top; m++) {
        let F = zero, G = zero, Fz = zero, Gz = zero, Fr = zero, Gr = zero
        Q = at + rowsQ + (<usize>(m * (m + 3) / 2 + m) << 5)
        for (let l = m, range = ranges + (<usize>m << 3); l <= top; l++, range += 8) {
          let r = at + <usize>load<u32>(range)
          let c = zero, s = zero, dc = zero, ds = zero
          for (let stop = w + (<usize>load<u32>(range, 4) << 6); w < stop; w += 64, r += 32) {
            const wc = v128.load_splat<f64>(w), ws = v128.load_splat<f64>(w, 32)
            const R = v128.load(r), dR = v128.load(r + slopesOfR)
            c = f64x2.add(c, f64x2.mul(wc, R))
            s = f64x2.add(s, f64x2.mul(ws, R))
            dc = f64x2.add(dc, f64x2.mul(wc, dR))
            ds = f64x2.add(ds, f64x2.mul(ws, dR))
          }
          const value = v128.load(Q), slope = v128.load(Q, 32)
          F = f64x2.add(F, f64x2.mul(c, value))
          G = f64x2.add(G, f64x2.mul(s, value))
          Fz = f64x2.add(Fz, f64x2.mul(c, slope))
          Gz = f64x2.add(Gz, f64x2.mul(s, slope))
          Fr = f64x2.add(Fr, f64x2.mul(dc, value))
          Gr = f64x2.add(Gr, f64x2.mul(ds, value))
          Q += <usize>(l + 2) << 5
        }
        const cosine = at + cosines + (<usize>m << 5), sine = at + sines + (<usize>m << 5)
        const before = v128.load(cosine - 32), beforeSine = v128.load(sine - 32)
        const now = v128.load(cosine), nowSine = v128.load(sine)
        const times = f64x2.splat(<f64>m)
        F = f64x2.mul(F, times)
        G = f64x2.mul(G, times)
        dx = f64x2.add(dx, f64x2.add(f64x2.mul(F, before), f64x2.mul(G, beforeSine)))
        dy = f64x2.add(dy, f64x2.sub(f64x2.mul(G, before), f64x2.mul(F, beforeSine)))
        dz = f64x2.add(dz, f64x2.add(f64x2.mul(Fz, now), f64x2.mul(Gz, nowSine)))
        dr = f64x2.add(dr, f64x2.add(f64x2.mul(Fr, now), f64x2.mul(Gr, nowSine)))
      }
      const x = v128.load(at), y = v128.load(at, 32), z = v128.load(at, 64), distance = v128.load(at, 96), inverse = v128.load(at, 128)
      const along = f64x2.add(f64x2.add(f64x2.mul(x, dx), f64x2.mul(y, dy)), f64x2.mul(z, dz))
      const rest = f64x2.sub(dr, f64x2.mul(along, inverse))
      const ax = f64x2.add(f64x2.mul(dx, inverse), f64x2.mul(rest, x))
      const ay = f64x2.add(f64x2.mul(dy, inverse), f64x2.mul(rest, y))
      const az = f64x2.add(f64x2.mul(dz, inverse), f64x2.mul(rest, z))
      fx = f64x2.add(fx, ax)
      fy = f64x2.add(fy, ay)
      fz = f64x2.add(fz, az)
      const wx = f64x2.mul(distance, ax), wy = f64x2.mul(distance, ay), wz = f64x2.mul(distance, az)
      xx = f64x2.add(xx, f64x2.mul(wx, x))
      yy = f64x2.add(yy, f64x2.mul(wy, y))
      zz = f64x2.add(zz, f64x2.mul(wz, z))
      yz = f64x2.add(yz, f64x2.mul(wy, z))
      xz = f64x2.add(xz, f64x2.mul(wx, z))
      xy = f64x2.add(xy, f64x2.mul(wx, y))
      push(forces + <usize>load<u32>(partner + (half >> 1)) * 24, ax, ay, az, 0)
      push(forces + <usize>load<u32>(partner + (half >> 1), 4) * 24, ax, ay, az, 1)
    }
  }
  const own = forces + <usize>i * 24
  store<f64>(own, load<f64>(own) + total(fx))
  store<f64>(own, load<f64>(own, 8) + total(fy), 8)
  store<f64>(own, load<f64>(own, 16) + total(fz), 16)
  store<f64>(virial, load<f64>(virial) - total(xx))
  store<f64>(virial, load<f64>(virial, 8) - total(yy), 8)
  store<f64>(virial, load<f64>(virial, 16) - total(zz), 16)
  store<f64>(virial, load<f64>(virial, 24) - total(yz), 24)
  store<f64>(virial, load<f64>(virial, 32) - total(xz), 32)
  store<f64>(virial, load<f64>(virial, 40) - total(xy), 40)
}

@inline function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

@inline function push(to: usize, ax: v128, ay: v128, az: v128, lane: u8): void {
  store<f64>(to, load<f64>(to) - (lane ? f64x2.extract_lane(ax, 1) : f64x2.extract_lane(ax, 0)))
  store<f64>(to, load<f64>(to, 8) - (lane ? f64x2.extract_lane(ay, 1) : f64x2.extract_lane(ay, 0)), 8)
  store<f64>(to, load<f64>(to, 16) - (lane ? f64x2.extract_lane(az, 1) : f64x2.extract_lane(az, 0)), 16)
}
