import type { Configuration } from "../../atoms/structure.ts"
import { solveColumns } from "../functions/columns.ts"

/** Width of the central 90 % of the energies per atom after a least-squares fit of one energy for each element; `undefined` without energies. */
export function energySpread(configurations: Iterable<Configuration>, elements: readonly number[]): number | undefined {
  const count = elements.length
  const fractions: Float64Array[] = []
  const perAtom: number[] = []
  const known = new Map<string, Float64Array>()
  for (const { energy, structure } of configurations) {
    const { numbers } = structure
    if (energy === undefined || numbers.length === 0) continue
    const fraction = new Float64Array(count)
    for (const number of numbers) fraction[elements.indexOf(number)] += 1 / numbers.length
    // Compositions are few: one array each.
    const name = fraction.join()
    fractions.push(known.get(name) ?? fraction)
    if (!known.has(name)) known.set(name, fraction)
    perAtom.push(energy / numbers.length)
  }
  if (perAtom.length < 2) return undefined
  const normal = new Float64Array(count * count)
  const right = new Float64Array(count)
  fractions.forEach((fraction, s) => {
    for (let a = 0; a < count; a++) {
      right[a] += fraction[a] * perAtom[s]
      for (let b = 0; b < count; b++) normal[a * count + b] += fraction[a] * fraction[b]
    }
  })
  // Compositions that never vary make the system singular: a faint ridge picks one of its solutions.
  for (let a = 0; a < count; a++) normal[a * count + a] += 1e-9 * perAtom.length
  const references = solveColumns(normal, right, count, 1)
  const residuals = Float64Array.from(
    perAtom,
    (energy, s) => energy - fractions[s].reduce((sum, x, a) => sum + x * references[a], 0),
  ).sort()
  const at = (quantile: number): number => residuals[Math.round(quantile * (residuals.length - 1))]
  return at(0.95) - at(0.05)
}
