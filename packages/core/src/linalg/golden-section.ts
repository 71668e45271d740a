const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * The interval in which golden section has cornered the minimum of a function of one number, which falls to it and rises from it.
 *
 * @param evaluations of the function; each beyond the second leaves 0.618 of the interval
 */
export function goldenSection(f: (x: number) => number, from: number, to: number, evaluations: number): readonly [number, number] {
  let [low, high] = [from, to]
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [atLeft, atRight] = [f(left), f(right)]
  for (let k = 2; k < evaluations; k++) {
    if (atLeft < atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - GOLDEN * (high - low)
      atLeft = f(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + GOLDEN * (high - low)
      atRight = f(right)
    }
  }
  return [low, high]
}
