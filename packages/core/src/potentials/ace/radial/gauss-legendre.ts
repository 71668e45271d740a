/** Nodes and weights of Gauss–Legendre quadrature with `count` points on [from, to], by Newton's method on the Legendre polynomial. */
export function gaussLegendre(count: number, from: number, to: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      const [value, below] = legendre(count, x)
      slope = (count * (x * value - below)) / (x * x - 1)
      const change = value / slope
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    nodes[i] = 0.5 * (from + to) - 0.5 * (to - from) * x
    weights[i] = (to - from) / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}

/** P_n(x) and P_{n−1}(x). */
function legendre(n: number, x: number): readonly [number, number] {
  let [before, value] = [0, 1]
  for (let k = 1; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
  return [value, before]
}
