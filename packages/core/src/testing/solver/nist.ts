import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { bennett5 } from "./bennett5.ts"
import { residualProblem } from "./residual-problem.ts"

/** One nonlinear regression y = f(x; b) + e with values certified to eleven digits. */
export interface CertifiedRegression {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** f and ∂f/∂b_k */
  readonly model: (x: number, b: Float64Array) => readonly [number, readonly number[]]
  /** Parameters that f is linear in, given the others. */
  readonly linear: readonly number[]
  /** The two official starting points, the harder one first. */
  readonly starts: readonly [readonly number[], readonly number[]]
  readonly certified: readonly number[]
  /** The same function's parameters in the certified order and sign, where others give the same. */
  readonly canonical?: (b: readonly number[]) => readonly number[]
  /** Standard errors of the parameters. */
  readonly errors?: readonly number[]
  /** Σ e² at the solution. */
  readonly residualSumOfSquares: number
}

const { exp } = Math

const thurber = (x: number, b: Float64Array): readonly [number, readonly number[]] => {
  const [x2, x3] = [x * x, x * x * x]
  const above = b[0] + b[1] * x + b[2] * x2 + b[3] * x3
  const below = 1 + b[4] * x + b[5] * x2 + b[6] * x3
  const slope = -above / (below * below)
  return [above / below, [1 / below, x / below, x2 / below, x3 / below, slope * x, slope * x2, slope * x3]]
}

const exponentials = (x: number, b: Float64Array): readonly [number, readonly number[]] => {
  let value = 0
  const slopes: number[] = []
  for (let k = 0; k < b.length; k += 2) {
    const e = exp(-b[k + 1] * x)
    value += b[k] * e
    slopes.push(e, -x * b[k] * e)
  }
  return [value, slopes]
}

const range = (count: number, first: number, step: number): number[] => Array.from({ length: count }, (_, i) => first + i * step)

/**
 * Statistical Reference Datasets, nonlinear regression, National Institute of Standards and Technology (public domain):
 * https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml
 */
