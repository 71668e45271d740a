// Core energies of the neighbours of one centre. Blocks as in ace-radial.

/**
 * Σ C(r) over the neighbours; C′ goes to row `row` (bytes) of each block. A row of `table` holds the six coefficients of r C(r), highest
 * power first, in p = r `perStep` − m. Zero from `cutoff` on.
 */
export function aceCore(blocks: i32, base: usize, block: usize, row: usize, cutoff: f64, perStep: f64, rows: i32, table: usize): f64 {
  let energy = 0.0
  for (let b = 0; b < blocks; b++, base += block) {
    for (let at = base; at < base + 32; at += 8) {
      const r = load<f64>(at, 96)
      if (!(r < cutoff)) {
        store<f64>(at + row, 0.0)
        continue
      }
      const x = r * perStep
      const m = min(<i32>x, rows - 1)
      const p = x - <f64>m
      const from = table + <usize>m * 48
      // Pairs of terms, so that fewer wait for each other.
      const p2 = p * p
      const a = load<f64>(from), c = load<f64>(from, 8), d = load<f64>(from, 16), e = load<f64>(from, 24), f = load<f64>(from, 32)
      const g = (a * p + c) * p2 * p2 + (d * p + e) * p2 + (f * p + load<f64>(from, 40))
      const dg = ((5.0 * a * p + 4.0 * c) * p2 + (3.0 * d * p + 2.0 * e)) * p + f
      const inverse = load<f64>(at, 128)
      const value = g * inverse
      energy += value
      store<f64>(at + row, (dg * perStep - value) * inverse)
    }
  }
  return energy
}

/** Adds `pull` times the slopes in row `row` (bytes) to the derivatives by the distance that `aceForces` reads. */
export function acePullCore(blocks: i32, base: usize, block: usize, row: usize, pull: f64): void {
  const factor = f64x2.splat(pull)
  for (let b = 0; b < blocks; b++, base += block) {
    v128.store(base, f64x2.add(v128.load(base, 256), f64x2.mul(factor, v128.load(base + row))), 256)
    v128.store(base, f64x2.add(v128.load(base, 272), f64x2.mul(factor, v128.load(base + row, 16))), 272)
  }
}
