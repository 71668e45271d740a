import { bispectrumComponents } from "../basis/components.ts"
import { channelCount, type SnapSettings } from "../settings.ts"

/**
 * The same energies by coefficients that are equal for equal components. Of a chemical bispectrum those that differ only in the order of
 * matrices of the same j are the same function, so that only the mean of their coefficients matters; LAMMPS takes it for granted in its
 * forces (but not in its energies) that these coefficients do not differ.
 */
export function evenCoefficients(settings: SnapSettings, theta: Float64Array): Float64Array {
  const components = bispectrumComponents(settings.twojmax, channelCount(settings))
  const groups = Map.groupBy(components.keys(), (k) => {
    const { j1, j2, j, channels } = components[k]
    return [j1, j2, j]
      .map((level, place) => `${level}:${channels[place]}`)
      .toSorted()
      .join()
  })
  const even = theta.slice()
  const own = theta.length / settings.elements.length
  for (let first = 1; first < theta.length; first += own) {
    const block = even.subarray(first, first + own - 1)
    for (const group of groups.values()) average(block, group)
    if (settings.quadratic) evenProducts(block.subarray(components.length), components.length, [...groups.values()])
  }
  return even
}

/** Each of the entries becomes their mean. */
function average(values: Float64Array, entries: readonly number[]): void {
  const [first] = entries
  // A mean of equal numbers need not be that number.
  if (entries.every((k) => values[k] === values[first])) return
  const mean = entries.reduce((sum, k) => sum + values[k], 0) / entries.length
  for (const k of entries) values[k] = mean
}

/** The same for both indices of the symmetric matrix α, of which the upper triangle is given row by row. */
function evenProducts(alpha: Float64Array, count: number, groups: readonly (readonly number[])[]): void {
  const place = (k: number, l: number): number => {
    const [row, column] = k < l ? [k, l] : [l, k]
    return row * count - (row * (row - 1)) / 2 + column - row
  }
  groups.forEach((group, g) => {
    for (const other of groups.slice(g)) {
      average(
        alpha,
        group.flatMap((k) => other.map((l) => place(k, l))),
      )
    }
  })
}
