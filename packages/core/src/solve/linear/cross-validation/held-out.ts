import type { SmoothPoint } from "../minimise-smooth.ts"
import { squareAfter, timesSeveral } from "../normal-equations.ts"
import { addPenaltyGradient, type PenaltyForm } from "../penalty-form.ts"
import type { FoldedProperty } from "./folded-forms.ts"
import { solveWithout } from "./solve-without.ts"

export interface HeldOutOptions {
  /** False leaves derivatives at zero; default true. */
  readonly slopes?: boolean
  /** Which have derivatives: properties, then penalties; those of the others stay zero. Default all. */
  readonly variables?: readonly number[]
  /** Folds that are held out in turn; default all. */
  readonly folds?: readonly number[]
}

/** Errors on what was held out, at some weights. */
export interface HeldOutPoint extends SmoothPoint {
  /** Σ_p e_p ln(root mean square error of property p on held-out folds). */
  readonly value: number
  /** With each ln multiplier of σ (by property), then with each ln α (by penalty). */
  readonly gradient: Float64Array
  /** Second derivatives, row-major, of the same variables. */
  readonly hessian: Float64Array
  /** By property; NaN for one that no fold holds out. */
  readonly errors: Float64Array
}

/**
 * The balance of properties and penalties as those see it who were not trained on: with the fold k left out
 *
 *     x_k = argmin Σ_p m_p⁻² ‖r_p + J_p x‖²_(without k) + Σ_q α_q ‖G_q x + g_q‖²
 *     f = Σ_p e_p ln √(Σ_k ‖r_pk + J_pk x_k‖² / rows)
 *
 * which asks for the smallest product of the errors of all properties, whatever their units. First and second derivatives are exact, by one
 * more solve for each property, variable and fold (`addFold`). An evaluation costs n³/3 flops a fold.
 *
 * @param properties weighted as for m = 1
 * @param emphasis e_p by property
 */
export function heldOutErrors(
  properties: readonly FoldedProperty[],
  forms: readonly PenaltyForm[],
  emphasis: readonly number[],
  multipliers: Float64Array,
  alphas: Float64Array,
  { slopes = true, folds = [...properties[0].folds.keys()], variables }: HeldOutOptions = {},
): HeldOutPoint {
  const P = properties.length
  const width = P + forms.length
  const squares = new Float64Array(P)
  const counts = new Float64Array(P)
  const wanted = variables ?? Array.from({ length: width }, (_, v) => v)
  const slopesOf = properties.map(() => new Float64Array(width))
  const curvaturesOf = properties.map(() => new Float64Array(width * width))
  const gradient = new Float64Array(width)
  const hessian = new Float64Array(width * width)
  for (const k of folds) {
    const solved = solveWithout(properties, forms, multipliers, alphas, [k])
    if (!solved) return { value: Infinity, gradient, hessian, errors: new Float64Array(P).fill(NaN) }
    properties.forEach(({ folds: own }, p) => {
      const held = own[k]
      if (!held) return
      squares[p] += squareAfter(held.plain, solved.x)
      counts[p] += held.plain.rows
    })
    if (slopes) addFold(k, solved, { properties, forms, multipliers, alphas, wanted }, slopesOf, curvaturesOf)
  }
  let value = 0
  for (let p = 0; p < P; p++) {
    if (counts[p] === 0 || emphasis[p] === 0) continue
    value += 0.5 * emphasis[p] * Math.log(squares[p] / counts[p])
    const weight = (0.5 * emphasis[p]) / squares[p]
    for (let i = 0; i < width; i++) {
      gradient[i] += weight * slopesOf[p][i]
      for (let j = 0; j < width; j++) {
        hessian[i * width + j] += weight * (curvaturesOf[p][i * width + j] - (slopesOf[p][i] * slopesOf[p][j]) / squares[p])
      }
    }
  }
  return { value, gradient, hessian, errors: squares.map((square, p) => (counts[p] > 0 ? Math.sqrt(square / counts[p]) : NaN)) }
}

interface Balanced {
  readonly properties: readonly FoldedProperty[]
  readonly forms: readonly PenaltyForm[]
  readonly multipliers: Float64Array
  readonly alphas: Float64Array
  readonly wanted: readonly number[]
}

interface Solved {
  readonly x: Float64Array
  solve(b: Float64Array): Float64Array
}

