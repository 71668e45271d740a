import { combined } from "../combination.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { energyAtVolume } from "./energy-volume.ts"

/** An equation of state fitted to energies: minimum, bulk modulus there, and its derivative by pressure. */
export interface EquationOfState {
  /** [eV/atom] */
  readonly energy: number
  /** [Å³/atom] */
  readonly volume: number
  /** [eV/Å³] */
  readonly bulkModulus: number
  readonly derivative: number
}

/** Names of the forms. */
export type StateForm = "Birch–Murnaghan" | "Vinet"

/**
 * Energy per atom of a volume [eV/atom], with `x = (V₀/V)^(1/3)`:
 *
 *     Birch–Murnaghan   E₀ + (9/16) V₀B₀ ((x² − 1)³ B′ + (x² − 1)² (6 − 4x²))                         doi:10.1103/PhysRev.71.809
 *     Vinet             E₀ + 2V₀B₀/(B′ − 1)² (2 − (5 + 3B′(1/x − 1) − 3/x) exp(−(3/2)(B′ − 1)(1/x − 1)))   doi:10.1029/JB092iB09p09319
 */
export function energyOfState(form: StateForm, { energy, volume, bulkModulus, derivative }: EquationOfState, at: number): number {
  if (form === "Birch–Murnaghan") {
    const x2 = (volume / at) ** (2 / 3)
    return energy + (9 / 16) * volume * bulkModulus * ((x2 - 1) ** 3 * derivative + (x2 - 1) ** 2 * (6 - 4 * x2))
  }
  const y = Math.cbrt(at / volume)
  const b = derivative - 1
  return energy + ((2 * volume * bulkModulus) / b ** 2) * (2 - (5 + 3 * derivative * (y - 1) - 3 * y) * Math.exp(-1.5 * b * (y - 1)))
}

/** The form that energies at volumes fit best, by least squares; NaN where they have no minimum. */
export function fitEquationOfState(form: StateForm, volumes: ArrayLike<number>, energies: ArrayLike<number>): EquationOfState {
  const birch = fitBirchMurnaghan(volumes, energies)
  return form === "Birch–Murnaghan" || !Number.isFinite(birch.volume) ? birch : refine(birch, volumes, energies)
}

/** A cubic in `s = V^(−2/3)`, which the form is. */
function fitBirchMurnaghan(volumes: ArrayLike<number>, energies: ArrayLike<number>): EquationOfState {
  const middle = Array.from(volumes).reduce((sum, volume) => sum + volume, 0) / volumes.length
  // In units where numbers are near one.
  const rows = Array.from(volumes, (volume) => {
    const s = (volume / middle) ** (-2 / 3) - 1
    return [1, s, s * s, s ** 3]
  })
  const [a, b, c, d] = leastSquares(rows, energies)
  const root = c * c - 3 * b * d
  const s = Math.abs(d) * 1e12 < Math.abs(c) ? -b / (2 * c) : -b / (c + Math.sqrt(root))
  if (!(root >= 0) || !(1 + s > 0) || !(2 * c + 6 * d * s > 0)) {
    return { energy: Number.NaN, volume: Number.NaN, bulkModulus: Number.NaN, derivative: Number.NaN }
  }
  const volume = middle * (1 + s) ** -1.5
  // With V = V₀ (s/s₀)^(−3/2): E″ at the minimum and E‴ give B and B′.
  const t = 1 + s
  const second = 2 * c + 6 * d * s
  const third = 6 * d
  const bulkModulus = ((4 / 9) * t * t * second) / volume
  return { energy: a + b * s + c * s * s + d * s ** 3, volume, bulkModulus, derivative: 4 + (2 / 3) * t * (third / second) }
}

/** Gauss–Newton steps in (E₀, V₀, B₀, B′), each from differences of the form. */
function refine(start: EquationOfState, volumes: ArrayLike<number>, energies: ArrayLike<number>): EquationOfState {
  let x = [start.energy, start.volume, start.bulkModulus, start.derivative]
  const scales = [start.volume * start.bulkModulus, start.volume, start.bulkModulus, Math.abs(start.derivative - 1) || 1]
  const at = (p: readonly number[], volume: number): number =>
    energyOfState("Vinet", { energy: p[0], volume: p[1], bulkModulus: p[2], derivative: p[3] }, volume)
  for (let round = 0; round < 12; round++) {
    const rows = Array.from(volumes, (volume) =>
      scales.map((scale, k) => {
        const moved = (h: number): number =>
          at(
            x.map((value, l) => value + (l === k ? h * scale : 0)),
            volume,
          )
        return (moved(1e-5) - moved(-1e-5)) / 2e-5
      }),
    )
    const step = leastSquares(
      rows,
      Array.from(volumes, (volume, v) => energies[v] - at(x, volume)),
    )
    x = x.map((value, k) => value + scales[k] * step[k])
    if (Math.hypot(...step) < 1e-12) break
  }
  return { energy: x[0], volume: x[1], bulkModulus: x[2], derivative: x[3] }
}

/** Solves rows x ≈ right by Gram–Schmidt (twice), which few well-scaled columns allow. */
function leastSquares(rows: readonly (readonly number[])[], right: ArrayLike<number>): readonly number[] {
  const columns = rows[0].map((_, k) => rows.map((row) => row[k]))
  const n = columns.length
  const R = columns.map(() => columns.map(() => 0))
  const Q: number[][] = []
  columns.forEach((column, k) => {
    const q = [...column]
    for (let pass = 0; pass < 2; pass++) {
      Q.forEach((other, l) => {
        const overlap = q.reduce((sum, value, i) => sum + value * other[i], 0)
        R[l][k] += overlap
        q.forEach((_, i) => (q[i] -= overlap * other[i]))
      })
    }
    R[k][k] = Math.hypot(...q)
    Q.push(q.map((value) => value / R[k][k]))
  })
  const x = Q.map((q) => q.reduce((sum, value, i) => sum + value * right[i], 0))
  for (let k = n - 1; k >= 0; k--) {
    for (let l = k + 1; l < n; l++) x[k] -= R[k][l] * x[l]
    x[k] /= R[k][k]
  }
  return x
}

/**
 * What a fit to energies at given volumes per atom gives, as observables; energies are counted from the minimum of the crystal, and at
 * each volume the shape of the cell is relaxed as far as symmetry leaves it free.
 */
export function equationOfState(
  crystal: Crystal,
  form: StateForm,
  volumes: readonly number[],
): Readonly<Record<"volume" | "bulkModulus" | "derivative", Observable>> {
  const parts = volumes.map((volume) => energyAtVolume(crystal, volume, "minimum", "relaxed"))
  const fitted = (values: Float64Array): EquationOfState => fitEquationOfState(form, volumes, values)
  const about = { kind: `${form} fit`, tolerance: 0.02, parts } as const
  return {
    volume: combined({
      ...{ ...about, name: `${crystal.name}: volume by ${form}`, dimension: "volume per atom", unit: "Å³/atom" },
      value: (values) => fitted(values).volume,
    }),
    bulkModulus: combined({
      ...{ ...about, name: `${crystal.name}: bulk modulus by ${form}`, dimension: "stress", unit: "GPa" },
      value: (values) => fitted(values).bulkModulus,
    }),
    derivative: combined({
      ...{ ...about, name: `${crystal.name}: pressure derivative of the bulk modulus by ${form}`, dimension: "number", unit: "" },
      value: (values) => fitted(values).derivative,
    }),
  }
}
