import { timesMatrix, transpose } from "../../atoms/cell.ts"

/** A Green strain of this size is allowed for nothing: lengths of 0.71 to 1.22 times those of the start. */
const FREE = 0.25
/** [eV/atom] */
const STIFFNESS = 300

/**
 * Energy that keeps a crystal without a minimum near where it started: `N κ/3 (s − s₀)³` for `s > s₀`, with `s = |G|/√3` the size of the
 * Green strain `G = ½(FᵀF − 1)`. Twice differentiable, so what it holds still has values and derivatives that a fit can follow.
 */
export function wallEnergy(F: Float64Array, atoms: number): number {
  const beyond = sizeOf(green(F)) - FREE
  return beyond > 0 ? (atoms * STIFFNESS * beyond ** 3) / 3 : 0
}

/** `dE` of the wall along `dF`: `N κ (s − s₀)² G:(Fᵀ dF)/(3 s)`. */
export function wallSlope(F: Float64Array, dF: Float64Array, atoms: number): number {
  const strain = green(F)
  const size = sizeOf(strain)
  if (size <= FREE) return 0
  const change = timesMatrix(transpose(F), dF)
  return (atoms * STIFFNESS * (size - FREE) ** 2 * strain.reduce((sum, g, k) => sum + g * change[k], 0)) / (3 * size)
}

/** Whether the wall holds a crystal. */
export function isHeld(F: Float64Array): boolean {
  return sizeOf(green(F)) > FREE
}

function green(F: Float64Array): Float64Array {
  return timesMatrix(transpose(F), F).map((value, k) => (value - (k % 4 === 0 ? 1 : 0)) / 2)
}

function sizeOf(strain: Float64Array): number {
  return Math.hypot(...strain) / Math.sqrt(3)
}
