import type { Configuration } from "../../atoms/structure.ts"
import { solveColumns } from "../functions/columns.ts"

/** Width of the central 90 % of the energies per atom after a least-squares fit of one energy for each element; `undefined` without energies. */
export function energySpread(configurations: readonly Configuration[], elements: readonly number[]): number | undefined {
  const labelled = configurations.filter(({ energy, structure }) => energy !== undefined && structure.numbers.length > 0)
  if (labelled.length < 2) return undefined
  const count = elements.length
  const fractions = labelled.map(({ structure: { numbers } }) => {
    const fraction = new Float64Array(count)
    for (const number of numbers) fraction[elements.indexOf(number)] += 1 / numbers.length
    return fraction
  })
  const perAtom = labelled.map(({ energy = 0, structure }) => energy / structure.numbers.length)
  const normal = new Float64Array(count * count)
  const right = new Float64Array(count)
  fractions.forEach((fraction, s) => {
    for (let a = 0; a < count; a++) {
      right[a] += fraction[a] * perAtom[s]
      for (let b = 0; b < count; b++) normal[a * count + b] += fraction[a] * fraction[b]
    }
  })
  // Compositions that never vary make the system singular: a faint ridge picks one of its solutions.
  for (let a = 0; a < count; a++) normal[a * count + a] += 1e-9 * labelled.length
  const references = solveColumns(normal, right, count, 1)
  const residuals = Float64Array.from(
    perAtom,
    (energy, s) => energy - fractions[s].reduce((sum, x, a) => sum + x * references[a], 0),
  ).sort()
  const at = (quantile: number): number => residuals[Math.round(quantile * (residuals.length - 1))]
  return at(0.95) - at(0.05)
}
