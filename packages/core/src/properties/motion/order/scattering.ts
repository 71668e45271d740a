import { inverse, timesMatrix } from "../../../atoms/cell.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { Failure } from "../../../failure/failure.ts"
import { bulkVolume } from "./bulk-volume.ts"
import { pairsOf, speciesIn } from "./species.ts"
import { type StructureFactorRecord, totalOf } from "./structure-factor.ts"

/** Adds up what waves that fit into the cell are scattered. */
export interface Scattering {
  /** @throws Failure for a cell that does not repeat in all directions */
  add(frame: Pick<Structure, "positions" | "cell" | "pbc">): void
  /** Bins of q that hold a wave. */
  record(): StructureFactorRecord
}

/** Waves of one bin, and components of the longest vector. */
interface Wave {
  readonly hkl: readonly [number, number, number]
  readonly bin: number
  /** [1/Å] */
  readonly q: number
}

/**
 * Structure factors from the waves that fit into the cell, q = 2π h⁻¹ n with whole n: with ρ_a(q) = Σ_{i of a} exp(i q·r_i),
 *
 *     S_ab(q) = 1 + [⟨Re ρ_a ρ_b*⟩/√(N_a N_b) − δ_ab] / √(c_a c_b),
 *
 * averaged over at most `perBin` waves of each bin, chosen evenly. No truncation, and the way to see small q. Where the cell changes,
 * waves change with it and their lengths are those of the first frame.
 *
 * @param limit largest q [1/Å]
 */
export function scattering(options: {
  readonly numbers: Int32Array
  readonly limit: number
  readonly bins: number
  readonly perBin?: number
}): Scattering {
  const { numbers, limit, bins, perBin = 24 } = options
  const { elements, kinds, counts } = speciesIn(numbers)
  const pairs = pairsOf(elements.length)
  let waves: readonly Wave[] | undefined
  let sums = new Float64Array(0)
  let frames = 0
  const parts = new Float64Array(2 * elements.length)
  return Object.freeze({
    add({ positions, cell, pbc }: Pick<Structure, "positions" | "cell" | "pbc">): void {
      bulkVolume({ cell, pbc })
      const h = cell ?? new Float64Array(9)
      const chosen = (waves ??= chooseWaves(h, limit, bins, perBin))
      if (sums.length === 0) sums = new Float64Array(pairs.length * chosen.length)
      const phases = phaseTables(timesMatrix(positions, inverse(h)), largest(chosen))
      chosen.forEach(({ hkl }, w) => {
        densities(phases, kinds, hkl, parts)
        pairs.forEach(([a, b], p) => {
          sums[p * chosen.length + w] += parts[2 * a] * parts[2 * b] + parts[2 * a + 1] * parts[2 * b + 1]
        })
      })
      frames++
    },
    record(): StructureFactorRecord {
      const chosen = waves ?? []
      const filled = [...new Set(chosen.map(({ bin }) => bin))].toSorted((x, y) => x - y)
      const members = filled.map((bin) => chosen.flatMap((wave, w) => (wave.bin === bin ? [w] : [])))
      const meanOf = (list: readonly number[], value: (w: number) => number): number =>
        list.reduce((sum, w) => sum + value(w), 0) / list.length
      const partials = pairs.map(([a, b], p) => ({
        elements: [elements[a], elements[b]] as const,
        value: members.map((list) => {
          const product = meanOf(list, (w) => sums[p * chosen.length + w]) / frames
          return 1 + ((product - (a === b ? counts[a] : 0)) * numbers.length) / (counts[a] * counts[b])
        }),
      }))
      const record = Object.fromEntries(elements.map((element, a) => [element, counts[a]]))
      return { q: members.map((list) => meanOf(list, (w) => chosen[w].q)), partials, total: totalOf(partials, record) }
    },
  })
}

/** Waves up to `limit`, one of each ±n, evenly thinned to `perBin` in each bin. */
function chooseWaves(cell: Float64Array, limit: number, bins: number, perBin: number): readonly Wave[] {
  const reciprocal = inverse(cell)
  const lengths = [0, 1, 2].map((d) => Math.hypot(cell[3 * d], cell[3 * d + 1], cell[3 * d + 2]))
  const most = lengths.map((length) => Math.floor((limit * length) / (2 * Math.PI)))
  const byBin: Wave[][] = Array.from({ length: bins }, () => [])
  for (let a = 0; a <= most[0]; a++) {
    for (let b = a > 0 ? -most[1] : 0; b <= most[1]; b++) {
      for (let c = a > 0 || b > 0 ? -most[2] : 1; c <= most[2]; c++) {
        const q = 2 * Math.PI * Math.hypot(...[0, 3, 6].map((k) => reciprocal[k] * a + reciprocal[k + 1] * b + reciprocal[k + 2] * c))
        if (q < limit) byBin[Math.floor((q / limit) * bins)].push({ hkl: [a, b, c], bin: Math.floor((q / limit) * bins), q })
      }
    }
  }
  const chosen = byBin.flatMap((waves) => {
    const count = Math.min(waves.length, perBin)
    return Array.from({ length: count }, (_, k) => waves[Math.floor((k * waves.length) / count)])
  })
  if (chosen.length > 0) return chosen
  throw new Failure(`no wave of the cell is as short as q = ${limit} /Å`, { advice: "raise the limit, or use a larger cell" })
}

const largest = (waves: readonly Wave[]): number => waves.reduce((most, { hkl }) => Math.max(most, ...hkl.map(Math.abs)), 0)

/** exp(2πi n s) of each atom and direction for n from 0 to `most`, `[3][most + 1][N][2]`. */
interface Phases {
  readonly table: Float64Array
  readonly atoms: number
  readonly most: number
}

function phaseTables(fractions: Float64Array, most: number): Phases {
  const atoms = fractions.length / 3
  const table = new Float64Array(3 * (most + 1) * atoms * 2)
  for (let d = 0; d < 3; d++) {
    for (let i = 0; i < atoms; i++) {
      const angle = 2 * Math.PI * (fractions[3 * i + d] - Math.floor(fractions[3 * i + d]))
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      let [re, im] = [1, 0]
      for (let n = 0; n <= most; n++) {
        const at = 2 * ((d * (most + 1) + n) * atoms + i)
        table[at] = re
        table[at + 1] = im
        ;[re, im] = [re * cos - im * sin, re * sin + im * cos]
      }
    }
  }
  return { table, atoms, most }
}

/** ρ_a(q) of each species, into `out`, real and imaginary parts in turn. */
function densities({ table, atoms, most }: Phases, kinds: Uint8Array, hkl: readonly [number, number, number], out: Float64Array): void {
  out.fill(0)
  const [x, y, z] = hkl.map((n, d) => 2 * (d * (most + 1) + Math.abs(n)) * atoms)
  const [sx, sy, sz] = hkl.map(Math.sign)
  for (let i = 0; i < atoms; i++) {
    const [ar, ai] = [table[x + 2 * i], sx * table[x + 2 * i + 1]]
    const [br, bi] = [table[y + 2 * i], sy * table[y + 2 * i + 1]]
    const [cr, ci] = [table[z + 2 * i], sz * table[z + 2 * i + 1]]
    const re = ar * br - ai * bi
    const im = ar * bi + ai * br
    out[2 * kinds[i]] += re * cr - im * ci
    out[2 * kinds[i] + 1] += re * ci + im * cr
  }
}
