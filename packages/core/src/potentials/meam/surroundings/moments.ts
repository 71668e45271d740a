/**
 * What an atom sums over its neighbours with S their screening, f⁽ˡ⁾ their densities and n their directions, one number after the other:
 *
 * | place | sum |
 * |---|---|
 * | 0 | S f⁽⁰⁾ |
 * | 1–3 | S f⁽¹⁾ n |
 * | 4–9 | S f⁽²⁾ nn, xx yy zz yz xz xy |
 * | 10 | S f⁽²⁾ |
 * | 11–20 | S f⁽³⁾ nnn, xxx yyy zzz xxy xxz xyy yyz xzz yzz xyz |
 * | 21–23 | S f⁽³⁾ n |
 * | 24–26 | S f⁽⁰⁾ t⁽ˡ⁾ |
 * | 27–29 | S f⁽⁰⁾ t⁽ˡ⁾² |
 */
export const MOMENTS = 30

/** Of a quadratic or cubic form, how often each of its numbers stands in the whole tensor. */
const SECOND = [1, 1, 1, 2, 2, 2]
const THIRD = [1, 1, 1, 3, 3, 3, 3, 3, 3, 6]

/** ρ⁽ˡ⁾², l = 1 … 3, of an atom whose moments begin at `at`. */
export function squares(moments: Float64Array, at: number, out: Float64Array): void {
  let [first, second, third] = [0, (-1 / 3) * moments[at + 10] ** 2, 0]
  for (let c = 0; c < 3; c++) {
    first += moments[at + 1 + c] ** 2
    third -= 0.6 * moments[at + 21 + c] ** 2
  }
  for (let c = 0; c < 6; c++) second += SECOND[c] * moments[at + 4 + c] ** 2
  for (let c = 0; c < 10; c++) third += THIRD[c] * moments[at + 11 + c] ** 2
  out[0] = first
  out[1] = second
  out[2] = third
}

/** Derivatives of `squares` where those of the moments are `slopes`, at the same places. */
export function squareSlopes(moments: Float64Array, slopes: Float64Array, at: number, out: Float64Array): void {
  let [first, second, third] = [0, (-2 / 3) * moments[at + 10] * slopes[at + 10], 0]
  for (let c = 0; c < 3; c++) {
    first += 2 * moments[at + 1 + c] * slopes[at + 1 + c]
    third -= 1.2 * moments[at + 21 + c] * slopes[at + 21 + c]
  }
  for (let c = 0; c < 6; c++) second += 2 * SECOND[c] * moments[at + 4 + c] * slopes[at + 4 + c]
  for (let c = 0; c < 10; c++) third += 2 * THIRD[c] * moments[at + 11 + c] * slopes[at + 11 + c]
  out[0] = first
  out[1] = second
  out[2] = third
}

/** Adds `Σ_l slopes[l] ∂ρ⁽ˡ⁾²/∂moment` to the places of `gradient` from `at` on. */
export function addSquareGradients(moments: Float64Array, at: number, slopes: Float64Array, gradient: Float64Array): void {
  const [first, second, third] = [2 * slopes[0], 2 * slopes[1], 2 * slopes[2]]
  for (let c = 0; c < 3; c++) {
    gradient[at + 1 + c] += first * moments[at + 1 + c]
    gradient[at + 21 + c] -= 0.6 * third * moments[at + 21 + c]
  }
  for (let c = 0; c < 6; c++) gradient[at + 4 + c] += second * SECOND[c] * moments[at + 4 + c]
  gradient[at + 10] -= (second / 3) * moments[at + 10]
  for (let c = 0; c < 10; c++) gradient[at + 11 + c] += third * THIRD[c] * moments[at + 11 + c]
}

/**
 * Adds a neighbour to the moments that begin at `at`.
 *
 * @param f its densities, times S
 * @param t its weights
 * @param directions at `place` begins the unit vector to it
 */
