// Solid harmonics of unit vectors, without their norms: Y = Q_lm(z) cos mφ sinᵐθ or Q_lm(z) sin mφ sinᵐθ, with Q_lm = dᵐP_l/dzᵐ, so that
// ∂Q_lm/∂z = Q_l,m+1. The norms belong to the coefficients.

/**
 * Fills rows Q_lm, from row `q` on: for each l the orders 0 to l and a row of zeros; then cos mφ sinᵐθ and sin mφ sinᵐθ, m = 0 to `top`; and the
 * harmonics, l² + l ± m, in blocks `harmonics` of `wide` bytes.
 *
 * @param factors (2l − 1)/(l − m) and (l + m − 1)/(l − m) for m = 0 … l − 1, from l = 1 on, then (2l − 1)!! for each l
 */
export function aceHarmonics(blocks: i32, base: usize, block: usize, top: i32, q: i32, factors: usize, harmonics: usize, wide: usize): void {
  const zero = f64x2.splat(0.0), one = f64x2.splat(1.0)
  const rowsQ = base + (<usize>q << 5)
  const cosines = (<usize>((top + 1) * (top + 4) / 2)) << 5
  const sines = cosines + (<usize>(top + 1) << 5)
  for (let b = 0; b < blocks; b++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = base + <usize>b * block + half
      const x = v128.load(at), y = v128.load(at, 32), z = v128.load(at, 64)
      const Q = rowsQ + <usize>b * block + half
      const Y = harmonics + <usize>b * wide + half
      let c = one, s = zero
      v128.store(Q + cosines, one)
      v128.store(Q + sines, zero)
      for (let m: usize = 1; m <= <usize>top; m++) {
        const next = f64x2.sub(f64x2.mul(x, c), f64x2.mul(y, s))
        s = f64x2.add(f64x2.mul(x, s), f64x2.mul(y, c))
        c = next
        v128.store(Q + cosines + (m << 5), c)
        v128.store(Q + sines + (m << 5), s)
      }
      v128.store(Q, one)
      v128.store(Q, zero, 32)
      v128.store(Y, one)
      let from = factors
      let now = Q, before = Q, older = Q
      for (let l: usize = 1; l <= <usize>top; l++) {
        older = before
        before = now
        now = before + ((l + 1) << 5)
        const middle = Y + ((l * l + l) << 5)
        let value = zero
        for (let m: usize = 0; m < l; m++, from += 16) {
          value = f64x2.mul(f64x2.mul(v128.load_splat<f64>(from), z), v128.load(before + (m << 5)))
          if (m + 1 < l) value = f64x2.sub(value, f64x2.mul(v128.load_splat<f64>(from, 8), v128.load(older + (m << 5))))
          v128.store(now + (m << 5), value)
          v128.store(middle + (m << 5), f64x2.mul(value, v128.load(Q + cosines + (m << 5))))
          v128.store(middle - (m << 5), m ? f64x2.mul(value, v128.load(Q + sines + (m << 5))) : value)
        }
        value = v128.load_splat<f64>(from)
        from += 8
        v128.store(now + (l << 5), value)
        v128.store(now + ((l + 1) << 5), zero)
        v128.store(middle + (l << 5), f64x2.mul(value, v128.load(Q + cosines + (l << 5))))
        v128.store(middle - (l << 5), f64x2.mul(value, v128.load(Q + sines + (l << 5))))
      }
    }
  }
}
