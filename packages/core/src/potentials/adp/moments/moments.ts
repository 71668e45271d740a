import type { PairSegments } from "../../../graph/pair-segments.ts"
import type { KnownPairs } from "./known-pairs.ts"

/** Numbers of an atom: μ xyz, then λ xx yy zz yz xz xy. */
export const MOMENTS = 9

/**
 * Adds the moments of all atoms, `[MOMENTS × atoms]`, from u and w of the pairs. Atoms count from `firstAtom`, values from `firstPair`.
 */
export function gatherMoments(
  half: PairSegments,
  { start, end }: KnownPairs,
  firstAtom: number,
  firstPair: number,
  u: Float64Array,
  w: Float64Array,
  moments: Float64Array,
): void {
  const { i, j, distances, directions } = half
  for (let m = start; m < end; m++) {
    const r = distances[m]
    const [x, y, z] = [r * directions[3 * m], r * directions[3 * m + 1], r * directions[3 * m + 2]]
    const [atI, atJ] = [MOMENTS * (i[m] - firstAtom), MOMENTS * (j[m] - firstAtom)]
    const [dipole, quadrupole] = [u[m - firstPair], w[m - firstPair]]
    addVector(moments, atI, dipole * x, dipole * y, dipole * z)
    addVector(moments, atJ, -dipole * x, -dipole * y, -dipole * z)
    addTensor(moments, atI + 3, quadrupole, x, y, z)
    addTensor(moments, atJ + 3, quadrupole, x, y, z)
  }
}

/** Adds a vector at `at`. */
export function addVector(to: Float64Array, at: number, x: number, y: number, z: number): void {
  to[at] += x
  to[at + 1] += y
  to[at + 2] += z
}

/** Adds `factor × d⊗d` at `at`, as xx yy zz yz xz xy. */
export function addTensor(to: Float64Array, at: number, factor: number, x: number, y: number, z: number): void {
  to[at] += factor * x * x
  to[at + 1] += factor * y * y
  to[at + 2] += factor * z * z
  to[at + 3] += factor * y * z
  to[at + 4] += factor * x * z
  to[at + 5] += factor * x * y
}

/** Takes the mean of xx, yy, zz from each: what is left of a tensor is ∂/∂λ of its half square less a sixth of its trace squared. */
export function removeTrace(tensors: Float64Array, at: number): void {
  const mean = (tensors[at] + tensors[at + 1] + tensors[at + 2]) / 3
  tensors[at] -= mean
  tensors[at + 1] -= mean
  tensors[at + 2] -= mean
}

/** A : B of two symmetric tensors. */
export function doubleDot(a: Float64Array, at: number, b: Float64Array, bt: number): number {
  const diagonal = a[at] * b[bt] + a[at + 1] * b[bt + 1] + a[at + 2] * b[bt + 2]
  return diagonal + 2 * (a[at + 3] * b[bt + 3] + a[at + 4] * b[bt + 4] + a[at + 5] * b[bt + 5])
}