export function addNeighbour(
  moments: Float64Array,
  at: number,
  f: Float64Array,
  t: readonly number[],
  directions: Float64Array,
  place: number,
): void {
  const x = directions[place]
  const y = directions[place + 1]
  const z = directions[place + 2]
  const f0 = f[0]
  const f1 = f[1]
  const f2 = f[2]
  const f3 = f[3]
  moments[at] += f0
  moments[at + 1] += f1 * x
  moments[at + 2] += f1 * y
  moments[at + 3] += f1 * z
  moments[at + 4] += f2 * x * x
  moments[at + 5] += f2 * y * y
  moments[at + 6] += f2 * z * z
  moments[at + 7] += f2 * y * z
  moments[at + 8] += f2 * x * z
  moments[at + 9] += f2 * x * y
  moments[at + 10] += f2
  moments[at + 11] += f3 * x * x * x
  moments[at + 12] += f3 * y * y * y
  moments[at + 13] += f3 * z * z * z
  moments[at + 14] += f3 * x * x * y
  moments[at + 15] += f3 * x * x * z
  moments[at + 16] += f3 * x * y * y
  moments[at + 17] += f3 * y * y * z
  moments[at + 18] += f3 * x * z * z
  moments[at + 19] += f3 * y * z * z
  moments[at + 20] += f3 * x * y * z
  moments[at + 21] += f3 * x
  moments[at + 22] += f3 * y
  moments[at + 23] += f3 * z
  for (let l = 0; l < 3; l++) {
    moments[at + 24 + l] += f0 * t[l]
    moments[at + 27 + l] += f0 * t[l] * t[l]
  }
}

/** How many numbers `neighbourSlopes` writes. */
export const SLOPES = 13

/**
 * What a neighbour in direction n does to the energy of an atom with these gradients by its moments, for unit densities: `out` gets, from `to`
 * on, the sums q⁽⁰⁾, q⁽¹⁾, q⁽²⁾, q⁽³⁾ that multiply f⁽ˡ⁾, then the gradients `∇q⁽ˡ⁾ − (n·∇q⁽ˡ⁾) n` for l = 1 … 3, 3 numbers each.
 */
export function neighbourSlopes(
  gradient: Float64Array,
  at: number,
  t: readonly number[],
  directions: Float64Array,
  place: number,
  out: Float64Array,
  to: number,
): void {
  const x = directions[place]
  const y = directions[place + 1]
  const z = directions[place + 2]
  let q0 = gradient[at]
  for (let l = 0; l < 3; l++) q0 += t[l] * (gradient[at + 24 + l] + t[l] * gradient[at + 27 + l])
  const [ax, ay, az] = [gradient[at + 1], gradient[at + 2], gradient[at + 3]]
  const q1 = ax * x + ay * y + az * z
  const xx = gradient[at + 4]
  const yy = gradient[at + 5]
  const zz = gradient[at + 6]
  const yz = gradient[at + 7]
  const xz = gradient[at + 8]
  const xy = gradient[at + 9]
  const bx = 2 * xx * x + xz * z + xy * y
  const by = 2 * yy * y + yz * z + xy * x
  const bz = 2 * zz * z + yz * y + xz * x
  const q2 = 0.5 * (bx * x + by * y + bz * z)
  const xxx = gradient[at + 11]
  const yyy = gradient[at + 12]
  const zzz = gradient[at + 13]
  const xxy = gradient[at + 14]
  const xxz = gradient[at + 15]
  const xyy = gradient[at + 16]
  const yyz = gradient[at + 17]
  const xzz = gradient[at + 18]
  const yzz = gradient[at + 19]
  const xyz = gradient[at + 20]
  const cx = 3 * xxx * x * x + 2 * xxy * x * y + 2 * xxz * x * z + xyy * y * y + xzz * z * z + xyz * y * z
  const cy = 3 * yyy * y * y + xxy * x * x + 2 * xyy * x * y + 2 * yyz * y * z + yzz * z * z + xyz * x * z
  const cz = 3 * zzz * z * z + xxz * x * x + yyz * y * y + 2 * xzz * x * z + 2 * yzz * y * z + xyz * x * y
  const q3 = (cx * x + cy * y + cz * z) / 3
  const [dx, dy, dz] = [gradient[at + 21], gradient[at + 22], gradient[at + 23]]
  const q3b = dx * x + dy * y + dz * z
  out[to] = q0
  out[to + 1] = q1
  out[to + 2] = q2 + gradient[at + 10]
  out[to + 3] = q3 + q3b
  out[to + 4] = ax - q1 * x
  out[to + 5] = ay - q1 * y
  out[to + 6] = az - q1 * z
  out[to + 7] = bx - 2 * q2 * x
  out[to + 8] = by - 2 * q2 * y
  out[to + 9] = bz - 2 * q2 * z
  const along = 3 * q3 + q3b
  out[to + 10] = cx + dx - along * x
  out[to + 11] = cy + dy - along * y
  out[to + 12] = cz + dz - along * z
}
