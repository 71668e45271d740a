import type { Path, PathPoint } from "./path.ts"

/** A place of a path where energy, force or its slope jump. */
export interface Jump {
  /** t [Å] */
  readonly place: number
  /** Size of the jump: [eV], [eV/Å] or [eV/Å²]. */
  readonly size: number
}

/** What jumps: E, F = −dE/dt, or dF/dt. */
export type Kind = "energy" | "force" | "stiffness"

/** Places that are looked at closely, for each kind of jump. */
const CANDIDATES = 4
/** A place stands out that differs from its surroundings by this factor. */
const OUTSTANDING = 3
/** Intervals on either side that it is compared with. */
const AROUND = 8
/** Parts into which a window is divided to find its most suspicious four. */
const PARTS = 16
/** Width to which a place is cornered [Å]: what is steep shall not count there, as cutoffs of 0.1 Å make forces; slopes need room. */
const NARROW: Readonly<Record<Kind, number>> = { energy: 1e-8, force: 1e-8, stiffness: 1e-4 }
/** Intervals over which the difference of a kind extends. */
const SUPPORT: Readonly<Record<Kind, number>> = { energy: 1, force: 3, stiffness: 4 }

/**
 * The largest jumps of E, F and dF/dt along a path. A scan of equal steps finds the places where differences of high order stand out from
 * those around; there the step is refined: what is a steep slope becomes smaller with it, what is a jump stays. As the order is high, of a
 * smooth curve a step h leaves little (h³ of E, of F h³ and h⁴), of a jump all.
 *
 * @param known places that are looked at in any case, such as a cutoff
 */
export function findJumps(path: Path, from: number, to: number, steps: number, known: readonly number[]): Readonly<Record<Kind, Jump>> {
  const h = (to - from) / steps
  const points = path.follow(Array.from({ length: steps + 1 }, (_, i) => from + i * h))
  const largest = (kind: Kind): Jump => {
    const windows = [
      ...outstanding(suspicion(kind, points, h), SUPPORT[kind]).map((i) => from + i * h),
      ...known.filter((place) => place > from && place < to).map((place) => place - (SUPPORT[kind] / 2) * h),
    ]
    return windows
      .map((start) => sizeOf(path, kind, cornered(path, kind, start, start + SUPPORT[kind] * h)))
      .reduce((most, one) => (one.size <= most.size ? most : one), { place: from, size: 0 })
  }
  return { energy: largest("energy"), force: largest("force"), stiffness: largest("stiffness") }
}

/** Differences from which a smooth curve nearly drops out, and a jump does not, by the interval at which they begin. */
function suspicion(kind: Kind, points: readonly PathPoint[], h: number): readonly number[] {
  if (kind === "energy") return points.slice(1).map((point, i) => Math.abs(leftOver(points[i], point, h)))
  const f = points.map(({ force }) => force)
  if (kind === "force") return f.slice(3).map((last, i) => Math.abs(last - 3 * f[i + 2] + 3 * f[i + 1] - f[i]))
  return f.slice(4).map((last, i) => Math.abs(last - 4 * f[i + 3] + 6 * f[i + 2] - 4 * f[i + 1] + f[i]))
}

/** What the trapezoid of the forces leaves of a difference of energies [eV]. */
function leftOver(a: PathPoint, b: PathPoint, h: number): number {
  return b.energy - a.energy + (h * (a.force + b.force)) / 2
}

/**
 * The indices at which values stand out most from those on either side, beyond the support of the difference itself: from their median, as
 * atoms that differ a little jump one soon after the other.
 */
function outstanding(sizes: readonly number[], support: number): readonly number[] {
  const floor = 1e-13 * sizes.reduce((most, size) => Math.max(most, size), 1e-12)
  const scores = sizes.map((size, i) => {
    const around = [
      ...sizes.slice(Math.max(0, i - support - AROUND), Math.max(0, i - support)),
      ...sizes.slice(i + support + 1, i + support + 1 + AROUND),
    ]
    return { i, score: size / Math.max(median(around), floor) }
  })
  const found: number[] = []
  for (const { i, score } of scores.toSorted((a, b) => b.score - a.score)) {
    if (score < OUTSTANDING || found.length === CANDIDATES) break
    if (found.every((other) => Math.abs(other - i) > support)) found.push(i)
  }
  return found
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Narrows a window again and again to the quarter in which the difference is largest. */
function cornered(path: Path, kind: Kind, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end]
  while (to - from > NARROW[kind]) {
    const h = (to - from) / PARTS
    const sizes = suspicion(kind, path.follow(Array.from({ length: PARTS + 1 }, (_, k) => from + k * h)), h)
    const most = sizes.reduce((best, size, k) => (size > sizes[best] ? k : best), 0)
    const first = from + (most + SUPPORT[kind] / 2 - PARTS / 8) * h
    ;[from, to] = [first, first + (PARTS / 4) * h]
  }
  return [from, to]
}

/** The jump within a narrow window: the change across it less what the slopes on both sides would make of it. */
function sizeOf(path: Path, kind: Kind, [from, to]: readonly [number, number]): Jump {
  const w = to - from
  const place = (from + to) / 2
  const bend = (width: number): number => {
    const [a, b, c, d] = path.follow([-2, -1, 1, 2].map((k) => place + k * width)).map(({ force }) => force)
    return (d - c - (b - a)) / width
  }
  // Where the force is smooth, the bend goes with the width.
  if (kind === "stiffness") return { place, size: Math.abs(2 * bend(w) - bend(2 * w)) }
  const [a, b, c, d] = path.follow([from - w, from, to, to + w])
  const change = (one: PathPoint, other: PathPoint): number => (kind === "energy" ? leftOver(one, other, w) : other.force - one.force)
  return { place, size: Math.abs(change(b, c) - (change(a, b) + change(c, d)) / 2) }
}
