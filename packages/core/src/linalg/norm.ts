/** Squares of numbers between these bounds neither overflow nor lose digits when summed. */
const SMALLEST = 1e-140
const LARGEST = 1e140

/** Euclidean norm of `count` numbers from `start`, without overflow or underflow. */
export function norm(x: Float64Array, start: number = 0, count: number = x.length - start): number {
  let sum = 0
  for (let i = start; i < start + count; i++) sum += x[i] * x[i]
  const length = Math.sqrt(sum)
  if (length > SMALLEST && length < LARGEST) return length
  return scaledNorm(x, start, count)
}

function scaledNorm(x: Float64Array, start: number, count: number): number {
  let largest = 0
  for (let i = start; i < start + count; i++) {
    const size = Math.abs(x[i])
    if (!(size <= largest)) largest = size
    if (Number.isNaN(size)) return NaN
  }
  if (largest === 0 || largest === Infinity) return largest
  let sum = 0
  for (let i = start; i < start + count; i++) sum += (x[i] / largest) ** 2
  return largest * Math.sqrt(sum)
}
