import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { residualProblem } from "./residual-problem.ts"

/** A function on which global searches are compared, as a least-squares problem, with its lowest point. */
export interface StandardFunction {
  readonly name: string
  readonly problem: LeastSquaresProblem
  /** ½‖r‖² at the lowest point. */
  readonly minimum: number
  readonly lowest: readonly number[]
}

function box(n: number, edge: number): Pick<LeastSquaresProblem, "names"> & { lower: number[]; upper: number[] } {
  const names = Array.from({ length: n }, (_, k) => `x${k}`)
  return { names, lower: names.map(() => -edge), upper: names.map(() => edge) }
}

/** A problem of which there are costs alone, for searches without derivatives. */
function costProblem(
  names: readonly string[],
  lower: readonly number[],
  upper: readonly number[],
  cost: (x: Float64Array) => number,
): LeastSquaresProblem {
  return Object.freeze({
    size: names.length,
    names,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    linear: names.map(() => false),
    cost: (x: Float64Array) => Promise.resolve(cost(x)),
    linearise: () => Promise.reject(new Error("this function has no residuals")),
  })
}

/** Σ a_k (x_k − c_k)² with a from 1 to `condition`, evenly spaced in the logarithm: the sphere and the ellipsoid. */
export function ellipsoid(n: number, condition: number, centre: number = 0.7): StandardFunction {
  const root = Float64Array.from({ length: n }, (_, k) => Math.sqrt(2) * condition ** ((0.5 * k) / Math.max(1, n - 1)))
  const problem = residualProblem({
    ...box(n, 5),
    residuals: (x) => x.map((value, k) => root[k] * (value - centre)),
    jacobian: () => Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? root[at % n] : 0)),
  })
  return { name: condition === 1 ? "sphere" : "ellipsoid", problem, minimum: 0, lowest: Array.from({ length: n }, () => centre) }
}

/** Σ 100 (x_{k+1} − x_k²)² + (1 − x_k)². Source: Rosenbrock, DOI 10.1093/comjnl/3.3.175. */
export function rosenbrock(n: number): StandardFunction {
  const rows = 2 * (n - 1)
  const problem = residualProblem({
    ...box(n, 5),
    residuals: (x) =>
      Float64Array.from({ length: rows }, (_, i) => {
        const k = i >> 1
        return Math.SQRT2 * (i % 2 === 0 ? 10 * (x[k + 1] - x[k] ** 2) : 1 - x[k])
      }),
    jacobian: (x) => {
      const J = new Float64Array(rows * n)
      for (let k = 0; k + 1 < n; k++) {
        J[2 * k * n + k] = -20 * Math.SQRT2 * x[k]
        J[2 * k * n + k + 1] = 10 * Math.SQRT2
        J[(2 * k + 1) * n + k] = -Math.SQRT2
      }
      return J
    },
  })
  return { name: "Rosenbrock", problem, minimum: 0, lowest: Array.from({ length: n }, () => 1) }
}

/** Σ y² + 10 (1 − cos 2πy) with y = x − 0.4, as the squares of √2 y and √40 sin πy: 11 local minima a coordinate. */
export function rastrigin(n: number): StandardFunction {
  const centre = 0.4
  const problem = residualProblem({
    ...box(n, 5.12),
    residuals: (x) =>
      Float64Array.from({ length: 2 * n }, (_, i) =>
        i < n ? Math.SQRT2 * (x[i] - centre) : Math.sqrt(40) * Math.sin(Math.PI * (x[i - n] - centre)),
      ),
    jacobian: (x) => {
      const J = new Float64Array(2 * n * n)
      for (let k = 0; k < n; k++) {
        J[k * n + k] = Math.SQRT2
        J[(n + k) * n + k] = Math.sqrt(40) * Math.PI * Math.cos(Math.PI * (x[k] - centre))
      }
      return J
    },
  })
  return { name: "Rastrigin", problem, minimum: 0, lowest: Array.from({ length: n }, () => centre) }
}

/** 418.98… n − Σ x sin √|x|: its second lowest minima are far from the lowest. Source: H.-P. Schwefel, Numerical Optimization of Computer Models (1981). */
export function schwefel(n: number): StandardFunction {
  const deepest = 420.968746359982
  const depth = deepest * Math.sin(Math.sqrt(deepest))
  const { names, lower, upper } = box(n, 500)
  const cost = (x: Float64Array): number => x.reduce((sum, value) => sum + depth - value * Math.sin(Math.sqrt(Math.abs(value))), 0)
  return { name: "Schwefel", problem: costProblem(names, lower, upper, cost), minimum: 0, lowest: names.map(() => deepest) }
}

/** Source: D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing (1987), DOI 10.1007/978-1-4613-1997-9. */
export function ackley(n: number): StandardFunction {
  const centre = 1.3
  const { names, lower, upper } = box(n, 32.768)
  const mean = (x: Float64Array, term: (y: number) => number): number => x.reduce((sum, value) => sum + term(value - centre), 0) / n
  const cost = (x: Float64Array): number =>
    20 * -Math.expm1(-0.2 * Math.sqrt(mean(x, (y) => y * y))) + Math.E * -Math.expm1(mean(x, (y) => Math.cos(2 * Math.PI * y)) - 1)
  return { name: "Ackley", problem: costProblem(names, lower, upper, cost), minimum: 0, lowest: names.map(() => centre) }
}

/**
 * The Lennard-Jones cluster of `atoms` atoms (ε = σ = 1): with residuals √8 (r⁻⁶ − ½), one a pair, ½‖r‖² is the energy plus one for each
 * pair, 4 (r⁻¹² − r⁻⁶) = ½ [√8 (r⁻⁶ − ½)]² − 1. Its parameters are the coordinates.
 *
 * @param energy of the lowest structure [ε]: −44.326801 for 13 atoms. Source: Wales & Doye, DOI 10.1021/jp970984n.
 */
export function lennardJonesCluster(atoms: number, energy: number, edge: number): StandardFunction {
  const n = 3 * atoms
  const pairs = Array.from({ length: atoms }, (_, i) => Array.from({ length: i }, (_, j) => [i, j] as const)).flat()
  const square = (x: Float64Array, i: number, j: number): number =>
    (x[3 * i] - x[3 * j]) ** 2 + (x[3 * i + 1] - x[3 * j + 1]) ** 2 + (x[3 * i + 2] - x[3 * j + 2]) ** 2
  const problem = residualProblem({
    ...box(n, edge),
    residuals: (x) => Float64Array.from(pairs, ([i, j]) => Math.sqrt(8) * (square(x, i, j) ** -3 - 0.5)),
    jacobian: (x) => {
      const J = new Float64Array(pairs.length * n)
      pairs.forEach(([i, j], row) => {
        const slope = -6 * Math.sqrt(8) * square(x, i, j) ** -4
        for (let c = 0; c < 3; c++) {
          const d = slope * (x[3 * i + c] - x[3 * j + c])
          J[row * n + 3 * i + c] = d
          J[row * n + 3 * j + c] = -d
        }
      })
      return J
    },
  })
  return { name: `LJ${atoms}`, problem, minimum: energy + pairs.length, lowest: [] }
}
