import { symbolOf } from "../../atoms/elements.ts"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { compositionOf, hullAt } from "../scans/hull.ts"
import { dimer, repulsionOf, RIPPLE } from "../scans/repulsion.ts"
import { descend, opposite, trimer, trimerEnergies, type Shape, type Triple } from "../scans/trimer.ts"

/** What may lie below, in parts of an atom's binding: a grid finds no minimum exactly. */
const TOLERANCE = 0.01
/** From half the shortest distance on. */
const NEAREST = 0.5
/** Distances and angles of the grid of trimers. */
const GRID = { full: [17, 19], quick: [10, 10] } as const
const DIMER_POINTS = 300
/** Grid points from which a descent starts. */
const STARTS = 3

/**
 * No dimer or trimer is a place where matter would rather be. Two criteria, energies counted from free atoms:
 *
 * - per atom, none lies below the convex hull of what exists (crystals at equilibrium, the data, free atoms) at its composition: a
 *   crystal would fall apart into it;
 * - none with two atoms on the wall, closer than their shortest distance and repelling each other as a dimer with more than their
 *   binding, lies below all those without: a hole in the wall, found behind a barrier by hot or compressed atoms.
 *
 * Distances at which a dimer attracts all the way in are not looked at here: they are told as such by the check of short range.
 */
export function* minimaLaw(bench: Bench): Generator<Measurement> {
  const pairs = pairCurves(bench)
  for (const { elements, distances, energies } of pairs) {
    const known = energies.map((energy, k) => (distances[k] >= elements.shortest ? energy : Infinity))
    const lowest = lowestIndex(known)
    yield belowHull(bench, elements.pair, known[lowest], `the dimer at ${distances[lowest].toFixed(2)} Å`, () => [
      dimer(...elements.pair, distances[lowest]),
    ])
  }
  for (const triple of triplesOf(bench.potential.elements)) yield* trimerMinima(bench, triple, pairs)
}

/** A dimer's energy, counted from free atoms, over all distances that are looked at. */
interface PairCurve {
  readonly elements: { readonly pair: readonly [number, number]; readonly shortest: number }
  /** [Å], ascending by equal steps. */
  readonly distances: readonly number[]
  /** [eV] */
  readonly energies: readonly number[]
  /** Nearer than this the dimer attracts [Å]. */
  readonly attracts: number
}

function pairCurves(bench: Bench): readonly PairCurve[] {
  const { potential, theta, shortest, scales } = bench
  return shortest.map(({ elements, distance }) => {
    const from = NEAREST * distance
    const distances = Array.from({ length: DIMER_POINTS }, (_, k) => from + ((potential.cutoff - from) * k) / (DIMER_POINTS - 1))
    const free = freeEnergy(bench, elements)
    const energies = distances.map((r) => evaluateStructure(potential, theta, dimer(...elements, r)).energy - free)
    const attracts = repulsionOf(bench, ...elements, Math.min(distance, potential.cutoff), RIPPLE * scales.energy).end?.distance ?? 0
    return { elements: { pair: elements, shortest: distance }, distances, energies, attracts }
  })
}

function* trimerMinima(bench: Bench, triple: Triple, pairs: readonly PairCurve[]): Generator<Measurement> {
  const [centre, a, b] = triple
  const curves = [curveOf(pairs, centre, a), curveOf(pairs, centre, b), curveOf(pairs, a, b)]
  const lengths = (shape: Shape): readonly number[] => [shape[0], shape[1], opposite(shape)]
  const seen = (shape: Shape): boolean =>
    Math.max(shape[0], shape[1]) <= bench.potential.cutoff &&
    lengths(shape).every((r, k) => r >= Math.max(curves[k].attracts, NEAREST * curves[k].elements.shortest))
  const onWall = (shape: Shape): boolean => lengths(shape).some((r, k) => isWall(curves[k], r))
  const free = freeEnergy(bench, triple)
  const shapes = gridOf(bench, curves, a === b).filter((shape) => seen(shape))
  const energies = trimerEnergies(bench, triple, shapes)
  const lowestWhere = (region: (shape: Shape) => boolean) => {
    const indices = energies.map((_, k) => k).filter((k) => Number.isFinite(energies[k]) && region(shapes[k]))
    const starts = indices.toSorted((i, j) => energies[i] - energies[j]).slice(0, STARTS)
    const ends = starts.map((k) => descend(bench, triple, shapes[k], energies[k], (shape) => seen(shape) && region(shape)))
    return ends.toSorted((one, other) => one.energy - other.energy).at(0)
  }
  const open = lowestWhere((shape) => !onWall(shape))
  const wall = lowestWhere(onWall)
  const described = (shape: Shape): string =>
    `the trimer ${symbolOf(a)}–${symbolOf(centre)}–${symbolOf(b)} at ${shape[0].toFixed(2)} and ${shape[1].toFixed(2)} Å, ${((Math.acos(shape[2]) * 180) / Math.PI).toFixed(0)}°`
  if (open) yield belowHull(bench, triple, open.energy - free, described(open.shape), () => [trimer(triple, open.shape)])
  if (energies.some(Number.isNaN)) {
    const k = energies.findIndex(Number.isNaN)
    yield { value: Number.NaN, bound: 1, where: described(shapes[k]), structures: () => [trimer(triple, shapes[k])] }
  }
  if (!open || !wall) return
  yield {
    value: (open.energy - wall.energy) / 3,
    bound: TOLERANCE * bench.scales.energy,
    where: `${described(wall.shape)}, on the wall of a pair, against ${described(open.shape)}`,
    structures: () => [trimer(triple, wall.shape)],
  }
}

