import { massOf } from "../../atoms/elements.ts"
import type { ForceConstants } from "./force-constants.ts"

/** The matrix at a wave vector in units of the reciprocal vectors of the cell, `[6n × 6n]` [eV/(Å² amu)], until the next call. */
export type DynamicalMatrix = (q: ArrayLike<number>) => Float64Array

/**
 * `D_ij(q) = Σ_R Φ_ij(R) exp(i q·R)/√(m_i m_j)` as the real symmetric `[[Re, −Im], [Im, Re]]`, whose eigenvalues are those of D, each
 * twice.
 */
export function dynamicalMatrix({ numbers, constants }: Pick<ForceConstants, "numbers" | "constants">): DynamicalMatrix {
  const size = 3 * numbers.length
  const double = 2 * size
  const [re, im] = [new Float64Array(size * size), new Float64Array(size * size)]
  const matrix = new Float64Array(double * double)
  const terms = constants.map(({ first, second, shift, matrix: own }) => {
    const mass = Math.sqrt(massOf(numbers[first]) * massOf(numbers[second]))
    return { corner: 3 * first * size + 3 * second, shift, own: own.map((value) => value / mass) }
  })
  return (q) => {
    re.fill(0)
    im.fill(0)
    for (const { corner, shift, own } of terms) {
      const phase = 2 * Math.PI * (q[0] * shift[0] + q[1] * shift[1] + q[2] * shift[2])
      const [cosine, sine] = [Math.cos(phase), Math.sin(phase)]
      for (let a = 0; a < 3; a++) {
        for (let b = 0; b < 3; b++) {
          re[corner + a * size + b] += cosine * own[3 * a + b]
          im[corner + a * size + b] += sine * own[3 * a + b]
        }
      }
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        // What rounding leaves of D − D† is averaged away.
        const real = (re[i * size + j] + re[j * size + i]) / 2
        const imaginary = (im[i * size + j] - im[j * size + i]) / 2
        matrix[i * double + j] = real
        matrix[(size + i) * double + size + j] = real
        matrix[(size + i) * double + j] = imaginary
        matrix[i * double + size + j] = -imaginary
      }
    }
    return matrix
  }
}
