import type { Structure } from "../../atoms/structure.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Expectation } from "../../testing/potential/laws.ts"
import type { Bench } from "../bench.ts"
import type { Sample } from "../sample.ts"
import type { Measurement } from "../measurement.ts"
import { agreement, noiseOf } from "./agreement.ts"
import { boxed } from "./rewritten.ts"

/** Distances at which an atom is put, in cutoffs, beyond the farthest atom that could feel it. */
const BEYOND = [1 + 1e-9, 1.02, 1.05, 1.1, 1.2, 1.35, 1.6, 2, 3, 5]
/** Empty space between images of a cluster, in cutoffs. */
const GAPS = [1.001, 3]
/** Where nothing is felt of it for sure. */
const AWAY = 1000

/** An atom beyond the cutoff of all others changes nothing wherever it goes, nor does empty space that repeats. */
export function* localityLaw(bench: Bench): Generator<Measurement> {
  const { samples, potential, random } = bench
  for (const sample of samples) {
    const { structure, name } = sample
    if (structure.cell !== null) continue
    const noise = noiseOf(bench, structure, random)
    for (const element of potential.elements) {
      const direction = unitVector(random)
      const away = withAtom(structure, element, direction, AWAY * potential.cutoff)
      for (const distance of BEYOND) {
        const near = withAtom(structure, element, direction, distance * potential.cutoff)
        const where = `an atom ${(distance * potential.cutoff).toFixed(2)} Å away from it`
        yield agreement(bench, { structure: near, name }, noise, where, compared(bench, near, away))
      }
    }
    for (const gap of GAPS) {
      const box = boxed(structure, gap * potential.cutoff)
      const where = `${name} in a cell with ${(gap * potential.cutoff).toFixed(2)} Å of empty space`
      yield agreement(bench, sample, noise, where, compared(bench, box, structure))
    }
    yield* chained(bench, sample)
  }
}

/** Predictions for one structure beside those for another, which must be the same. */
function compared({ potential, theta }: Bench, changed: Structure, structure: Structure): Expectation {
  const [found] = predict(potential, [changed], theta)
  const [expected] = predict(potential, [structure], theta)
  return { found, expected, changed }
}

/**
 * Copies of a cluster in a row: forces on atoms more than two cutoffs (by way of one atom between) away from one that moves stay as they
 * are, to the last bit but rounding.
 */
function* chained(bench: Bench, { structure, name }: Sample): Generator<Measurement> {
  const { potential, theta, scales, random } = bench
  const { numbers, positions } = structure
  const reach = 2 * potential.cutoff
  const along = Array.from(numbers, (_, i) => positions[3 * i])
  const spacing = Math.max(...along) - Math.min(...along) + 0.8 * scales.length
  const copies = Math.ceil((2.5 * potential.cutoff) / spacing) + 1
  const row: Structure = {
    ...structure,
    numbers: Int32Array.from({ length: copies * numbers.length }, (_, i) => numbers[i % numbers.length]),
    positions: Float64Array.from(
      { length: copies * positions.length },
      (_, k) => positions[k % positions.length] + (k % 3 === 0 ? spacing * Math.floor(k / positions.length) : 0),
    ),
  }
  const mover = along.indexOf(Math.min(...along))
  const moved = {
    ...row,
    positions: row.positions.map((x, k) => (Math.floor(k / 3) === mover ? x + 0.05 * scales.length * (random() - 0.5) : x)),
  }
  const [before] = predict(potential, [row], theta)
  const [after] = predict(potential, [moved], theta)
  const noise = noiseOf(bench, row, random)
  const far = Array.from(row.numbers, (_, i) => i).filter((i) => [row, moved].every((one) => distanceOf(one, i, mover) > 1.0001 * reach))
  const difference = far.reduce((most, i) => {
    const components = [0, 1, 2].map((c) => Math.abs(after.forces[3 * i + c] - before.forces[3 * i + c]))
    return Math.max(most, ...components)
  }, 0)
  if (far.length === 0) return
  yield {
    value: difference / scales.force,
    bound: 1e-10 + (100 * noise.force) / scales.force,
    where: `forces on atoms of a row of copies of ${name}, more than two cutoffs away from one that is moved`,
    structures: () => [row, moved],
  }
}

function distanceOf({ positions: p }: Structure, i: number, j: number): number {
  return Math.hypot(p[3 * i] - p[3 * j], p[3 * i + 1] - p[3 * j + 1], p[3 * i + 2] - p[3 * j + 2])
}

/** The structure with one more atom, the last, whose nearest neighbour is `distance` [Å] away, along a direction from the centre. */
function withAtom(structure: Structure, element: number, direction: readonly number[], distance: number): Structure {
  const { numbers, positions: p } = structure
  const centre = [0, 1, 2].map((c) => p.reduce((sum, x, k) => (k % 3 === c ? sum + x : sum), 0) / numbers.length)
  // Leaving the ball of radius `distance` around an atom for the last time: |centre + t·u − r| = distance.
  const t = Math.max(
    ...Array.from(numbers, (_, i) => {
      const d = [0, 1, 2].map((c) => p[3 * i + c] - centre[c])
      const along = d.reduce((sum, x, c) => sum + x * direction[c], 0)
      const across = Math.hypot(...d) ** 2 - along ** 2
      return across < distance ** 2 ? along + Math.sqrt(distance ** 2 - across) : -Infinity
    }),
  )
  return {
    ...structure,
    numbers: Int32Array.of(...numbers, element),
    positions: Float64Array.of(...p, ...centre.map((x, c) => x + t * direction[c])),
  }
}

function unitVector(random: () => number): readonly number[] {
  const v = [random() - 0.5, random() - 0.5, random() - 0.5]
  const length = Math.hypot(...v)
  return length < 0.1 ? unitVector(random) : v.map((x) => x / length)
}
