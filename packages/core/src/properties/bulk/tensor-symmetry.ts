import { voigtIndices } from "../../units/stress.ts"
import type { Operation } from "../symmetry/operations.ts"
import { rotateMatrix } from "../symmetry/invariants.ts"

/** Unit engineering strains xx yy zz yz xz xy: γ = 1 is ε_yz = ε_zy = ½, row-major 3×3. */
export const engineeringStrains: readonly Float64Array[] = voigtIndices.map(([a, b]) => {
  const strain = new Float64Array(9)
  strain[3 * a + b] += 0.5
  strain[3 * b + a] += 0.5
  return strain
})

/** What the point group tells of a stiffness: which strains are enough, and how its elements follow from the stresses under them. */
export interface TensorSymmetry {
  /** Numbers 0 to 5 of the engineering strains. */
  readonly strains: readonly number[]
  /** Elements of C, row-major `[6 × 6]`, from the six stresses under each strain in turn: `[36 × 6n]`. */
  readonly map: Float64Array
}

const known = new WeakMap<readonly Operation[], TensorSymmetry>()

/**
 * The fewest engineering strains, first come first, whose images span all strains (xx and yz of a cubic crystal), and the map from their
 * stresses to the stiffness: least squares over all images `C (R ε Rᵀ) = R σ Rᵀ`, symmetric, which also averages what symmetry says
 * is one.
 */
export function tensorSymmetry(operations: readonly Operation[]): TensorSymmetry {
  let found = known.get(operations)
  if (!found) known.set(operations, (found = findSymmetry(operations)))
  return found
}

/** The stiffness, `[36]`, of the stresses under the strains of its symmetry, `[6]` each. */
export function stiffnessFrom({ strains, map }: TensorSymmetry, stresses: readonly Float64Array[]): Float64Array {
  const width = 6 * strains.length
  return Float64Array.from({ length: 36 }, (_, k) => {
    let sum = 0
    for (let c = 0; c < width; c++) sum += map[k * width + c] * stresses[Math.floor(c / 6)][c % 6]
    return sum
  })
}

function findSymmetry(operations: readonly Operation[]): TensorSymmetry {
  const strains: number[] = []
  const kept: Float64Array[] = []
  for (let j = 0; j < 6 && kept.length < 6; j++) {
    const before = kept.length
    for (const { rotation } of operations) extend(kept, toVoigtStrain(rotateMatrix(engineeringStrains[j], rotation)))
    if (kept.length > before) strains.push(j)
  }
  const norms = new Float64Array(36)
  const images = strains.map((j) => operations.map(({ rotation }) => toVoigtStrain(rotateMatrix(engineeringStrains[j], rotation))))
  for (const ε of images.flat()) for (let k = 0; k < 36; k++) norms[k] += ε[Math.floor(k / 6)] * ε[k % 6]
  const width = 6 * strains.length
  const map = new Float64Array(36 * width)
  strains.forEach((_, n) => {
    for (let v = 0; v < 6; v++) {
      const products = new Float64Array(36)
      const stress = stressMatrix(v)
      operations.forEach(({ rotation }, g) => {
        const turned = rotateMatrix(stress, rotation)
        const ε = images[n][g]
        voigtIndices.forEach(([a, b], r) => {
          for (let c = 0; c < 6; c++) products[6 * r + c] += turned[3 * a + b] * ε[c]
        })
      })
      const C = rightDivide(products, norms)
      for (let k = 0; k < 36; k++) map[k * width + 6 * n + v] = (C[k] + C[(k % 6) * 6 + Math.floor(k / 6)]) / 2
    }
  })
  return { strains, map }
}

/** `A B⁻¹` of 6×6 matrices, B symmetric positive definite, by elimination. */
function rightDivide(A: Float64Array, B: Float64Array): Float64Array {
  const left = B.slice()
  // Rows of B against columns of the transposed result: B Xᵀ = Aᵀ.
  const right = new Float64Array(36)
  for (let r = 0; r < 6; r++) for (let c = 0; c < 6; c++) right[6 * c + r] = A[6 * r + c]
  for (let p = 0; p < 6; p++) {
    for (let r = 0; r < 6; r++) {
      if (r === p) continue
      const factor = left[6 * r + p] / left[6 * p + p]
      for (let c = 0; c < 6; c++) {
        left[6 * r + c] -= factor * left[6 * p + c]
        right[6 * r + c] -= factor * right[6 * p + c]
      }
    }
  }
  const out = new Float64Array(36)
  for (let r = 0; r < 6; r++) for (let c = 0; c < 6; c++) out[6 * c + r] = right[6 * r + c] / left[7 * r]
  return out
}

function toVoigtStrain(strain: Float64Array): Float64Array {
  return Float64Array.from(voigtIndices, ([a, b], v) => (v < 3 ? 1 : 2) * strain[3 * a + b])
}

/** A unit stress of one Voigt component, symmetric. */
function stressMatrix(v: number): Float64Array {
  const [a, b] = voigtIndices[v]
  const matrix = new Float64Array(9)
  matrix[3 * a + b] = 1
  matrix[3 * b + a] = 1
  return matrix
}

/** Adds the part of a vector that is not spanned yet. */
function extend(kept: Float64Array[], vector: Float64Array): void {
  const before = Math.hypot(...vector)
  for (let pass = 0; pass < 2; pass++) {
    for (const other of kept) {
      const overlap = vector.reduce((sum, value, k) => sum + value * other[k], 0)
      for (let k = 0; k < 6; k++) vector[k] -= overlap * other[k]
    }
  }
  const after = Math.hypot(...vector)
  if (after > 1e-6 * before) kept.push(vector.map((value) => value / after))
}
