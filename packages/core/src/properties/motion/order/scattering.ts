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

/** A wave that fits into the cell. */
interface Wave {
  /** n */
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
  return Object.freeze({
    add({ positions, cell, pbc }: Pick<Structure, "positions" | "cell" | "pbc">): void {
      bulkVolume({ cell, pbc })
      const h = cell ?? new Float64Array(9)
      const chosen = (waves ??= chooseWaves(h, limit, bins, perBin))
      if (sums.length === 0) sums = new Float64Array(pairs.length * chosen.length)
      const amplitudes = densities(timesMatrix(positions, inverse(h)), kinds, elements.length, chosen)
      for (let w = 0; w < chosen.length; w++) {
        const own = 2 * elements.length * w
        pairs.forEach(([a, b], p) => {
          const product = amplitudes[own + 2 * a] * amplitudes[own + 2 * b] + amplitudes[own + 2 * a + 1] * amplitudes[own + 2 * b + 1]
          sums[p * chosen.length + w] += product
        })
      }
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
  const binOf = (q: number): number => Math.floor((q / limit) * bins)
  const counts = new Float64Array(bins)
  forWaves(cell, limit, (_, __, ___, q) => counts[binOf(q)]++)
  // Of n waves those are taken with which ⌊k perBin/n⌋ grows.
  const met = new Float64Array(bins)
  const byBin: Wave[][] = Array.from({ length: bins }, () => [])
  forWaves(cell, limit, (a, b, c, q) => {
    const bin = binOf(q)
    const k = met[bin]++
    const share = Math.min(1, perBin / counts[bin])
    if (Math.floor((k + 1) * share + 1e-9) > Math.floor(k * share + 1e-9)) byBin[bin].push({ hkl: [a, b, c], bin, q })
  })
  const chosen = byBin.flat()
  if (chosen.length > 0) return chosen
  throw new Failure(`no wave of the cell is as short as q = ${limit} /Å`, { advice: "raise the limit, or use a larger cell" })
}

/** Visits one of each pair ±n of waves 2π h⁻¹ n that are shorter than `limit` [1/Å]. */
function forWaves(cell: Float64Array, limit: number, visit: (a: number, b: number, c: number, q: number) => void): void {
  const [xa, xb, xc, ya, yb, yc, za, zb, zc] = inverse(cell).map((value) => 2 * Math.PI * value)
  const most = [0, 3, 6].map((row) => Math.floor((limit * Math.hypot(cell[row], cell[row + 1], cell[row + 2])) / (2 * Math.PI)))
  for (let a = 0; a <= most[0]; a++) {
    for (let b = a > 0 ? -most[1] : 0; b <= most[1]; b++) {
      for (let c = a > 0 || b > 0 ? -most[2] : 1; c <= most[2]; c++) {
        const x = xa * a + xb * b + xc * c
        const y = ya * a + yb * b + yc * c
        const z = za * a + zb * b + zc * c
        const q = Math.sqrt(x * x + y * y + z * z)
        if (q < limit) visit(a, b, c, q)
      }
    }
  }
}

/** Atoms whose phases fit the second cache together. */
const BLOCK = 256

/** ρ_a(q) = Σ_{i of a} exp(2πi n·s_i) of each wave and species, `[waves × kinds × 2]`. */
function densities(fractions: Float64Array, kinds: Uint8Array, count: number, waves: readonly Wave[]): Float64Array {
  const most = waves.reduce((far, { hkl }) => Math.max(far, ...hkl.map(Math.abs)), 0)
  const table = new Float64Array(3 * (most + 1) * BLOCK * 2)
  const out = new Float64Array(waves.length * count * 2)
  for (let from = 0; from < kinds.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, kinds.length)
    fillPhases(fractions, from, to, most, table)
    for (let w = 0; w < waves.length; w++) addBlock(table, most, kinds, from, to, waves[w].hkl, out, 2 * count * w)
  }
  return out
}

/** exp(2πi n s) of the atoms of a block for each direction and n from 0 to `most`, `[3][most + 1][BLOCK][2]`, by repeated products. */
function fillPhases(fractions: Float64Array, from: number, to: number, most: number, table: Float64Array): void {
  for (let d = 0; d < 3; d++) {
    for (let i = from; i < to; i++) {
      const angle = 2 * Math.PI * (fractions[3 * i + d] - Math.floor(fractions[3 * i + d]))
      const cos = Math.cos(angle)
      const sin = Math.sin(angle)
      let re = 1
      let im = 0
      for (let n = 0; n <= most; n++) {
        const at = 2 * ((d * (most + 1) + n) * BLOCK + i - from)
        table[at] = re
        table[at + 1] = im
        const next = re * cos - im * sin
        im = re * sin + im * cos
        re = next
      }
    }
  }
}

/** Adds one block's part of the densities of a wave to `out` from `at` on. */
function addBlock(
  table: Float64Array,
  most: number,
  kinds: Uint8Array,
  from: number,
  to: number,
  [a, b, c]: readonly [number, number, number],
  out: Float64Array,
  at: number,
): void {
  const x = 2 * Math.abs(a) * BLOCK
  const y = 2 * (most + 1 + Math.abs(b)) * BLOCK
  const z = 2 * (2 * (most + 1) + Math.abs(c)) * BLOCK
  const [sx, sy, sz] = [Math.sign(a), Math.sign(b), Math.sign(c)]
  for (let i = 0; i < to - from; i++) {
    const ar = table[x + 2 * i]
    const ai = sx * table[x + 2 * i + 1]
    const br = table[y + 2 * i]
    const bi = sy * table[y + 2 * i + 1]
    const cr = table[z + 2 * i]
    const ci = sz * table[z + 2 * i + 1]
    const re = ar * br - ai * bi
    const im = ar * bi + ai * br
    const kind = at + 2 * kinds[from + i]
    out[kind] += re * cr - im * ci
    out[kind + 1] += re * ci + im * cr
  }
}
