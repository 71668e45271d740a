/**
 * Second derivatives at the points of the cubic spline through (x, y) with slopes `first` and `last` at its ends, as LAMMPS's tables
 * have them (W. H. Press et al., Numerical Recipes, §3.3).
 */
export function splineCurvatures(x: Float64Array, y: Float64Array, first: number, last: number): Float64Array {
  const n = x.length
  const curvatures = new Float64Array(n)
  const upper = new Float64Array(n)
  curvatures[0] = -0.5
  upper[0] = (3 / (x[1] - x[0])) * ((y[1] - y[0]) / (x[1] - x[0]) - first)
  for (let i = 1; i < n - 1; i++) {
    const part = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1])
    const pivot = part * curvatures[i - 1] + 2
    curvatures[i] = (part - 1) / pivot
    const bend = (y[i + 1] - y[i]) / (x[i + 1] - x[i]) - (y[i] - y[i - 1]) / (x[i] - x[i - 1])
    upper[i] = ((6 * bend) / (x[i + 1] - x[i - 1]) - part * upper[i - 1]) / pivot
  }
  const width = x[n - 1] - x[n - 2]
  const end = (3 / width) * (last - (y[n - 1] - y[n - 2]) / width)
  curvatures[n - 1] = (end - 0.5 * upper[n - 2]) / (0.5 * curvatures[n - 2] + 1)
  for (let i = n - 2; i >= 0; i--) curvatures[i] = curvatures[i] * curvatures[i + 1] + upper[i]
  return curvatures
}

/** Value at `at` of the cubic spline with these curvatures. */
export function splineValue(x: Float64Array, y: Float64Array, curvatures: Float64Array, at: number): number {
  let low = 0
  let high = x.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (x[middle] > at) high = middle
    else low = middle
  }
  const h = x[high] - x[low]
  const a = (x[high] - at) / h
  const b = (at - x[low]) / h
  return a * y[low] + b * y[high] + (((a * a * a - a) * curvatures[low] + (b * b * b - b) * curvatures[high]) * h * h) / 6
}
