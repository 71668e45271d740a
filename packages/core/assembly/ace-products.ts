// Products of the one-particle sums of four centres at a time: node n of a centre stands at 32 n + 8 × its lane. The first nodes are the sums A
// and the number 1; further ones are products of two earlier nodes. Leaves are weighted products of two nodes, listed by their first.

/** Values of the product nodes from `first` on; `pairs` holds the byte offsets of the two factors of each. */
export function aceNodes(values: usize, first: usize, count: i32, pairs: usize): void {
  let to = values + first
  for (let n = 0; n < count; n++, to += 32, pairs += 8) {
    const a = values + <usize>load<u32>(pairs), b = values + <usize>load<u32>(pairs, 4)
    v128.store(to, f64x2.mul(v128.load(a), v128.load(b)))
    v128.store(to, f64x2.mul(v128.load(a, 16), v128.load(b, 16)), 16)
  }
}

/**
 * Energies Σ weight × first × second of four centres to `energies`, and their slopes by all nodes to `slopes`, which holds zeros before. `rows`
 * holds byte offset of the first node and number of leaves of each row; `seconds` and `weights` one entry a leaf.
 */
export function aceLeaves(values: usize, slopes: usize, rows: usize, count: i32, seconds: usize, weights: usize, energies: usize): void {
  let low = f64x2.splat(0.0), high = low
  for (let row = 0; row < count; row++, rows += 8) {
    const first = <usize>load<u32>(rows)
    const a0 = v128.load(values + first), a1 = v128.load(values + first, 16)
    let s0 = f64x2.splat(0.0), s1 = s0
    for (let stop = weights + (<usize>load<u32>(rows, 4) << 3); weights < stop; weights += 8, seconds += 4) {
      const second = <usize>load<u32>(seconds)
      const weight = v128.load_splat<f64>(weights)
      const from = values + second, to = slopes + second
      s0 = f64x2.add(s0, f64x2.mul(weight, v128.load(from)))
      s1 = f64x2.add(s1, f64x2.mul(weight, v128.load(from, 16)))
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weight, a0)))
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(weight, a1)), 16)
    }
    const own = slopes + first
    v128.store(own, f64x2.add(v128.load(own), s0))
    v128.store(own, f64x2.add(v128.load(own, 16), s1), 16)
    low = f64x2.add(low, f64x2.mul(a0, s0))
    high = f64x2.add(high, f64x2.mul(a1, s1))
  }
  v128.store(energies, low)
  v128.store(energies, high, 16)
}

/** Densities Σ weight × first × second of four centres, one weight for each of `densities` densities a leaf, to `out`. */
export function aceDensities(
  values: usize, rows: usize, count: i32, seconds: usize, weights: usize, densities: i32, out: usize,
): void {
  const zero = f64x2.splat(0.0)
  for (let p = 0; p < densities; p++) {
    v128.store(out + (<usize>p << 5), zero)
    v128.store(out + (<usize>p << 5), zero, 16)
  }
  for (let row = 0; row < count; row++, rows += 8) {
    const first = <usize>load<u32>(rows)
    const a0 = v128.load(values + first), a1 = v128.load(values + first, 16)
    for (let stop = seconds + (<usize>load<u32>(rows, 4) << 2); seconds < stop; seconds += 4) {
      const from = values + <usize>load<u32>(seconds)
      const b0 = f64x2.mul(a0, v128.load(from)), b1 = f64x2.mul(a1, v128.load(from, 16))
      for (let p = 0; p < densities; p++, weights += 8) {
        const weight = v128.load_splat<f64>(weights)
        const to = out + (<usize>p << 5)
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weight, b0)))
        v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(weight, b1)), 16)
      }
    }
  }
}

/** Slopes as `aceLeaves`, of Σ_p pull_p ρ_p, with its own `pulls` (four a density) for each centre. */
export function acePulledLeaves(
  values: usize, slopes: usize, rows: usize, count: i32, seconds: usize, weights: usize, densities: i32, pulls: usize,
): void {
  const pullsEnd = pulls + (<usize>densities << 5)
  for (let row = 0; row < count; row++, rows += 8) {
    const first = <usize>load<u32>(rows)
    const a0 = v128.load(values + first), a1 = v128.load(values + first, 16)
    let s0 = f64x2.splat(0.0), s1 = s0
    for (let stop = seconds + (<usize>load<u32>(rows, 4) << 2); seconds < stop; seconds += 4) {
      const second = <usize>load<u32>(seconds)
      let w0 = f64x2.splat(0.0), w1 = w0
      for (let pull = pulls; pull < pullsEnd; pull += 32, weights += 8) {
        const weight = v128.load_splat<f64>(weights)
        w0 = f64x2.add(w0, f64x2.mul(weight, v128.load(pull)))
        w1 = f64x2.add(w1, f64x2.mul(weight, v128.load(pull, 16)))
      }
      const from = values + second, to = slopes + second
      s0 = f64x2.add(s0, f64x2.mul(w0, v128.load(from)))
      s1 = f64x2.add(s1, f64x2.mul(w1, v128.load(from, 16)))
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(w0, a0)))
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(w1, a1)), 16)
    }
    const own = slopes + first
    v128.store(own, f64x2.add(v128.load(own), s0))
    v128.store(own, f64x2.add(v128.load(own, 16), s1), 16)
  }
}

/** Hands the slopes of product nodes on to their factors, last node first. */
export function aceNodeSlopes(values: usize, slopes: usize, first: usize, count: i32, pairs: usize): void {
  let from = slopes + first + (<usize>count << 5)
  pairs += <usize>count << 3
  for (let n = 0; n < count; n++) {
    from -= 32
    pairs -= 8
    const a = <usize>load<u32>(pairs), b = <usize>load<u32>(pairs, 4)
    const g0 = v128.load(from), g1 = v128.load(from, 16)
    const va = values + a, vb = values + b, sa = slopes + a, sb = slopes + b
    v128.store(sa, f64x2.add(v128.load(sa), f64x2.mul(g0, v128.load(vb))))
    v128.store(sa, f64x2.add(v128.load(sa, 16), f64x2.mul(g1, v128.load(vb, 16))), 16)
    v128.store(sb, f64x2.add(v128.load(sb), f64x2.mul(g0, v128.load(va))))
    v128.store(sb, f64x2.add(v128.load(sb, 16), f64x2.mul(g1, v128.load(va, 16))), 16)
  }
}
