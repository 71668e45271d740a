// Forces from the derivatives of one centre's energy by the unit vectors and distances of its neighbours. Blocks as in ace-radial, with these
// derivatives in the places of the first four radial functions.

/** Adds forces of centre `i` and its neighbours, and the virial (six sums) to `virial`. */
export function aceForces(
  blocks: i32, base: usize, block: usize, i: i32, partner: usize, forces: usize, virial: usize,
): void {
  const zero = f64x2.splat(0.0)
  let fx = zero, fy = zero, fz = zero, xx = zero, yy = zero, zz = zero, yz = zero, xz = zero, xy = zero
  for (let b = 0; b < blocks; b++, base += block, partner += 16) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = base + half
      const dx = v128.load(at, 160), dy = v128.load(at, 192), dz = v128.load(at, 224), dr = v128.load(at, 256)
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
