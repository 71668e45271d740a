// Bispectrum, second part: coupled products of U and their sums. Two atoms in the lanes of each vector; complex numbers are two
// vectors, 32 bytes. m row, m2 column of the product, a row and a2 column of the first factor.

/**
 * Z = (U^a ⊗ U^b)_j of all products, 8 numbers a record; see `SnapArithmetic.multiply`. Of a matrix with itself rows (a, b) give what
 * rows (b, a) give.
 */
export function snapMultiply(products: i32, record: usize, couplings: usize, full: usize, z: usize): void {
  for (let p = 0; p < products; p++, record += 32) {
    const ja = load<i32>(record), jb = load<i32>(record, 4), j = load<i32>(record, 8)
    const first = full + (<usize>load<i32>(record, 12) << 5), second = full + (<usize>load<i32>(record, 16) << 5)
    const coupling = couplings + (<usize>load<i32>(record, 20) << 3)
    let to = z + (<usize>load<i32>(record, 24) << 5)
    const shift = (ja + jb - j) >> 1
    const width = <usize>(jb + 1) << 3, rowA = <usize>(ja + 1) << 5, rowB = <usize>(jb + 1) << 5
    for (let m = 0; 2 * m <= j; m++) {
      const low = max(0, m + shift - jb), high = min(ja, m + shift)
      const fromA = first + <usize>low * rowA, fromB = second + <usize>(m + shift - low) * rowB
      const outer = coupling + <usize>m * width
      const middle = first === second ? (m + shift) >> 1 : high
      for (let m2 = 0; m2 <= j; m2++, to += 32) {
        const low2 = max(0, m2 + shift - jb), count = min(ja, m2 + shift) - low2
        const inner = coupling + <usize>m2 * width
        let re = f64x2.splat(0.0), im = re
        let a = fromA + (<usize>low2 << 5), b = fromB + (<usize>(m2 + shift - low2) << 5), weight = outer
        for (let k = low; k <= middle; k++, a += rowA, b -= rowB, weight += 8) {
          let sumRe = f64x2.splat(0.0), sumIm = sumRe
          let x = a, y = b, c = inner
          const stop = inner + (<usize>count << 3)
          for (; c <= stop; c += 8, x += 32, y -= 32) {
            const factor = v128.load_splat<f64>(c)
            const ar = v128.load(x), ai = v128.load(x, 16), br = v128.load(y), bi = v128.load(y, 16)
            sumRe = f64x2.add(sumRe, f64x2.mul(factor, f64x2.sub(f64x2.mul(ar, br), f64x2.mul(ai, bi))))
            sumIm = f64x2.add(sumIm, f64x2.mul(factor, f64x2.add(f64x2.mul(ar, bi), f64x2.mul(ai, br))))
          }
          const own = f64x2.splat(first === second && 2 * k < m + shift ? 2.0 * load<f64>(weight) : load<f64>(weight))
          re = f64x2.add(re, f64x2.mul(own, sumRe))
          im = f64x2.add(im, f64x2.mul(own, sumIm))
        }
        v128.store(to, re)
        v128.store(to, im, 16)
      }
    }
  }
}

/** Adds weight × Z of each target to Y, 4 numbers a record; see `SnapArithmetic.combine`. */
export function snapCombine(targets: i32, record: usize, weights: usize, z: usize, y: usize): void {
  for (let t = 0; t < targets; t++, record += 16, weights += 16) {
    let from = z + (<usize>load<i32>(record) << 5), to = y + (<usize>load<i32>(record, 4) << 5)
    const weight = v128.load(weights)
    const stop = to + (<usize>load<i32>(record, 8) << 5)
    for (; to < stop; to += 32, from += 32) {
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weight, v128.load(from))))
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(weight, v128.load(from, 16))), 16)
    }
  }
}
