import type { AceModel, AceRadial } from "../model.ts"

/** Rows of a block before its radial functions: unit vector, distance, inverse distance. */
export const FIRST = 5
/** Bytes of a row of a block, and of a product node: four numbers. */
export const ROW = 32
/** Bytes from the first two neighbours of a block to the other two. */
export const HALF = 16

/**
 * How the one-particle sums of one species of centre over one species of neighbour are computed. Neighbours stand in blocks of four;
 * a block has rows of four numbers: unit vector, distance, inverse distance, R, R′, the Legendre derivatives Q_lm with a row of zeros
 * behind each l, cos mφ sinᵐθ and sin mφ sinᵐθ, and the slope of the core energy.
 */
export interface Channels {
  readonly radial: AceRadial
  /** Index of the radial function in each row. */
  readonly rows: Int32Array
  /** Rows set aside for them: an even number. */
  readonly count: number
  /** Largest l. */
  readonly top: number
  /** First row of Q. */
  readonly harmonicsRow: number
  /** Byte offset of the slopes of the core energy in a block. */
  readonly coreRow: number
  /** Bytes of a block, and of a block of harmonics. */
  readonly block: number
  readonly wide: number
  /** For each l: byte offset of its first radial function in a block, and how many follow. */
  readonly ranges: Int32Array
  /** Register tiles of the sums, as the kernel reads them. */
  readonly tiles: Int32Array
  /** Where the sums of these channels begin, and how many there are. */
  readonly firstSum: number
  readonly sums: number
}

/** The one-particle sums of one species of centre. */
export interface ChannelPlan {
  /** By species of the neighbour; absent where no function needs them. */
  readonly species: readonly (Channels | undefined)[]
  /** Number of the sum that holds each one-particle function, and its norm: A = norm × sum. */
  readonly place: Int32Array
  readonly norms: Float64Array
  readonly sums: number
}

/**
 * Orders the sums of centre `c` by species, m, l, n and sign (cosine first), so that the adjoint pass reads them in a row. The radial
 * functions of one l stand in one range of rows; sums within a range that no function uses cost time but change nothing.
 */
export function planChannels(model: AceModel, c: number): ChannelPlan {
  const { species, radial, harmonic } = model.centres[c]
  const place = new Int32Array(species.length)
  let firstSum = 0
  const channels = model.elements.map((_, z) => {
    const members = Array.from(species.keys()).filter((a) => species[a] === z)
    if (members.length === 0) return undefined
    const made = planSpecies(
      model.radials[c * model.elements.length + z],
      members.map((a) => [radial[a], Math.floor(Math.sqrt(harmonic[a]))]),
      firstSum,
    )
    for (const a of members) place[a] = made.sumOf(radial[a], harmonic[a])
    firstSum += made.channels.sums
    return made.channels
  })
  return { species: channels, place, norms: Float64Array.from(harmonic, normOf), sums: firstSum }
}

/** Norm N_lm of a real harmonic `N_lm Q_lm(z) cos|m|φ sinᵐθ`, by its index l² + l + m. */
function normOf(harmonic: number): number {
  const l = Math.floor(Math.sqrt(harmonic))
  const m = Math.abs(harmonic - l * l - l)
  let square = (2 * l + 1) / (m === 0 ? 4 * Math.PI : 2 * Math.PI)
  for (let k = l - m + 1; k <= l + m; k++) square /= k
  return Math.sqrt(square)
}

interface Planned {
  readonly channels: Channels
  sumOf(radial: number, harmonic: number): number
}

function planSpecies(radial: AceRadial, used: readonly (readonly [number, number])[], firstSum: number): Planned {
  const top = used.reduce((most, [, l]) => Math.max(most, l), 0)
  const rows = orderRows(radial, used)
  const rowOf = new Map(Array.from(rows, (n, row) => [n, row]))
  const low = new Int32Array(top + 1).fill(rows.length)
  const high = new Int32Array(top + 1)
  for (const [n, l] of used) {
    const row = rowOf.get(n) ?? 0
    low[l] = Math.min(low[l], row)
    high[l] = Math.max(high[l], row + 1)
  }
  const widths = low.map((first, l) => Math.max(0, high[l] - first))
  const starts = new Int32Array((top + 1) ** 2)
  let next = firstSum
  for (let m = 0; m <= top; m++) {
    for (let l = m; l <= top; l++) {
      starts[l * (top + 1) + m] = next
      next += widths[l] * (m === 0 ? 1 : 2)
    }
  }
  const sumOfRow = (row: number, l: number, m: number): number => {
    const start = starts[l * (top + 1) + Math.abs(m)]
    return m === 0 ? start + row - low[l] : start + 2 * (row - low[l]) + (m < 0 ? 1 : 0)
  }
  const count = rows.length + (rows.length % 2)
  const harmonicsRow = FIRST + 2 * count
  const coreRow = ROW * (harmonicsRow + ((top + 1) * (top + 4)) / 2 + 2 * (top + 1))
  const channels: Channels = {
    radial,
    rows,
    count,
    top,
    harmonicsRow,
    coreRow,
    block: coreRow + ROW,
    wide: ROW * (top + 1) ** 2,
    ranges: Int32Array.from({ length: 2 * (top + 1) }, (_, k) => (k % 2 === 0 ? ROW * (FIRST + low[k >> 1]) : widths[k >> 1])),
    tiles: planTiles(top, low, widths, sumOfRow),
    firstSum,
    sums: next - firstSum,
  }
  return {
    channels,
    sumOf: (n, harmonic) => {
      const l = Math.floor(Math.sqrt(harmonic))
      return sumOfRow(rowOf.get(n) ?? 0, l, harmonic - l * l - l)
    },
  }
}

/** Radial functions in rows: all up to the last in use where a recurrence makes them, else those in use, by the l that they serve first. */
function orderRows(radial: AceRadial, used: readonly (readonly [number, number])[]): Int32Array {
  const lowest = new Map<number, number>()
  for (const [n, l] of used) lowest.set(n, Math.min(l, lowest.get(n) ?? l))
  const found = [...lowest.keys()]
  if (radial.recurrence) return Int32Array.from({ length: Math.max(...found) + 1 }, (_, n) => n)
  return Int32Array.from(found.toSorted((a, b) => (lowest.get(a) ?? 0) - (lowest.get(b) ?? 0) || a - b))
}

/** Tiles of up to four radial functions and three harmonics: shape, byte offsets of the first of either, byte offsets of the sums. */
function planTiles(top: number, low: Int32Array, widths: Int32Array, sumOf: (row: number, l: number, m: number) => number): Int32Array {
  const tiles: number[] = []
  for (let l = 0; l <= top; l++) {
    for (const [n, functions] of parts(widths[l], 4)) {
      for (const [y, harmonics] of parts(2 * l + 1, 3)) {
        const row = low[l] + n
        tiles.push(4 * functions + harmonics, ROW * (FIRST + row), ROW * (l * l + y))
        for (let a = 0; a < functions; a++) {
          for (let b = 0; b < harmonics; b++) tiles.push(ROW * sumOf(row + a, l, y + b - l))
        }
      }
    }
  }
  return Int32Array.from(tiles)
}

/** Starts and sizes of as few and as equal parts of at most `most` as there can be. */
function parts(whole: number, most: number): [number, number][] {
  const count = Math.ceil(whole / most)
  return Array.from({ length: count }, (_, k) => {
    const start = Math.floor((k * whole) / count)
    return [start, Math.floor(((k + 1) * whole) / count) - start]
  })
}
