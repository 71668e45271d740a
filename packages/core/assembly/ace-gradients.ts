// Design rows, first part: the gradients of every one-particle sum of one centre by its neighbours, and the derivatives of every function
// by the sums. Blocks of neighbours as in ace-radial, product nodes as in ace-products.

const SUM: usize = 96
/** Bytes of nine pairs of numbers: the sums over neighbours of a gradient and of its moments. */
const MOMENTS: usize = 144

/**
 * Fills `gradients [(blocks + 1) × sums × 12]`: −∂A/∂r of four neighbours, as x y z of each, and behind the last block their negative sum, the
 * moments Σ −r ∂A/∂r (xx yy zz yz xz xy), and zeros. Sums in the order of `aceForces`, here without norms.
 *
 * @param moments scratch, `[sums × 18]`
 */
export function aceGradients(
  blocks: i32, base: usize, block: usize, top: i32, q: i32, ranges: usize, slopesOfR: usize, sums: i32, gradients: usize, moments: usize,
): void {
  const rowsQ = <usize>q << 5
  const cosines = rowsQ + (<usize>((top + 1) * (top + 4) / 2) << 5)
  const sines = cosines + (<usize>(top + 1) << 5)
  memory.fill(moments, 0, <usize>sums * MOMENTS)
  let to = gradients
  for (let b = 0; b < blocks; b++, base += block) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = base + half
      const x = v128.load(at), y = v128.load(at, 32), z = v128.load(at, 64), distance = v128.load(at, 96), inverse = v128.load(at, 128)
      let put = to + 3 * half
      let moment = moments
      for (let m = 0; m <= top; m++) {
        const cosine = at + cosines + (<usize>m << 5), sine = at + sines + (<usize>m << 5)
        const c = v128.load(cosine), s = v128.load(sine)
        const times = f64x2.splat(<f64>m)
        const cBefore = m ? f64x2.mul(times, v128.load(cosine - 32)) : times, sBefore = m ? f64x2.mul(times, v128.load(sine - 32)) : times
        let Q = at + rowsQ + (<usize>(m * (m + 3) / 2 + m) << 5)
        for (let l = m, range = ranges + (<usize>m << 3); l <= top; l++, range += 8) {
          const value = v128.load(Q), slope = v128.load(Q, 32)
          Q += <usize>(l + 2) << 5
          const r = at + <usize>load<u32>(range)
          const count = load<i32>(range, 4)
          const signs = m > 0 ? 2 : 1
          for (let sign = 0; sign != signs; sign++) {
            const Y = f64x2.mul(value, sign ? s : c)
            let dx = f64x2.mul(value, sign ? sBefore : cBefore)
            let dy = f64x2.mul(value, sign ? cBefore : f64x2.neg(sBefore))
            let dz = f64x2.mul(slope, sign ? s : c)
            const along = f64x2.add(f64x2.add(f64x2.mul(x, dx), f64x2.mul(y, dy)), f64x2.mul(z, dz))
            dx = f64x2.mul(f64x2.sub(dx, f64x2.mul(along, x)), inverse)
            dy = f64x2.mul(f64x2.sub(dy, f64x2.mul(along, y)), inverse)
            dz = f64x2.mul(f64x2.sub(dz, f64x2.mul(along, z)), inverse)
            let here = put + (sign ? SUM : 0), sum = moment + (sign ? MOMENTS : 0)
            const step = m ? 2 * SUM : SUM, next = m ? 2 * MOMENTS : MOMENTS
            let from = r
            for (let n = 0; n < count; n++, from += 32, here += step, sum += next) {
              const R = f64x2.neg(v128.load(from)), t = f64x2.mul(v128.load(from + slopesOfR), Y)
              const gx = f64x2.sub(f64x2.mul(R, dx), f64x2.mul(t, x))
              const gy = f64x2.sub(f64x2.mul(R, dy), f64x2.mul(t, y))
              const gz = f64x2.sub(f64x2.mul(R, dz), f64x2.mul(t, z))
              v128.store(here, v128.shuffle<f64>(gx, gy, 0, 2))
              v128.store(here, v128.shuffle<f64>(gz, gx, 0, 3), 16)
              v128.store(here, v128.shuffle<f64>(gy, gz, 1, 3), 32)
              const wx = f64x2.mul(distance, gx), wy = f64x2.mul(distance, gy), wz = f64x2.mul(distance, gz)
              v128.store(sum, f64x2.sub(v128.load(sum), gx))
              v128.store(sum, f64x2.sub(v128.load(sum, 16), gy), 16)
              v128.store(sum, f64x2.sub(v128.load(sum, 32), gz), 32)
              v128.store(sum, f64x2.add(v128.load(sum, 48), f64x2.mul(wx, x)), 48)
              v128.store(sum, f64x2.add(v128.load(sum, 64), f64x2.mul(wy, y)), 64)
              v128.store(sum, f64x2.add(v128.load(sum, 80), f64x2.mul(wz, z)), 80)
              v128.store(sum, f64x2.add(v128.load(sum, 96), f64x2.mul(wy, z)), 96)
              v128.store(sum, f64x2.add(v128.load(sum, 112), f64x2.mul(wx, z)), 112)
              v128.store(sum, f64x2.add(v128.load(sum, 128), f64x2.mul(wx, y)), 128)
            }
          }
          put += <usize>count * (m ? 2 * SUM : SUM)
          moment += <usize>count * (m ? 2 * MOMENTS : MOMENTS)
        }
      }
    }
    to += <usize>sums * SUM
  }
  for (let a = 0; a < sums; a++, to += SUM, moments += MOMENTS) {
    for (let part: usize = 0; part < 9; part++) {
      const sum = v128.load(moments + (part << 4))
      store<f64>(to + (part << 3), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
    }
    for (let part: usize = 9; part < 12; part++) store<f64>(to + (part << 3), 0.0)
  }
}

/**
 * Sums Σ coefficient × node of four centres, for entries whose last terms are `ends`: entry e of the centre in lane c goes to out + c ×
 * `apart` + 8 e. `nodes` holds byte offsets.
 */
export function aceEntries(values: usize, count: i32, ends: usize, nodes: usize, coefficients: usize, apart: usize, out: usize): void {
  let t: usize = 0
  for (let e = 0; e < count; e++, ends += 4, out += 8) {
    const end = <usize>load<u32>(ends)
    let low = f64x2.splat(0.0), high = low
    for (; t < end; t++) {
      const from = values + <usize>load<u32>(nodes + (t << 2))
      const coefficient = v128.load_splat<f64>(coefficients + (t << 3))
      low = f64x2.add(low, f64x2.mul(coefficient, v128.load(from)))
      high = f64x2.add(high, f64x2.mul(coefficient, v128.load(from, 16)))
    }
    v128.store_lane<f64>(out, low, 0)
    v128.store_lane<f64>(out + apart, low, 1)
    v128.store_lane<f64>(out + 2 * apart, high, 0)
    v128.store_lane<f64>(out + 3 * apart, high, 1)
  }
}
