import { Failure } from "../../failure/failure.ts"
import type { RadialFunction, RadialJacobian } from "../functions/radial.ts"
import { splineCurvatures, splineValue } from "./clamped-spline.ts"
import type { LammpsTable } from "./lammps-table.ts"

/** `pair_style table <interpolation> <points>`, and the cutoff of `pair_coeff` [Å]; the last radius unless given. */
export interface TableOptions {
  readonly interpolation: "linear" | "spline"
  readonly points: number
  readonly cutoff?: number
}

/**
 * A table as LAMMPS computes it: file values are splined onto `points` radii evenly spaced in r², then E and F/r are interpolated in r²,
 * linearly or by a cubic spline each. F is thus not exactly −dE/dr, there as here; f′ is −F of the table.
 *
 * @throws Failure (from `evaluate`) for a distance below the first radius, where LAMMPS stops too.
 */
export function tableFunction(table: LammpsTable, { interpolation, points, cutoff }: TableOptions): RadialFunction {
  const inner = table.radii[0]
  const outer = cutoff ?? table.radii[table.radii.length - 1]
  if (outer <= inner || outer > table.radii[table.radii.length - 1]) {
    throw new Failure(
      `a cutoff of ${outer} Å does not lie within table ${table.keyword}, ${inner} to ${table.radii[table.radii.length - 1]} Å`,
    )
  }
  const spread = interpolation === "linear" ? linearTable(table, points, outer) : splineTable(table, points, outer)
  const { energies, ratios, energyCurvatures, ratioCurvatures, delta } = spread
  const at = (r: number): { i: number; a: number; b: number } => {
    if (!(r >= inner)) {
      throw new Failure(`two atoms are ${r} Å apart, below the first radius of table ${table.keyword}, ${inner} Å`, {
        advice: "extend the table inwards, or leave the structure out",
      })
    }
    const position = (r * r - inner * inner) / delta
    const i = Math.min(Math.floor(position), points - 2)
    return { i, a: 1 - (position - i), b: position - i }
  }
  const cubic = (delta * delta) / 6
  const value = (y: Float64Array, y2: Float64Array, i: number, a: number, b: number): number =>
    a * y[i] + b * y[i + 1] + ((a * a * a - a) * y2[i] + (b * b * b - b) * y2[i + 1]) * cubic
  const evaluate = (n: number, x: Float64Array, f: Float64Array, df: Float64Array): void => {
    for (let p = 0; p < n; p++) {
      if (x[p] >= outer) {
        f[p] = df[p] = 0
        continue
      }
      const { i, a, b } = at(x[p])
      f[p] = value(energies, energyCurvatures, i, a, b)
      df[p] = -x[p] * value(ratios, ratioCurvatures, i, a, b)
    }
  }
  return Object.freeze({
    parameters: Object.freeze([]),
    end: outer,
    evaluate: (n: number, x: Float64Array, _theta: Float64Array, f: Float64Array, df: Float64Array): void => evaluate(n, x, f, df),
    jacobian(n: number, x: Float64Array, _theta: Float64Array, { f, df, d2f }: RadialJacobian): void {
      evaluate(n, x, f, df)
      for (let p = 0; p < n; p++) {
        d2f[p] = 0
        if (x[p] >= outer) continue
        const { i, a, b } = at(x[p])
        const bend = ((1 - 3 * a * a) * ratioCurvatures[i] + (3 * b * b - 1) * ratioCurvatures[i + 1]) * cubic
        const slope = (ratios[i + 1] - ratios[i] + bend) / delta
        d2f[p] = df[p] / x[p] - 2 * x[p] * x[p] * slope
      }
    },
  })
}

/** E and F/r at radii evenly spaced in r², and their second derivatives in r² (zero for linear interpolation). */
interface SpreadTable {
  readonly delta: number
  readonly energies: Float64Array
  readonly ratios: Float64Array
  readonly energyCurvatures: Float64Array
  readonly ratioCurvatures: Float64Array
}

interface FileSplines {
  energy(r: number): number
  force(r: number): number
}

function fileSplines({ radii, energies, forces, slopes }: LammpsTable): FileSplines {
  const last = radii.length - 1
  const secant = (i: number): number => (forces[i + 1] - forces[i]) / (radii[i + 1] - radii[i])
  const energyCurvatures = splineCurvatures(radii, energies, -forces[0], -forces[last])
  const forceCurvatures = splineCurvatures(radii, forces, slopes?.[0] ?? secant(0), slopes?.[1] ?? secant(last - 1))
  return {
    energy: (r) => splineValue(radii, energies, energyCurvatures, r),
    force: (r) => splineValue(radii, forces, forceCurvatures, r),
  }
}

function linearTable(table: LammpsTable, points: number, outer: number): SpreadTable {
  const { radii, energies, forces, spacing } = table
  const { delta, at } = squareGrid(radii[0], outer, points)
  const none = new Float64Array(points)
  const base = { delta, energyCurvatures: none, ratioCurvatures: none }
  if (spacing === "RSQ" && points === radii.length && outer === radii[points - 1]) {
    return { ...base, energies, ratios: forces.map((force, i) => force / at[i]) }
  }
  const splines = fileSplines(table)
  return { ...base, energies: at.map((r) => splines.energy(r)), ratios: at.map((r) => splines.force(r) / r) }
}

function splineTable(table: LammpsTable, points: number, outer: number): SpreadTable {
  const { radii, slopes } = table
  const inner = radii[0]
  const { delta, at } = squareGrid(inner, outer, points)
  const squares = at.map((_, i) => inner * inner + i * delta)
  const splines = fileSplines(table)
  const energies = at.map((r) => splines.energy(r))
  const forces = at.map((r) => splines.force(r))
  const ratios = forces.map((force, i) => force / at[i])
  const last = points - 1
  const energyCurvatures = splineCurvatures(squares, energies, -forces[0] / (2 * inner), -forces[last] / (2 * outer))
  // LAMMPS takes a secant over a tenth of an interval where the file gives no slope there.
  const ratioAt = (square: number): number => splines.force(Math.sqrt(square)) / Math.sqrt(square)
  const tenth = 0.1 * delta
  const first = slopes
    ? (slopes[0] / inner - forces[0] / (inner * inner)) / (2 * inner)
    : (ratioAt(inner * inner + tenth) - ratios[0]) / tenth
  const final =
    slopes && outer === radii[radii.length - 1]
      ? (slopes[1] / outer - forces[last] / (outer * outer)) / (2 * outer)
      : (ratios[last] - ratioAt(outer * outer - tenth)) / tenth
  return { delta, energies, ratios, energyCurvatures, ratioCurvatures: splineCurvatures(squares, ratios, first, final) }
}

function squareGrid(inner: number, outer: number, points: number): { delta: number; at: Float64Array } {
  const delta = (outer * outer - inner * inner) / (points - 1)
  return { delta, at: Float64Array.from({ length: points }, (_, i) => Math.sqrt(inner * inner + i * delta)) }
}
