import type { Structure } from "../../atoms/structure.ts"
import { type Answer, evaluateAll, mapRows } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { atRest, slopeAlong, slopeOf } from "../relax/body.ts"
import { directionOf } from "../relax/relax.ts"
import { coordinatesOf, type Equilibrium, equilibriumRows, responseOf } from "./equilibrium.ts"
import { addRow } from "./gradients.ts"

/** Slopes below this are rounding [eV per strain, eV/Å]. */
const FLAT = 1e-6

/** Energy of the relaxed cell per atom [eV/atom]. */
export function energyPerAtom(equilibrium: Equilibrium): number {
  return equilibrium.answer.energy / equilibrium.structure.numbers.length
}

/** Adds `factor × d(energy per atom)/dθ`: the explicit part, for at the minimum that is all. */
export function addEnergyDerivative(point: Point, equilibrium: Equilibrium, factor: number, out: Float64Array): void {
  const share = factor / equilibrium.structure.numbers.length
  addRow(out, share, equilibriumRows(point, equilibrium).energy)
  addChain(point, equilibrium, slopesOf(equilibrium.body, equilibrium.answer), share, out)
}

/** Adds `factor × Σ_k slope_k dq_k/dθ` of an equilibrium, unless all slopes are rounding. */
export function addChain(point: Point, equilibrium: Equilibrium, slopes: ArrayLike<number>, factor: number, out: Float64Array): void {
  if (Array.from(slopes).every((slope) => Math.abs(slope) < FLAT)) return
  const response = responseOf(point, equilibrium)
  for (let k = 0; k < slopes.length; k++) addRow(out, factor * slopes[k], response, k)
}

/** Energy of a free atom [eV]. */
export function freeAtomEnergy(point: Point, number: number): number {
  return point.once(`free atom ${number}`, () => evaluateAll(point, [freeAtom(number)])[0].energy)
}

/** Adds `factor × ∂E/∂θ` of a free atom. */
export function addFreeAtomDerivative(point: Point, number: number, factor: number, out: Float64Array): void {
  const [row] = point.once(`free atom ${number} rows`, () => mapRows(point, [freeAtom(number)], ({ energy }) => energy))
  addRow(out, factor, row)
}

/** Energy of the free atoms of a structure [eV]. */
export function freeAtomsEnergy(point: Point, numbers: Int32Array): number {
  return numbers.reduce((sum, number) => sum + freeAtomEnergy(point, number), 0)
}

/** A structure of one atom. */
function freeAtom(number: number): Structure {
  return { numbers: Int32Array.of(number), positions: new Float64Array(3), cell: null, pbc: [false, false, false] }
}

/** Slopes of the energy along the coordinates of a body at rest. */
function slopesOf(body: Equilibrium["body"], answer: Answer): readonly number[] {
  const rest = atRest(body.reference)
  return Array.from({ length: coordinatesOf(body) }, (_, k) => slopeOf(slopeAlong(rest, directionOf(body, k)), answer))
}
