import type { Configuration } from "../atoms/structure.ts"
import { cellVolume, inverse, timesMatrix } from "../atoms/cell.ts"

/**
 * Two configurations that differ by a small strain (and small displacements within the cell), so that the change of energy is the
 * work of their mean stress and forces: `ΔE = V̄σ̄ : Δε − F̄ · Δu`, with an error of third order.
 */
export interface StrainedPair {
  /** `ΔE + F̄ · Δu` [eV] */
  readonly work: number
  /** `½(V_a σ_a + V_b σ_b)` [eV], Voigt xx yy zz yz xz xy. */
  readonly stress: Float64Array
  /** Strain between them, Voigt with doubled shear, `[6]`. */
  readonly strain: Float64Array
  /** Mean volume [Å³]. */
  readonly volume: number
  /** Root-mean-square displacement of the atoms beside the strain [Å]. */
  readonly displacement: number
}

const SMALLEST_STRAIN = 1e-4
const LARGEST_STRAIN = 0.03
/** Largest root-mean-square displacement beside the strain [Å]. */
const LARGEST_DISPLACEMENT = 0.15
const MOST_PAIRS = 20_000

/** All strained pairs among configurations with energy, stress and a fully periodic cell. */
export function strainedPairs(configurations: readonly Configuration[]): readonly StrainedPair[] {
  const usable = configurations.filter(
    ({ energy, stress, structure }) => energy !== undefined && stress && structure.cell && structure.pbc.every(Boolean),
  )
  const pairs: StrainedPair[] = []
  for (const members of Map.groupBy(usable, ({ structure }) => structure.numbers.join(" ")).values()) {
    for (let a = 0; a < members.length; a++) {
      const inverseCell = inverse(members[a].structure.cell!)
      for (let b = a + 1; b < members.length && pairs.length < MOST_PAIRS; b++) {
        const pair = strainedPair(members[a], members[b], inverseCell)
        if (pair) pairs.push(pair)
      }
    }
  }
  return pairs
}

function strainedPair(a: Configuration, b: Configuration, inverseCell: Float64Array): StrainedPair | undefined {
  const strain = logarithmicStrain(inverseCell, b.structure.cell!)
  const size = Math.max(...strain.map(Math.abs))
  if (!(size > SMALLEST_STRAIN && size < LARGEST_STRAIN)) return undefined
  const internal = internalWork(a, b, inverseCell)
  if (internal === undefined) return undefined
  const volumes = [a, b].map(({ structure }) => cellVolume(structure.cell!))
  const stress = Float64Array.from(a.stress!, (value, c) => (volumes[0] * value + volumes[1] * b.stress![c]) / 2)
  return {
    work: b.energy! - a.energy! + internal.work,
    stress,
    strain,
    volume: (volumes[0] + volumes[1]) / 2,
    displacement: internal.displacement,
  }
}

/** Symmetric part of `ln(h_a⁻¹ h_b)` to second order, Voigt with doubled shear. */
function logarithmicStrain(inverseCell: Float64Array, cell: Float64Array): Float64Array {
  const change = timesMatrix(inverseCell, cell)
  for (const diagonal of [0, 4, 8]) change[diagonal] -= 1
  const square = timesMatrix(change, change)
  const log = change.map((value, k) => value - square[k] / 2)
  return Float64Array.of(log[0], log[4], log[8], log[5] + log[7], log[2] + log[6], log[1] + log[3])
}

/** The work `½(F_a + F_b) · Δu` and root-mean-square of the displacements Δu beside the strain; `undefined` when they are large or forces are missing. */
function internalWork(a: Configuration, b: Configuration, inverseCellA: Float64Array): { work: number; displacement: number } | undefined {
  const n = a.structure.numbers.length
  const inverseCellB = inverse(b.structure.cell!)
  const shifts = new Float64Array(3 * n)
  const mean = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const from = fractional(a.structure.positions, i, inverseCellA)
    const to = fractional(b.structure.positions, i, inverseCellB)
    for (let c = 0; c < 3; c++) {
      const shift = to[c] - from[c]
      shifts[3 * i + c] = shift - Math.round(shift)
      mean[c] += shifts[3 * i + c] / n
    }
  }
  let squares = 0
  let work = 0
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 3; c++) {
      let u = 0
      for (let row = 0; row < 3; row++) {
        u += ((shifts[3 * i + row] - mean[row]) * (a.structure.cell![3 * row + c] + b.structure.cell![3 * row + c])) / 2
      }
      squares += u * u
      if (a.forces && b.forces) work += ((a.forces[3 * i + c] + b.forces[3 * i + c]) * u) / 2
    }
  }
  const displacement = Math.sqrt(squares / n)
  if (displacement > LARGEST_DISPLACEMENT) return undefined
  if (!(a.forces && b.forces)) return displacement < 1e-3 ? { work: 0, displacement } : undefined
  return { work, displacement }
}

function fractional(positions: Float64Array, i: number, m: Float64Array): readonly number[] {
  const [x, y, z] = positions.subarray(3 * i, 3 * i + 3)
  return [0, 1, 2].map((c) => x * m[c] + y * m[3 + c] + z * m[6 + c])
}
