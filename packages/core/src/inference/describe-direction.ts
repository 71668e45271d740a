/** The components that make up nine tenths of a unit vector, largest first, four at most: `0.81 D − 0.58 a`. */
export function describeDirection(vector: ArrayLike<number>, names: readonly string[]): string {
  let text = ""
  let sum = 0
  for (const k of largestComponents(vector)) {
    if (sum >= 0.9) break
    sum += vector[k] ** 2
    const size = `${Math.abs(vector[k]).toFixed(2)} ${names[k]}`
    if (text === "") text = vector[k] < 0 ? `−${size}` : size
    else text += vector[k] < 0 ? ` − ${size}` : ` + ${size}`
  }
  return sum >= 0.9 ? text : `${text} + …`
}

/** Places of the four components that are largest by size, the largest first. */
function largestComponents(vector: ArrayLike<number>): readonly number[] {
  const places: number[] = []
  for (let k = 0; k < vector.length; k++) {
    const size = Math.abs(vector[k])
    if (places.length === 4 && !(size > Math.abs(vector[places[3]]))) continue
    const at = places.findIndex((other) => size > Math.abs(vector[other]))
    places.splice(at < 0 ? places.length : at, 0, k)
    if (places.length > 4) places.pop()
  }
  return places
}
