import type { FrameResiduals } from "./residual-classes.ts"

/** Residuals of a fifth of the data, by the size of what they are of. */
export interface MagnitudeBin {
  /** Median size [eV/Å]. */
  readonly magnitude: number
  /** √⟨z²⟩ */
  readonly rms: number
}

/** How residuals grow with the size of what they are of. */
export interface MagnitudeTrend {
  /** From the smallest to the largest. */
  readonly bins: readonly MagnitudeBin[]
  /** √⟨z²⟩ of the largest fifth beside that of the smallest. */
  readonly ratio: number
  /** Standard errors that the trend of z² with the rank of the size is from none; frames count as independent, not their data. */
  readonly significance: number
}

const BINS = 5

/** Of more data an even part is looked at. */
const MOST = 200_000

/** Null where there are too few data or frames to tell. */
export function magnitudeTrend(frames: readonly FrameResiduals[]): MagnitudeTrend | null {
  const { squares, magnitudes, owners } = dataOf(frames)
  const count = squares.length
  if (count < 20 * BINS || frames.length < 2 * BINS) return null
  const order = Uint32Array.from(squares, (_, k) => k).sort((a, b) => magnitudes[a] - magnitudes[b])
  if (!(magnitudes[order[count - 1]] > magnitudes[order[0]])) return null
  const mean = squares.reduce((sum, square) => sum + square, 0) / count
  const byFrame = new Float64Array(frames.length)
  order.forEach((k, rank) => (byFrame[owners[k]] += ((2 * rank + 1) / count - 1) * (squares[k] - mean)))
  const total = byFrame.reduce((sum, value) => sum + value, 0)
  const error = Math.sqrt(byFrame.reduce((sum, value) => sum + value * value, 0))
  const bins = Array.from({ length: BINS }, (_, b): MagnitudeBin => {
    const own = order.subarray(Math.floor((b * count) / BINS), Math.floor(((b + 1) * count) / BINS))
    const sum = own.reduce((total, k) => total + squares[k], 0)
    return { magnitude: magnitudes[own[own.length >> 1]], rms: Math.sqrt(sum / own.length) }
  })
  return { bins, ratio: bins[BINS - 1].rms / bins[0].rms, significance: error > 0 ? total / error : 0 }
}

/** z², size and frame of every datum, or of every second, third, … of many. */
function dataOf(frames: readonly FrameResiduals[]): { squares: Float64Array; magnitudes: Float64Array; owners: Uint32Array } {
  const total = frames.reduce((sum, { z }) => sum + z.length, 0)
  const step = Math.max(1, Math.ceil(total / MOST))
  const [squares, magnitudes, owners] = [new Float64Array(total), new Float64Array(total), new Uint32Array(total)]
  let [count, seen] = [0, 0]
  frames.forEach((frame, f) => {
    for (let k = 0; k < frame.z.length; k++) {
      if (Number.isNaN(frame.z[k]) || seen++ % step !== 0) continue
      squares[count] = frame.z[k] ** 2
      magnitudes[count] = frame.magnitudes[k]
      owners[count++] = f
    }
  })
  return { squares: squares.slice(0, count), magnitudes: magnitudes.slice(0, count), owners: owners.slice(0, count) }
}
