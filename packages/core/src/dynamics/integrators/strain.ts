import { timesMatrix } from "../../atoms/cell.ts"
import { Failure } from "../../failure/failure.ts"
import type { Motion } from "../motion/motion.ts"

/** How a cell may change: all lengths alike, the lengths along x, y and z each for itself, or any strain without rotation. */
export type Coupling = "isotropic" | "anisotropic" | "triclinic"

/** Ways in which such a cell can change. */
export const strainFreedom: Readonly<Record<Coupling, number>> = { isotropic: 1, anisotropic: 3, triclinic: 6 }

/** The part of a symmetric tensor (Voigt xx yy zz yz xz xy) that a coupling lets act, as a row-major 3×3 matrix. */
export function coupled([xx, yy, zz, yz, xz, xy]: ArrayLike<number> & Iterable<number>, coupling: Coupling): Float64Array {
  if (coupling === "triclinic") return Float64Array.of(xx, xy, xz, xy, yy, yz, xz, yz, zz)
  const mean = (xx + yy + zz) / 3
  return coupling === "isotropic" ? Float64Array.of(mean, 0, 0, 0, mean, 0, 0, 0, mean) : Float64Array.of(xx, 0, 0, 0, yy, 0, 0, 0, zz)
}

/** Strains of one step beyond this are no small steps. */
const LARGEST = 0.2
/** What the first term that is left out of the series comes to. */
const ROUNDING = 1e-18

/**
 * exp(A) and φ(A) = (exp(A) − 1)/A of a small matrix, row-major 3×3: what `ẋ = A x + b` does in the time 1 is `exp(A) x + φ(A) b`.
 *
 * @throws Failure for a strain that no cell bears in one step
 */
export function exponentials(A: Float64Array): { readonly exp: Float64Array; readonly phi: Float64Array } {
  const size = Math.hypot(...A)
  if (!(size < LARGEST)) {
    throw new Failure("the cell changes by a fifth in one step", { advice: "use a longer pressure damping, or relax the cell first" })
  }
  const one = (k: number): number => (k % 4 === 0 ? 1 : 0)
  let phi = Float64Array.from({ length: 9 }, (_, k) => one(k))
  // Horner's rule for Σ Aᵏ/(k + 1)!
  let terms = 1
  for (let left = size; left > ROUNDING; left *= size / ++terms);
  for (let n = terms + 1; n > 1; n--) phi = timesMatrix(phi, A).map((value, k) => one(k) + value / n)
  return { exp: timesMatrix(phi, A).map((value, k) => one(k) + value), phi }
}

/** `a + scale × A`, row-major 3×3. */
export function plusScaled(a: Float64Array, scale: number, A: ArrayLike<number>): Float64Array {
  return a.map((value, k) => value + scale * A[k])
}

/** Replaces each vector of `rows` by `M v + N w`, with w of `others`; `M` and `N` are symmetric. */
export function mix(rows: Float64Array, M: Float64Array, others: Float64Array, N: Float64Array): void {
  for (let k = 0; k < rows.length; k += 3) {
    const [x, y, z, u, v, w] = [rows[k], rows[k + 1], rows[k + 2], others[k], others[k + 1], others[k + 2]]
    rows[k] = M[0] * x + M[1] * y + M[2] * z + N[0] * u + N[1] * v + N[2] * w
    rows[k + 1] = M[3] * x + M[4] * y + M[5] * z + N[3] * u + N[4] * v + N[5] * w
    rows[k + 2] = M[6] * x + M[7] * y + M[8] * z + N[6] * u + N[7] * v + N[8] * w
  }
}

/** Replaces each vector of `rows` by `M v`; `M` is symmetric. */
export function deform(rows: Float64Array, M: Float64Array): void {
  for (let k = 0; k < rows.length; k += 3) {
    const [x, y, z] = [rows[k], rows[k + 1], rows[k + 2]]
    rows[k] = M[0] * x + M[1] * y + M[2] * z
    rows[k + 1] = M[3] * x + M[4] * y + M[5] * z
    rows[k + 2] = M[6] * x + M[7] * y + M[8] * z
  }
}

/** The cell of a motion under pressure. @throws Failure where a direction does not repeat. */
export function cellOf({ cell, pbc }: Motion): Float64Array {
  if (cell && pbc.every(Boolean)) return cell
  throw new Failure("a constant pressure needs a cell that repeats in all directions", { advice: "use an ensemble of constant volume" })
}
