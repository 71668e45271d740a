import { elementsOf, symbolOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"
import { addFreeAtomDerivative, freeAtomEnergy } from "./bulk/energies.ts"
import { addRow } from "./bulk/gradients.ts"
import { evaluateAll, mapRows } from "./evaluate.ts"
import type { Observable } from "./observable.ts"

/** Energy of two atoms at a distance [Å], against free ones [eV]. */
export function dimerEnergy(first: number, second: number, distance: number): Observable {
  const pair: Structure = {
    numbers: Int32Array.of(first, second),
    positions: Float64Array.of(0, 0, 0, distance, 0, 0),
    cell: null,
    pbc: [false, false, false],
  }
  const name = `${symbolOf(first)}-${symbolOf(second)} dimer at ${distance} Å`
  return Object.freeze({
    name,
    kind: "dimer energy",
    elements: elementsOf([first, second]),
    dimension: "energy",
    unit: "eV",
    tolerance: 0.05,
    read(point) {
      const { energy } = evaluateAll(point, [pair])[0]
      return { value: energy - freeAtomEnergy(point, first) - freeAtomEnergy(point, second), trouble: null }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      const [row] = mapRows(point, [pair], ({ energy }) => energy)
      addRow(out, 1, row)
      addFreeAtomDerivative(point, first, -1, out)
      addFreeAtomDerivative(point, second, -1, out)
      return out
    },
  } satisfies Observable)
}
