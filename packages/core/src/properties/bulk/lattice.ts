import { elementsOf } from "../../atoms/elements.ts"
import { cellVolume, timesMatrix } from "../../atoms/cell.ts"
import type { Dimension } from "../../units/quantity.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { addChain } from "./energies.ts"
import { deformed, equilibriumOf } from "./equilibrium.ts"

/** Numbers that tell a conventional cell. */
export type LatticeNumber = "a" | "b" | "c" | "alpha" | "beta" | "gamma" | "c/a" | "volume"

interface Measure {
  readonly dimension: Dimension
  readonly unit: string
  readonly tolerance: number
  /** Of a cell, its vectors as rows [Å]. */
  value(cell: Float64Array, atoms: number): number
  /** Its change when `dh` is added to the cell. */
  change(cell: Float64Array, dh: Float64Array, atoms: number): number
}

const length = (d: number): Measure => ({
  dimension: "length",
  unit: "Å",
  tolerance: 0.001,
  value: (h) => Math.hypot(...row(h, d)),
  change: (h, dh) => dot(row(h, d), row(dh, d)) / Math.hypot(...row(h, d)),
})

const angle = (i: number, j: number): Measure => ({
  dimension: "angle",
  unit: "deg",
  tolerance: 0.001,
  value: (h) => Math.acos(cosine(h, i, j)),
  change: (h, dh) => {
    const [u, v] = [row(h, i), row(h, j)]
    const [lu, lv] = [Math.hypot(...u), Math.hypot(...v)]
    const c = cosine(h, i, j)
    const dc = (dot(row(dh, i), v) + dot(u, row(dh, j))) / (lu * lv) - c * (dot(u, row(dh, i)) / lu ** 2 + dot(v, row(dh, j)) / lv ** 2)
    return -dc / Math.sqrt(1 - c * c)
  },
})

const measures: Readonly<Record<LatticeNumber, Measure>> = {
  a: length(0),
  b: length(1),
  c: length(2),
  alpha: angle(1, 2),
  beta: angle(0, 2),
  gamma: angle(0, 1),
  "c/a": {
    dimension: "number",
    unit: "",
    tolerance: 0.001,
    value: (h) => Math.hypot(...row(h, 2)) / Math.hypot(...row(h, 0)),
    change: (h, dh) => {
      const [a, c] = [row(h, 0), row(h, 2)]
      const [la, lc] = [Math.hypot(...a), Math.hypot(...c)]
      return (lc / la) * (dot(c, row(dh, 2)) / lc ** 2 - dot(a, row(dh, 0)) / la ** 2)
    },
  },
  volume: {
    dimension: "volume per atom",
    unit: "Å³/atom",
    tolerance: 0.003,
    value: (h, atoms) => cellVolume(h) / atoms,
    change: (h, dh, atoms) => {
      // dV/V = tr(h⁻¹ dh), here by the change of each row in turn.
      let sum = 0
      for (let d = 0; d < 3; d++) {
        const changed = h.slice()
        changed.set(row(dh, d), 3 * d)
        sum += triple(changed)
      }
      return (Math.sign(triple(h)) * sum) / atoms
    },
  },
}

/** A number of the conventional cell of a relaxed crystal, at zero or a given pressure [eV/Å³]; volumes are per atom. */
export function latticeParameter(crystal: Crystal, number: LatticeNumber, pressure = 0): Observable {
  const { dimension, unit, tolerance, value, change } = measures[number]
  const atoms = () =>
    (crystal.primitive.numbers.length * cellVolume(crystal.conventional)) / cellVolume(crystal.primitive.cell ?? crystal.conventional)
  return Object.freeze({
    name: `${crystal.name}: ${number}`,
    kind: "lattice parameter",
    elements: elementsOf(crystal.primitive.numbers),
    dimension,
    unit,
    tolerance,
    read(point) {
      const equilibrium = equilibriumOf(point, crystal, pressure)
      return { value: value(deformed(equilibrium, crystal.conventional), atoms()), trouble: equilibrium.trouble }
    },
    derivative(point) {
      const equilibrium = equilibriumOf(point, crystal, pressure)
      const cell = deformed(equilibrium, crystal.conventional)
      // Strains are symmetric: h (1 + ε)ᵀ = h (1 + ε).
      const slopes = equilibrium.body.strains.map((strain) => change(cell, timesMatrix(cell, strain), atoms()))
      const out = new Float64Array(point.theta.length)
      addChain(point, equilibrium, slopes, 1, out)
      return out
    },
  } satisfies Observable)
}

function cosine(h: Float64Array, i: number, j: number): number {
  return dot(row(h, i), row(h, j)) / (Math.hypot(...row(h, i)) * Math.hypot(...row(h, j)))
}

function triple(h: Float64Array): number {
  return h[0] * (h[4] * h[8] - h[5] * h[7]) - h[1] * (h[3] * h[8] - h[5] * h[6]) + h[2] * (h[3] * h[7] - h[4] * h[6])
}

function row(h: Float64Array, d: number): Float64Array {
  return h.subarray(3 * d, 3 * d + 3)
}

function dot(u: Float64Array, v: Float64Array): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
}
