import { symmetricEigenvalues } from "../../linalg/factorisations/symmetric-eigenvalues.ts"
import { dynamicalMatrix } from "./dynamical-matrix.ts"
import type { ForceConstants } from "./force-constants.ts"
import { frequencyOf } from "./frequency-of.ts"

/** Gives the frequencies at a wave vector, in units of the reciprocal vectors of the cell, rising `[3n]` [THz]; negative where imaginary. */
export type Vibrations = (q: ArrayLike<number>) => Float64Array

/** Frequencies of a crystal from its force constants: `ω²` are the eigenvalues of its dynamical matrix. */
export function vibrationsOf(constants: Pick<ForceConstants, "numbers" | "constants">): Vibrations {
  const matrixAt = dynamicalMatrix(constants)
  const double = 6 * constants.numbers.length
  return (q) => {
    const values = symmetricEigenvalues(matrixAt(q), double)
    return Float64Array.from({ length: double / 2 }, (_, k) => frequencyOf((values[double - 1 - 2 * k] + values[double - 2 - 2 * k]) / 2))
  }
}
