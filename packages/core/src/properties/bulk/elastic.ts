import { elementsOf } from "../../atoms/elements.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable, Reading } from "../observable.ts"
import type { Point } from "../point.ts"
import { type Equilibrium, equilibriumOf } from "./equilibrium.ts"
import { addRow } from "./gradients.ts"
import { type Stiffness, stiffnessOf } from "./stiffness.ts"

/** How elastic constants are taken. */
export interface ElasticOptions {
  /** Whether atoms follow the strain only, or find their places under it. */
  readonly ions?: "relaxed" | "clamped"
  /** [eV/Å³] */
  readonly pressure?: number
}

/** C_ij [eV/Å³] of a relaxed crystal, i and j from 1 to 6 in Voigt order 1 = xx … 4 = yz, 5 = xz, 6 = xy, in the axes of its cell. */
export function elasticConstant(
  crystal: Crystal,
  i: number,
  j: number,
  { ions = "relaxed", pressure = 0 }: ElasticOptions = {},
): Observable {
  const at = 6 * (i - 1) + j - 1
  return elastic(crystal, `C${i}${j}${ions === "clamped" ? " clamped" : ""}`, "elastic constant", pressure, {
    value: (point, equilibrium) => stiffnessOf(point, equilibrium, ions).values[at],
    add: (point, equilibrium, out) => addRow(out, 1, stiffnessOf(point, equilibrium, ions).derivatives(), at),
  })
}

/** Bulk modulus [eV/Å³] under hydrostatic pressure, the shape of the cell and the ions relaxed: `1/Σ_{i,j≤3} S_ij` with `S = C⁻¹`. */
export function bulkModulus(crystal: Crystal, pressure = 0): Observable {
  return elastic(crystal, "bulk modulus", "bulk modulus", pressure, {
    value: (point, equilibrium) => reuss(stiffnessOf(point, equilibrium, "relaxed")).modulus,
    add: addReuss,
  })
}

/** `B′ = dB/dp` at zero pressure, from bulk moduli of crystals relaxed at four small pressures. */
export function bulkModulusDerivative(crystal: Crystal): Observable {
  // Small against the pressures at which B(p) bends, large against rounding: both leave some 10⁻⁷ of B′.
  const step = (point: Point): number => {
    const size = Math.abs(reuss(stiffnessOf(point, equilibriumOf(point, crystal), "relaxed")).modulus)
    // A power of two, so that close potentials use the same pressures.
    return 2 ** Math.round(Math.log2(Math.max(size, 1e-4) / 400))
  }
  const weights = [
    [-2, 1 / 12],
    [-1, -2 / 3],
    [1, 2 / 3],
    [2, -1 / 12],
  ] as const
  return Object.freeze({
    name: `${crystal.name}: pressure derivative of the bulk modulus`,
    kind: "bulk modulus derivative",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "number",
    unit: "",
    tolerance: 0.05,
    read(point) {
      const h = step(point)
      const parts = weights.map(([place, weight]) => {
        const equilibrium = equilibriumOf(point, crystal, place * h)
        return { value: (weight / h) * reuss(stiffnessOf(point, equilibrium, "relaxed")).modulus, trouble: equilibrium.trouble }
      })
      return { value: parts.reduce((sum, { value }) => sum + value, 0), trouble: parts.find(({ trouble }) => trouble)?.trouble ?? null }
    },
    derivative(point) {
      const h = step(point)
      const out = new Float64Array(point.theta.length)
      for (const [place, weight] of weights) addReuss(point, equilibriumOf(point, crystal, place * h), out, weight / h)
      return out
    },
  } satisfies Observable)
}

function elastic(
  crystal: Crystal,
  label: string,
  kind: string,
  pressure: number,
  how: {
    value(point: Point, equilibrium: Equilibrium): number
    add(point: Point, equilibrium: Equilibrium, out: Float64Array): void
  },
): Observable {
  return Object.freeze({
    name: `${crystal.name}: ${label}`,
    kind,
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "stress",
    unit: "GPa",
    tolerance: 0.02,
    read(point): Reading {
      const equilibrium = equilibriumOf(point, crystal, pressure)
      const value = how.value(point, equilibrium)
      return { value, trouble: equilibrium.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      how.add(point, equilibriumOf(point, crystal, pressure), out)
      return out
    },
  } satisfies Observable)
}

/** The modulus, and the weights of C in it: `dB = Σ w_ij dC_ij` with `w = B² s sᵀ`, `C s = (1 1 1 0 0 0)`. */
function reuss({ values }: Stiffness): { readonly modulus: number; readonly weights: Float64Array } {
  const s = solveSix(values, Float64Array.of(1, 1, 1, 0, 0, 0))
  const modulus = 1 / (s[0] + s[1] + s[2])
  return { modulus, weights: Float64Array.from({ length: 36 }, (_, k) => modulus ** 2 * s[Math.floor(k / 6)] * s[k % 6]) }
}

function addReuss(point: Point, equilibrium: Equilibrium, out: Float64Array, factor = 1): void {
  const stiffness = stiffnessOf(point, equilibrium, "relaxed")
  const { weights } = reuss(stiffness)
  weights.forEach((weight, k) => addRow(out, factor * weight, stiffness.derivatives(), k))
}

/** Solves a 6×6 system by elimination with pivots. */
function solveSix(matrix: Float64Array, right: Float64Array): Float64Array {
  const a = matrix.slice()
  const b = right.slice()
  for (let p = 0; p < 6; p++) {
    let best = p
    for (let r = p + 1; r < 6; r++) if (Math.abs(a[6 * r + p]) > Math.abs(a[6 * best + p])) best = r
    if (best !== p) {
      for (let c = 0; c < 6; c++) [a[6 * p + c], a[6 * best + c]] = [a[6 * best + c], a[6 * p + c]]
      ;[b[p], b[best]] = [b[best], b[p]]
    }
    for (let r = 0; r < 6; r++) {
      if (r === p || a[6 * p + p] === 0) continue
      const factor = a[6 * r + p] / a[6 * p + p]
      for (let c = p; c < 6; c++) a[6 * r + c] -= factor * a[6 * p + c]
      b[r] -= factor * b[p]
    }
  }
  return b.map((value, p) => value / a[7 * p])
}
