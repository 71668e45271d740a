/**
 * Adds to `out` the gradient by d of u(r) d·M, with M the difference of the moments of a pair's ends: `(u′/r)(d·M) d + u M`.
 *
 * @param slope u′
 */
export function addDipoleGradient(
  out: Float64Array,
  u: number,
  slope: number,
  r: number,
  x: number,
  y: number,
  z: number,
  mx: number,
  my: number,
  mz: number,
): void {
  const along = (slope * (x * mx + y * my + z * mz)) / r
  out[0] += along * x + u * mx
  out[1] += along * y + u * my
  out[2] += along * z + u * mz
}

/**
 * Adds to `out` the gradient by d of w(r) d·L·d, with L the sum of the traceless tensors of a pair's ends, each at its place as
 * xx yy zz yz xz xy: `(w′/r)(d·L·d) d + 2 w L d`.
 *
 * @param slope w′
 */
export function addQuadrupoleGradient(
  out: Float64Array,
  w: number,
  slope: number,
  r: number,
  x: number,
  y: number,
  z: number,
  tensors: Float64Array,
  atI: number,
  atJ: number,
): void {
  const xx = tensors[atI] + tensors[atJ]
  const yy = tensors[atI + 1] + tensors[atJ + 1]
  const zz = tensors[atI + 2] + tensors[atJ + 2]
  const yz = tensors[atI + 3] + tensors[atJ + 3]
  const xz = tensors[atI + 4] + tensors[atJ + 4]
  const xy = tensors[atI + 5] + tensors[atJ + 5]
  const lx = xx * x + xy * y + xz * z
  const ly = xy * x + yy * y + yz * z
  const lz = xz * x + yz * y + zz * z
  const along = (slope * (x * lx + y * ly + z * lz)) / r
  out[0] += along * x + 2 * w * lx
  out[1] += along * y + 2 * w * ly
  out[2] += along * z + 2 * w * lz
}
