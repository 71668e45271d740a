import { symbolOf } from "../../atoms/elements.ts"

/** A structure, or a mixture of them, that matter can be made of. */
export interface Reference {
  /** Such as `fcc Cu`. */
  readonly name: string
  /** Part of each element, by atomic number; they add up to 1. */
  readonly composition: ReadonlyMap<number, number>
  /** Per atom, against free atoms [eV/atom]. */
  readonly energy: number
}

/** The lowest energy of a composition, and what it is made of. */
export interface HullPoint {
  /** [eV/atom] */
  readonly energy: number
  /** Such as `fcc Cu with fcc Au`. */
  readonly name: string
}

/** References of one set of elements that are combined, at most: the lowest. */
const MOST = 50

/**
 * The lower convex hull of references at a composition of up to three elements: the least energy of any mixture that has it,
 * `min Σ w_s e_s` with `Σ w_s x_s = x`, `w ≥ 0`. References that hold other elements do not count.
 */
export function hullAt(references: readonly Reference[], composition: ReadonlyMap<number, number>): HullPoint {
  const elements = [...composition.keys()]
  const target = elements.map((element) => composition.get(element) ?? 0)
  const usable = lowestOf(references.filter((one) => [...one.composition.keys()].every((element) => composition.has(element))))
  const points = usable.map((one) => elements.map((element) => one.composition.get(element) ?? 0))
  let best: HullPoint = { energy: Infinity, name: elements.map(symbolOf).join("") }
  for (const combination of combinations(usable.length, elements.length)) {
    const weights = mixture(
      combination.map((s) => points[s]),
      target,
    )
    if (!weights) continue
    const energy = combination.reduce((sum, s, k) => sum + weights[k] * usable[s].energy, 0)
    if (!(energy < best.energy)) continue
    const parts = combination.filter((_, k) => weights[k] > 1e-9).map((s) => usable[s].name)
    best = { energy, name: [...new Set(parts)].join(" with ") }
  }
  return best
}

/** Composition of atoms. */
export function compositionOf(numbers: ArrayLike<number>): ReadonlyMap<number, number> {
  const parts = new Map<number, number>()
  for (let i = 0; i < numbers.length; i++) parts.set(numbers[i], (parts.get(numbers[i]) ?? 0) + 1 / numbers.length)
  return parts
}

/** Of each composition the lowest; of those, the lowest in all, but the pure ones in any case. */
function lowestOf(references: readonly Reference[]): readonly Reference[] {
  const byComposition = new Map<string, Reference>()
  for (const one of references) {
    const key = [...one.composition]
      .toSorted(([a], [b]) => a - b)
      .map(([element, part]) => `${element} ${part.toFixed(6)}`)
      .join()
    const before = byComposition.get(key)
    if (!before || one.energy < before.energy) byComposition.set(key, one)
  }
  const all = [...byComposition.values()].toSorted((a, b) => a.energy - b.energy)
  return [
    ...all.filter(({ composition }) => composition.size === 1),
    ...all.filter(({ composition }) => composition.size > 1).slice(0, MOST),
  ]
}

/** Every way to take `size` of `count`, in order, with repetition left out. */
function* combinations(count: number, size: number, first = 0): Generator<readonly number[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let k = first; k < count; k++) for (const rest of combinations(count, size - 1, k + 1)) yield [k, ...rest]
}

/** Weights, none negative, with which points add up to the target; `undefined` where there are none. */
function mixture(points: readonly (readonly number[])[], target: readonly number[]): readonly number[] | undefined {
  const size = target.length
  const rows = target.map((value, c) => [...points.map((point) => point[c]), value])
  for (let c = 0; c < size; c++) {
    const pivot = rows.findIndex((row, r) => r >= c && Math.abs(row[c]) > 1e-9)
    if (pivot < 0) return undefined
    ;[rows[c], rows[pivot]] = [rows[pivot], rows[c]]
    for (let r = 0; r < size; r++) {
      if (r === c) continue
      const factor = rows[r][c] / rows[c][c]
      rows[r] = rows[r].map((value, k) => value - factor * rows[c][k])
    }
  }
  const weights = rows.map((row, c) => row[size] / row[c])
  return weights.every((weight) => weight > -1e-9) ? weights : undefined
}
