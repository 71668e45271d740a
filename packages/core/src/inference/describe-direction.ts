/** The components that make up nine tenths of a unit vector, largest first, four at most: `0.81 D − 0.58 a`. */
export function describeDirection(vector: ArrayLike<number>, names: readonly string[]): string {
  const order = names.map((_, k) => k).sort((i, j) => Math.abs(vector[j]) - Math.abs(vector[i]) || i - j)
  let text = ""
  let sum = 0
  for (const k of order.slice(0, 4)) {
    if (sum >= 0.9) break
    sum += vector[k] ** 2
    const size = `${Math.abs(vector[k]).toFixed(2)} ${names[k]}`
    if (text === "") text = vector[k] < 0 ? `−${size}` : size
    else text += vector[k] < 0 ? ` − ${size}` : ` + ${size}`
  }
  return sum >= 0.9 ? text : `${text} + …`
}