export const nistRegressions: readonly CertifiedRegression[] = [
  {
    name: "Misra1a",
    linear: [0],
    x: [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
    y: [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78],
    model: (x, b) => [b[0] * (1 - exp(-b[1] * x)), [1 - exp(-b[1] * x), b[0] * x * exp(-b[1] * x)]],
    starts: [
      [500, 1e-4],
      [250, 5e-4],
    ],
    certified: [2.3894212918e2, 5.5015643181e-4],
    errors: [2.7070075241, 7.2668688436e-6],
    residualSumOfSquares: 1.2455138894e-1,
  },
  {
    name: "DanWood",
    linear: [0],
    x: [1.309, 1.471, 1.49, 1.565, 1.611, 1.68],
    y: [2.138, 3.421, 3.597, 4.34, 4.882, 5.66],
    model: (x, b) => [b[0] * x ** b[1], [x ** b[1], b[0] * x ** b[1] * Math.log(x)]],
    starts: [
      [1, 5],
      [0.7, 4],
    ],
    certified: [7.6886226176e-1, 3.8604055871],
    errors: [1.828197386e-2, 5.1726610913e-2],
    residualSumOfSquares: 4.3173084083e-3,
  },
  {
    name: "MGH09",
    linear: [0],
    x: [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
    y: [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
    model: (x, b) => {
      const above = x * x + x * b[1]
      const below = x * x + x * b[2] + b[3]
      const slope = (-b[0] * above) / (below * below)
      return [(b[0] * above) / below, [above / below, (b[0] * x) / below, slope * x, slope]]
    },
    starts: [
      [25, 39, 41.5, 39],
      [0.25, 0.39, 0.415, 0.39],
    ],
    certified: [1.9280693458e-1, 1.9128232873e-1, 1.2305650693e-1, 1.3606233068e-1],
    errors: [1.1435312227e-2, 1.9633220911e-1, 8.0842031232e-2, 9.0025542308e-2],
    residualSumOfSquares: 3.0750560385e-4,
  },
  {
    name: "MGH10",
    linear: [0],
    x: range(16, 50, 5),
    y: [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872],
    model: (x, b) => {
      const e = exp(b[1] / (x + b[2]))
      return [b[0] * e, [e, (b[0] * e) / (x + b[2]), (-b[0] * e * b[1]) / (x + b[2]) ** 2]]
    },
    starts: [
      [2, 400000, 25000],
      [0.02, 4000, 250],
    ],
    certified: [5.609636471e-3, 6.1813463463e3, 3.4522363462e2],
    residualSumOfSquares: 8.7945855171e1,
  },
  {
    name: "MGH17",
    linear: [0, 1, 2],
    x: range(33, 0, 10),
    y: [
      0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603, 0.58, 0.558, 0.538,
      0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42, 0.414, 0.411, 0.406,
    ],
    model: (x, b) => {
      const e = exp(-b[3] * x)
      const f = exp(-b[4] * x)
      return [b[0] + b[1] * e + b[2] * f, [1, e, f, -x * b[1] * e, -x * b[2] * f]]
    },
    starts: [
      [50, 150, -100, 1, 2],
      [0.5, 1.5, -1, 0.01, 0.02],
    ],
    canonical: ([a, b, c, p, q]) => (p < q ? [a, b, c, p, q] : [a, c, b, q, p]),
    certified: [3.7541005211e-1, 1.9358469127, -1.4646871366, 1.286753464e-2, 2.2122699662e-2],
    errors: [2.0723153551e-3, 2.2031669222e-1, 2.2175707739e-1, 4.4861358114e-4, 8.9471996575e-4],
    residualSumOfSquares: 5.4648946975e-5,
  },
  {
    name: "Rat42",
    linear: [0],
    x: [9, 14, 21, 28, 42, 57, 63, 70, 79],
    y: [8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08],
    model: (x, b) => {
      const e = exp(b[1] - b[2] * x)
      const slope = (-b[0] * e) / (1 + e) ** 2
      return [b[0] / (1 + e), [1 / (1 + e), slope, -x * slope]]
    },
    starts: [
      [100, 1, 0.1],
      [75, 2.5, 0.07],
    ],
    certified: [7.2462237576e1, 2.6180768402, 6.7359200066e-2],
    residualSumOfSquares: 8.0565229338,
  },
  {
    name: "Rat43",
    linear: [0],
    x: range(15, 1, 1),
    y: [16.08, 33.83, 65.8, 97.2, 191.55, 326.2, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41],
    model: (x, b) => {
      const e = exp(b[1] - b[2] * x)
      const value = b[0] * (1 + e) ** (-1 / b[3])
      const slope = (-value / b[3]) * (e / (1 + e))
      return [value, [value / b[0], slope, -x * slope, (value * Math.log1p(e)) / b[3] ** 2]]
    },
    starts: [
      [100, 10, 1, 1],
      [700, 5, 0.75, 1.3],
    ],
    certified: [6.996415127e2, 5.2771253025, 7.5962938329e-1, 1.2792483859],
    residualSumOfSquares: 8.786404908e3,
  },
  {
    name: "Eckerle4",
    linear: [0],
    x: [...range(7, 400, 5), ...range(21, 435, 1.5), ...range(7, 470, 5)],
    y: [
      0.0001575, 0.0001699, 0.000235, 0.0003102, 0.0004917, 0.000871, 0.0017418, 0.00464, 0.0065895, 0.0097302, 0.0149002, 0.023731,
      0.0401683, 0.0712559, 0.1264458, 0.2073413, 0.2902366, 0.3445623, 0.3698049, 0.3668534, 0.3106727, 0.2078154, 0.1164354, 0.0616764,
      0.03372, 0.0194023, 0.0117831, 0.0074357, 0.0022732, 0.00088, 0.0004579, 0.0002345, 0.0001586, 0.0001143, 0.000071,
    ],
    model: (x, b) => {
      const z = (x - b[2]) / b[1]
      const value = (b[0] / b[1]) * exp(-0.5 * z * z)
      return [value, [value / b[0], (value * (z * z - 1)) / b[1], (value * z) / b[1]]]
    },
    starts: [
      [1, 10, 500],
      [1.5, 5, 450],
    ],
    canonical: ([a, width, centre]) => (width < 0 ? [-a, -width, centre] : [a, width, centre]),
    certified: [1.5543827178, 4.0888321754, 4.5154121844e2],
    residualSumOfSquares: 1.4635887487e-3,
  },
  {
    name: "BoxBOD",
    linear: [0],
    x: [1, 2, 3, 5, 7, 10],
    y: [109, 149, 149, 191, 213, 224],
    model: (x, b) => [b[0] * (1 - exp(-b[1] * x)), [1 - exp(-b[1] * x), b[0] * x * exp(-b[1] * x)]],
    starts: [
      [1, 1],
      [100, 0.75],
    ],
    certified: [2.1380940889e2, 5.4723748542e-1],
    residualSumOfSquares: 1.1680088766e3,
  },
  {
    name: "Thurber",
    linear: [0, 1, 2, 3],
    x: [
      -3.067, -2.981, -2.921, -2.912, -2.84, -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322, -1.501, -1.46, -1.274, -1.212, -1.1,
      -1.046, -0.915, -0.714, -0.566, -0.545, -0.4, -0.309, -0.109, -0.103, 0.01, 0.119, 0.377, 0.79, 0.963, 1.006, 1.115, 1.572, 1.841,
      2.047, 2.2,
    ],
    y: [
      80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854, 100.696, 101.06, 401.672, 390.724, 567.534, 635.316,
      733.054, 759.087, 894.206, 990.785, 1090.109, 1080.914, 1122.643, 1178.351, 1260.531, 1273.514, 1288.339, 1327.543, 1353.863,
      1414.509, 1425.208, 1421.384, 1442.962, 1464.35, 1468.705, 1447.894, 1457.628,
    ],
    model: thurber,
    starts: [
      [1000, 1000, 400, 40, 0.7, 0.3, 0.03],
      [1300, 1500, 500, 75, 1, 0.4, 0.05],
    ],
    certified: [1.28813968e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1, 4.9727297349e-2],
    errors: [4.6647963344, 3.9571156086e1, 2.8698696102e1, 5.567537027, 3.1333340687e-2, 1.4984928198e-2, 6.5842344623e-3],
    residualSumOfSquares: 5.6427082397e3,
  },
  {
    name: "Bennett5",
    linear: [0],
    x: bennett5.filter((_, i) => i % 2 === 1),
    y: bennett5.filter((_, i) => i % 2 === 0),
    model: (x, b) => {
      const power = (b[1] + x) ** (-1 / b[2])
      return [b[0] * power, [power, (-b[0] * power) / (b[2] * (b[1] + x)), (b[0] * power * Math.log(b[1] + x)) / b[2] ** 2]]
    },
    starts: [
      [-2000, 50, 0.8],
      [-1500, 45, 0.85],
    ],
    certified: [-2.5235058043e3, 4.6736564644e1, 9.3218483193e-1],
    residualSumOfSquares: 5.2404744073e-4,
  },
  {
    name: "Lanczos1",
    linear: [0, 2, 4],
    x: range(24, 0, 0.05),
    // The set is this sum of exponentials, given there to fourteen digits.
    y: range(24, 0, 0.05).map((x) => 0.0951 * exp(-x) + 0.8607 * exp(-3 * x) + 1.5576 * exp(-5 * x)),
    model: exponentials,
    starts: [
      [1.2, 0.3, 5.6, 5.5, 6.5, 7.6],
      [0.5, 0.7, 3.6, 4.2, 4, 6.3],
    ],
    canonical: (b) => [0, 2, 4].sort((i, j) => b[i + 1] - b[j + 1]).flatMap((i) => [b[i], b[i + 1]]),
    certified: [0.0951, 1, 0.8607, 3, 1.5576, 5],
    residualSumOfSquares: 0,
  },
]

/** The regression as solvers see it: r = f(x; b) − y. */
export function certifiedProblem({ certified, linear, x, y, model }: CertifiedRegression): LeastSquaresProblem {
  return residualProblem({
    names: certified.map((_, k) => `b${k + 1}`),
    linear: certified.map((_, k) => linear.includes(k)),
    residuals: (b) => Float64Array.from(x, (value, i) => model(value, b)[0] - y[i]),
    jacobian: (b) => Float64Array.from(x.flatMap((value) => [...model(value, b)[1]])),
  })
}
