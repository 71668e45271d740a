/** Value and slope of a function at one place. */
export interface Curve {
  value: number
  slope: number
}

/**
 * 1 up to `end − width`, 0 from `end` on, and between them, with x = −1 − 2 (r − end)/width falling from 1 to −1,
 *
 *     ½ + (15/8) (x/2 − x³/3 + x⁵/10)
 *
 * which has two continuous derivatives.
 */
export function switchDown(r: number, end: number, width: number): Curve {
  if (r <= end - width) return { value: 1, slope: 0 }
  if (r >= end) return { value: 0, slope: 0 }
  const x = -1 - (2 * (r - end)) / width
  return {
    value: 0.5 + 1.875 * x * (0.5 + x * x * (-1 / 3 + 0.1 * x * x)),
    slope: (-1.875 / width) * (1 - x * x) ** 2,
  }
}