/** How far the energy of a cluster per atom lies below that of what exists. */
function belowHull(
  bench: Bench,
  numbers: readonly number[],
  energy: number,
  what: string,
  structures: Measurement["structures"],
): Measurement {
  const hull = hullAt(bench.references, compositionOf(numbers))
  const own = energy / numbers.length
  return {
    value: hull.energy - own,
    bound: TOLERANCE * bench.scales.energy,
    where: `${what}: ${own.toFixed(3)} eV/atom, ${hull.name} ${hull.energy.toFixed(3)} eV/atom`,
    structures,
  }
}

/** Closer than the shortest distance, where the dimer by itself costs more than free atoms do. */
function isWall({ elements, distances, energies }: PairCurve, r: number): boolean {
  if (r >= elements.shortest) return false
  const step = distances[1] - distances[0]
  return energies[Math.max(0, Math.min(energies.length - 1, Math.round((r - distances[0]) / step)))] > 0
}

/** Shapes of equal steps in the logarithm of distances and in angles; the ends are not told apart where they are of one element. */
function gridOf({ potential, effort }: Bench, curves: readonly PairCurve[], twins: boolean): readonly Shape[] {
  const [lengths, angles] = GRID[effort]
  const lengthsOf = ({ elements: { shortest } }: PairCurve): readonly number[] => {
    const [from, to] = [NEAREST * shortest, Math.max(1.05 * shortest, Math.min(0.98 * potential.cutoff, 2.2 * shortest))]
    return Array.from({ length: lengths }, (_, k) => from * (to / from) ** (k / (lengths - 1)))
  }
  const [firsts, seconds] = [lengthsOf(curves[0]), lengthsOf(curves[1])]
  const cosines = Array.from({ length: angles }, (_, k) => Math.cos(Math.PI * (0.1 + (0.9 * k) / (angles - 1))))
  return firsts.flatMap((first, k) =>
    seconds.slice(0, twins ? k + 1 : seconds.length).flatMap((second) => cosines.map((cosine): Shape => [first, second, cosine])),
  )
}

/** Every choice of a centre and two ends. */
function triplesOf(elements: readonly number[]): readonly Triple[] {
  const sorted = elements.toSorted((a, b) => a - b)
  return sorted.flatMap((centre) => sorted.flatMap((a, k) => sorted.slice(k).map((b): Triple => [centre, a, b])))
}

function curveOf(pairs: readonly PairCurve[], a: number, b: number): PairCurve {
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  const found = pairs.find(({ elements: { pair } }) => pair[0] === low && pair[1] === high)
  if (!found) throw new RangeError(`the pair ${low}–${high} is missing`)
  return found
}

/** Of atoms by themselves [eV]. */
function freeEnergy({ potential, theta }: Bench, numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => {
    const atom = { numbers: Int32Array.of(number), positions: new Float64Array(3), cell: null, pbc: [false, false, false] } as const
    return sum + evaluateStructure(potential, theta, atom).energy
  }, 0)
}

function lowestIndex(values: readonly number[]): number {
  return values.reduce((best, value, k) => (value < values[best] ? k : best), 0)
}