/**
 * Adds the first and second derivatives of the squared errors s_p(x_k) on one fold. With A = Σ w_v A_v the matrix of all others,
 * t_v = A_v x + b_v, g_p half the gradient of s_p, H_p its matrix and a_p = A⁻¹ g_p
 *
 *     ∂x/∂v = −w_v′ A⁻¹ t_v
 *     ∂s_p/∂v = 2 g_pᵀ ∂x/∂v
 *     ∂²s_p/∂v∂u = 2 (∂x/∂u)ᵀ H_p ∂x/∂v − 2 w_u′ (A_u a_p)ᵀ ∂x/∂v − 2 w_v′ (A_v a_p)ᵀ ∂x/∂u − 2 δ_uv w_v″ a_pᵀ t_v
 *
 * where w = m⁻² of the logarithm of m has w′ = −2 w and w″ = 4 w, and w = α of the logarithm of α is its own derivative.
 */
function addFold(
  k: number,
  { x, solve }: Solved,
  { properties, forms, multipliers, alphas, wanted }: Balanced,
  slopesOf: readonly Float64Array[],
  curvaturesOf: readonly Float64Array[],
): void {
  const n = x.length
  const P = properties.length
  const width = P + forms.length
  const first = wanted.map((v) => (v < P ? -2 * multipliers[v] ** -2 : alphas[v - P]))
  const second = wanted.map((v, a) => (v < P ? -2 * first[a] : first[a]))
  const held = properties.flatMap(({ folds }, p) => {
    const plain = folds[k]?.plain
    if (!plain) return []
    const slope = gradientAt(plain, x)
    return [{ p, plain, slope, pull: solve(slope) }]
  })
  const pulls = held.map(({ pull }) => pull)
  const terms = wanted.map((v) => (v < P ? gradientWithout(properties[v], k, x) : penaltyGradientAt(forms[v - P], x)))
  const moves = terms.map((term, a) => (first[a] === 0 ? new Float64Array(n) : solve(term).map((value) => -first[a] * value)))
  /** By variable, then by property that is held: A_v a_p. */
  const turned = wanted.map((v) => (v < P ? withoutFold(properties[v], k, pulls, n) : pulls.map((pull) => matrixTimes(forms[v - P], pull))))
  held.forEach(({ p, plain, slope, pull }, at) => {
    const bent = timesSeveral(plain.matrix, n, moves)
    wanted.forEach((v, a) => {
      slopesOf[p][v] += 2 * dot(slope, moves[a])
      wanted.forEach((u, b) => {
        const mixed = dot(bent[a], moves[b]) - first[b] * dot(turned[b][at], moves[a]) - first[a] * dot(turned[a][at], moves[b])
        const own = a === b ? second[a] * dot(pull, terms[a]) : 0
        curvaturesOf[p][v * width + u] += 2 * (mixed - own)
      })
    })
  })
}

/** The matrix of a property without one fold, times some vectors. */
function withoutFold({ total, folds }: FoldedProperty, k: number, vectors: readonly Float64Array[], n: number): Float64Array[] {
  const out = timesSeveral(total.matrix, n, vectors)
  const fold = folds[k]
  if (!fold) return out
  timesSeveral(fold.held.matrix, n, vectors).forEach((part, c) => part.forEach((value, i) => (out[c][i] -= fold.heldWeight * value)))
  return out
}

/** A x + b of a property without one fold. */
function gradientWithout({ total, folds }: FoldedProperty, k: number, x: Float64Array): Float64Array {
  const out = gradientAt(total, x)
  const fold = folds[k]
  if (fold) gradientAt(fold.held, x).forEach((value, i) => (out[i] -= fold.heldWeight * value))
  return out
}

function gradientAt({ n, matrix, vector }: FoldedProperty["total"], x: Float64Array): Float64Array {
  const [product] = timesSeveral(matrix, n, [x])
  return product.map((value, i) => value + vector[i])
}

function penaltyGradientAt(form: PenaltyForm, x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  addPenaltyGradient(form, x, 1, out)
  return out
}

/** GᵀG a */
function matrixTimes(form: PenaltyForm, a: Float64Array): Float64Array {
  return penaltyGradientAt({ ...form, offsets: new Float64Array(form.offsets.length) }, a)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
