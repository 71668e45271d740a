/** How far from a bound the map bends, as a fraction of the box. */
const BEND = 0.05

/**
 * A coordinate between bounds as a smooth function of one that has none: the identity but for a parabola within a bend of a bound, which
 * touches it one bend beyond, and mirrored from there on. Ranks, on which CMA-ES lives, see no penalty, and a minimum on a bound is a
 * smooth one.
 *
 * Source: the idea of the box-constraint transformations of N. Hansen's pycma, https://github.com/CMA-ES/pycma.
 */
export function boundedCoordinate(y: number, lower: number, upper: number): number {
  const bend = Math.min(BEND, (upper - lower) / 2)
  const folded = fold(y, lower - bend, upper + bend)
  if (folded < lower + bend) return lower + (folded - lower + bend) ** 2 / (4 * bend)
  if (folded > upper - bend) return upper - (folded - upper - bend) ** 2 / (4 * bend)
  return folded
}

/** One of the coordinates that `boundedCoordinate` takes to x. */
export function unboundedCoordinate(x: number, lower: number, upper: number): number {
  const bend = Math.min(BEND, (upper - lower) / 2)
  if (x < lower + bend) return lower - bend + 2 * Math.sqrt(bend * Math.max(0, x - lower))
  if (x > upper - bend) return upper + bend - 2 * Math.sqrt(bend * Math.max(0, upper - x))
  return x
}

/** y mirrored at both edges until it lies between them. */
function fold(y: number, low: number, high: number): number {
  if (y >= low && y <= high) return y
  if (high === Infinity) return low + Math.abs(y - low)
  if (low === -Infinity) return high - Math.abs(y - high)
  const width = high - low
  const place = Math.abs(y - low) % (2 * width)
  return low + (place > width ? 2 * width - place : place)
}
