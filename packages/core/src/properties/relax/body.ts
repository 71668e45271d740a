import { cellVolume, inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Answer, Rows } from "../evaluate.ts"

/** Where a body is: `r = F (r₀ + d)`, cell vectors `h = F h₀`. */
export interface State {
  /** F, row-major `[9]`. */
  readonly deformation: Float64Array
  /** d `[3N]` [Å] */
  readonly displacements: Float64Array
}

/** A way to go: `dF` and `dd`. */
export type Direction = State

/** Weights with which forces and virial of a structure (or their derivatives) make the slope of its energy along a direction. */
export interface Slope {
  /** `[3N]` */
  readonly forces: Float64Array
  /** `[6]` */
  readonly virial: Float64Array
}

export const identity: Float64Array = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)

/** The state in which a structure is where it is. */
export function atRest(structure: Structure): State {
  return { deformation: identity, displacements: new Float64Array(structure.positions.length) }
}

/** The structure in a state. */
export function placed(reference: Structure, { deformation, displacements }: State): Structure {
  const turned = transpose(deformation)
  const moved = reference.positions.map((x, k) => x + displacements[k])
  return { ...reference, positions: timesMatrix(moved, turned), cell: reference.cell && timesMatrix(reference.cell, turned) }
}

/**
 * The slope of the energy along `(dF, dd)`: with `η = dF F⁻¹` and `dr = F dd` it is `dE = −Σ_i F_i·dr_i − Σ_ab η_ab W_ab`, forces and
 * virial those of the structure as it is.
 */
export function slopeAlong(state: State, direction: Direction): Slope {
  const η = timesMatrix(direction.deformation, inverse(state.deformation))
  return {
    forces: timesMatrix(direction.displacements, transpose(state.deformation)).map((x) => -x),
    virial: Float64Array.of(-η[0], -η[4], -η[8], -η[5] - η[7], -η[2] - η[6], -η[1] - η[3]),
  }
}

/** `dE` along a slope [eV per unit of the direction]. */
export function slopeOf({ forces, virial }: Slope, answer: Answer): number {
  let sum = 0
  for (let k = 0; k < forces.length; k++) sum += forces[k] * answer.forces[k]
  for (let v = 0; v < 6; v++) sum += virial[v] * answer.virial[v]
  return sum
}

/** Adds `factor × ∂(dE)/∂θ` along a slope to `out`, `[K]`. */
export function addSlopeRows({ forces, virial }: Slope, rows: Rows, factor: number, out: Float64Array): void {
  const count = out.length
  for (let i = 0; i < forces.length; i++) if (forces[i] !== 0) addRow(rows.forces, i * count, factor * forces[i], out)
  for (let v = 0; v < 6; v++) if (virial[v] !== 0) addRow(rows.virial, v * count, factor * virial[v], out)
}

/** `dV = V tr(dF F⁻¹)` [Å³]. */
export function volumeSlope(reference: Structure, state: State, direction: Direction): number {
  const η = timesMatrix(direction.deformation, inverse(state.deformation))
  return reference.cell ? cellVolume(timesMatrix(reference.cell, transpose(state.deformation))) * (η[0] + η[4] + η[8]) : 0
}

function addRow(rows: Float64Array, from: number, factor: number, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] += factor * rows[from + k]
}
