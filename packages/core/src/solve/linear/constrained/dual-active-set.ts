import { norm } from "../../../linalg/norm.ts"
import { invertUpper } from "../../../linalg/triangle/solve-triangular.ts"

/** Conditions in dense rows: `normals[i] · x ≥ values[i]`, or equal for the first `equalities` of them. */
export interface DenseConditions {
  readonly normals: readonly Float64Array[]
  readonly values: Float64Array
  readonly equalities: number
}

export interface ActiveSet {
  readonly outcome: "converged" | "limit" | "infeasible"
  readonly x: Float64Array
  /** Conditions that hold with equality, in the order they were met. */
  readonly active: readonly number[]
  /** Lagrange multipliers of the active ones; not negative for inequalities. */
  readonly multipliers: readonly number[]
  readonly iterations: number
}

/** Violations below this part of the sizes that cancel in them are rounding. */
const TOLERANCE = 1e-11

/**
 * Minimises ‖R x + q‖² subject to linear conditions by the dual active-set method: from the unconstrained minimum, the condition violated
 * most is met, dropping those that it makes superfluous, until none is violated. Each change of the set costs n² flops.
 *
 * Source: Goldfarb & Idnani, DOI 10.1007/BF02591962.
 * @param R upper triangular, non-singular, row-major `[n × n]`; @param start the unconstrained minimum, `[n]`
 */
export function dualActiveSet(R: Float64Array, n: number, start: Float64Array, conditions: DenseConditions): ActiveSet {
  const { normals, values, equalities } = conditions
  const x = start.slice()
  const inverse = invertUpper(R, n, n)
  /** Columns of J with J Jᵀ = (RᵀR)⁻¹; the first belong to the active set. */
  const J = Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (_, i) => inverse[i * n + j]))
  const active: number[] = []
  const multipliers: number[] = []
  /** Columns of the triangle of the active normals, `Jᵀ N = [T; 0]`. */
  const T: Float64Array[] = []
  const limit = 20 * (n + normals.length) + 100
  let iterations = 0

  const drop = (l: number): void => {
    active.splice(l, 1)
    multipliers.splice(l, 1)
    T.splice(l, 1)
    for (let i = l; i < T.length; i++) {
      const column = T[i]
      const [a, b] = [column[i], column[i + 1]]
      const h = Math.hypot(a, b)
      if (h === 0) continue
      const [c, s] = [a / h, b / h]
      for (let j = i; j < T.length; j++) rotate(T[j], i, c, s)
      rotateColumns(J[i], J[i + 1], c, s)
    }
  }

  for (let next = 0; ;) {
    const p = next < equalities ? next++ : mostViolated(conditions, x, active)
    if (p < 0) return { outcome: "converged", x, active, multipliers, iterations }
    const equality = p < equalities
    let slack = dot(normals[p], x) - values[p]
    if (equality && isZero(slack, normals[p], x, values[p]) && isSpanned(J, T.length, normals[p])) continue
    const sign = equality && slack > 0 ? -1 : 1
    let multiplier = 0
    for (;;) {
      if (iterations++ > limit) return { outcome: "limit", x, active, multipliers, iterations }
      const count = T.length
      const d = Float64Array.from(J, (column) => sign * dot(column, normals[p]))
      const z = new Float64Array(n)
      for (let j = count; j < n; j++) for (let i = 0; i < n; i++) z[i] += d[j] * J[j][i]
      const r = backSubstitute(T, d)
      const room = norm(d, count)
      const free = room > 1e-12 * norm(d)
      let dual = Infinity
      let leaving = -1
      for (let j = 0; j < count; j++) {
        if (active[j] < equalities || !(r[j] > 0) || multipliers[j] / r[j] >= dual) continue
        dual = multipliers[j] / r[j]
        leaving = j
      }
      const primal = free ? -(sign * slack) / (room * room) : Infinity
      const step = Math.min(dual, Math.max(0, primal))
      if (step === Infinity) return { outcome: "infeasible", x, active, multipliers, iterations }
      if (free) for (let i = 0; i < n; i++) x[i] += step * z[i]
      for (let j = 0; j < count; j++) multipliers[j] -= step * r[j]
      multiplier += step
      slack = dot(normals[p], x) - values[p]
      if (step < primal) {
        drop(leaving)
        continue
      }
      reflectInto(J, count, d)
      T.push(d.slice(0, n).fill(0, count + 1))
      active.push(p)
      multipliers.push(multiplier)
      break
    }
  }
}

/** Turns the columns of J from `count` on so that d has its only component among them in the first; d becomes that. */
function reflectInto(J: readonly Float64Array[], count: number, d: Float64Array): void {
  const n = d.length
  for (let j = n - 1; j > count; j--) {
    const [a, b] = [d[j - 1], d[j]]
    const h = Math.hypot(a, b)
    if (b === 0 || h === 0) continue
    const [c, s] = [a / h, b / h]
    d[j - 1] = h
    d[j] = 0
    rotateColumns(J[j - 1], J[j], c, s)
  }
}

function mostViolated({ normals, values, equalities }: DenseConditions, x: Float64Array, active: readonly number[]): number {
  let worst = -1
  let deepest = 0
  for (let i = equalities; i < normals.length; i++) {
    const slack = dot(normals[i], x) - values[i]
    if (slack >= deepest || active.includes(i) || isZero(slack, normals[i], x, values[i])) continue
    deepest = slack
    worst = i
  }
  return worst
}

function isZero(slack: number, normal: Float64Array, x: Float64Array, value: number): boolean {
  let size = Math.abs(value)
  for (let i = 0; i < x.length; i++) size += Math.abs(normal[i] * x[i])
  return Math.abs(slack) <= TOLERANCE * size
}

/** Whether the active conditions settle another one too. */
function isSpanned(J: readonly Float64Array[], count: number, normal: Float64Array): boolean {
  const d = Float64Array.from(J, (column) => dot(column, normal))
  return norm(d, count) <= 1e-12 * norm(d)
}

/** T⁻¹ of the first components of d. */
function backSubstitute(T: readonly Float64Array[], d: Float64Array): Float64Array {
  const r = d.slice(0, T.length)
  for (let j = T.length - 1; j >= 0; j--) {
    r[j] /= T[j][j]
    for (let i = 0; i < j; i++) r[i] -= T[j][i] * r[j]
  }
  return r
}

function rotate(column: Float64Array, i: number, c: number, s: number): void {
  const [a, b] = [column[i], column[i + 1]]
  column[i] = c * a + s * b
  column[i + 1] = c * b - s * a
}

function rotateColumns(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i], y[i]]
    x[i] = c * a + s * b
    y[i] = c * b - s * a
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
