import { cohesiveEnergy } from "../../atoms/cohesive-energy.ts"
import { numberOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { kernels } from "../../kernels/kernels.ts"
import { zbl } from "../forms/zbl.ts"
import { formulaFunction } from "../functions/formula.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { ofPair, resolvedElements, rounded, typicalNeighbour } from "../resolve/scale.ts"
import { tripletLabels } from "./triplet-entries.ts"
import type { Uf3PairSpec, Uf3Spec, Uf3TripletSpec } from "./uf3-spec.ts"

/** Cutoffs left to the data, as multiples of the nearest-neighbour distance. */
const CUTOFF_IN_NEIGHBOURS = 2
const THREE_BODY_CUTOFF_IN_NEIGHBOURS = 1.5
/** Spacings of knots and decay lengths left to the data, likewise. */
const SPACING_IN_NEIGHBOURS = { pair: 0.07, neighbours: 0.11, opposite: 0.14 }
const DECAY_IN_NEIGHBOURS = { pair: 1 / 6, threeBody: 1 / 6 }
/** Energy of bonds where no element has a known cohesive energy [eV/atom]. */
const TYPICAL_ENERGY = 4
/** Atoms are taken to come as close as this part of their nearest-neighbour distance, if not closer in the data: few data show few close pairs. */
const CLOSEST_IN_NEIGHBOURS = 0.7
/** Cohesive energies below this are those of atoms that share no electrons [eV/atom]. */
const WEAKEST_BONDS = 0.5
/**
 * Distance of nearest neighbours of metals, at least, beside the edge of the cube of one atom: 1.12 in fcc, 1.09 in bcc, 0.87 in diamond;
 * motion makes it less by up to a tenth.
 */
const LOOSEST_METAL = 0.94
/** Fewest pieces of a spline between the closest distance and the cutoff. */
const FEWEST_PIECES = 3

/** A `uf3` spec in which nothing is left open: elements, cutoffs, knots and the fixed repulsion below the data. */
export function resolveUf3(spec: Uf3Spec, statistics: DataStatistics): Uf3Spec {
  const elements = [...resolvedElements(spec.elements, statistics)]
  const neighbour = typicalNeighbour(statistics)
  const cutoff = spec.cutoff === "auto" ? rounded(CUTOFF_IN_NEIGHBOURS * neighbour, 3) : spec.cutoff
  const reach = spec.threeBodyCutoff === "auto" ? rounded(THREE_BODY_CUTOFF_IN_NEIGHBOURS * neighbour, 3) : spec.threeBodyCutoff
  const part = (given: number | "auto", multiple: number): number => (given === "auto" ? rounded(multiple * neighbour, 3) : given)
  const spacing = {
    pair: part(spec.spacing.pair, SPACING_IN_NEIGHBOURS.pair),
    neighbours: part(spec.spacing.neighbours, SPACING_IN_NEIGHBOURS.neighbours),
    opposite: part(spec.spacing.opposite, SPACING_IN_NEIGHBOURS.opposite),
  }
  const decay = {
    pair: part(spec.decay.pair, DECAY_IN_NEIGHBOURS.pair),
    threeBody: part(spec.decay.threeBody, DECAY_IN_NEIGHBOURS.threeBody),
  }
  const closest = (a: string, b: string): number =>
    Math.min(
      ofPair(statistics.minimumDistance, a, b) ?? Infinity,
      CLOSEST_IN_NEIGHBOURS * (ofPair(statistics.nearestNeighbour, a, b) ?? neighbour),
    )
  const pairs = elements.flatMap((a, k) =>
    elements.slice(k).map((b) => [`${a}-${b}`, pairOf(a, b, closest(a, b), cutoff, spacing.pair)] as const),
  )
  const axis = (a: string, b: string, end: number, spacing: number) => threeBodyKnots(closest(a, b), end, spacing)
  const triplets = (threeBodyCutoff: number) =>
    tripletLabels(elements).map(({ label, centre, first, second }): readonly [string, Uf3TripletSpec] => {
      const [a, b, c] = [elements[centre], elements[first], elements[second]]
      const { neighbours, opposite } = spacing
      const near = [axis(a, b, threeBodyCutoff, neighbours), axis(a, c, threeBodyCutoff, neighbours)] as const
      return [label, { knots: [...near, axis(b, c, 2 * threeBodyCutoff, opposite)], leading: 3, trailing: 3 }]
    })
  return {
    ...spec,
    elements,
    cutoff,
    threeBodyCutoff: reach,
    spacing,
    decay,
    energy: spec.energy === "auto" ? bondEnergy(elements) : spec.energy,
    surfaces: spec.surfaces === "auto" ? (reach !== "none" && metalVolume(elements, statistics)) || "none" : spec.surfaces,
    pairs: spec.pairs ?? Object.fromEntries(pairs),
    ...(reach !== "none" && { triplets: spec.triplets ?? Object.fromEntries(triplets(reach)) }),
  }
}

/** Mean cohesive energy of the elements that have one [eV/atom]. */
function bondEnergy(elements: readonly string[]): number {
  const known = elements.flatMap((symbol) => cohesiveEnergy(symbol) ?? [])
  return known.length > 0 ? rounded(known.reduce((sum, energy) => sum + energy, 0) / known.length, 3) : TYPICAL_ENERGY
}

/** Median volume per atom of the data of one close-packed metal [Å³]; undefined for others. */
function metalVolume(elements: readonly string[], { volumePerAtom, nearestNeighbour }: DataStatistics): number | undefined {
  const [element] = elements
  const neighbour = ofPair(nearestNeighbour, element, element)
  if (elements.length > 1 || volumePerAtom === undefined || neighbour === undefined) return undefined
  const bonded = (cohesiveEnergy(element) ?? 0) > WEAKEST_BONDS
  return bonded && neighbour > LOOSEST_METAL * Math.cbrt(volumePerAtom) ? rounded(volumePerAtom) : undefined
}

/**
 * V₂ from near 0 to the cutoff, with a knot at the closest distance of the data. The B-splines that end below it are fixed to the
 * universal screened repulsion of the nuclei at their middle, so that atoms never attract each other where no data are.
 */
function pairOf(a: string, b: string, closest: number, cutoff: number, spacing: number): Uf3PairSpec {
  demandBelow(closest, cutoff, "cutoff")
  const pieces = Math.max(2 * FEWEST_PIECES, Math.round((cutoff - closest) / spacing))
  const width = (cutoff - closest) / pieces
  // B-spline k ends at knot k + 1: this many end at the closest distance or below.
  const core = Math.floor(closest / width)
  const knots = Array.from({ length: core + pieces + 1 }, (_, k) =>
    k === core + pieces ? cutoff : rounded(closest + (k - core) * width, 8),
  )
  const count = core + pieces
  const middles = Array.from({ length: core }, (_, k) => {
    const at = [k - 2, k - 1, k].reduce((sum, knot) => sum + knots[Math.max(0, knot)], 0) / 3
    return Math.max(at, width / 6)
  })
  const repulsion = repulsionAt(a, b, middles)
  return { knots, trailing: 3, core, coefficients: Array.from({ length: count }, (_, k) => (k < core ? repulsion[k] : 0)) }
}

function repulsionAt(a: string, b: string, distances: readonly number[]): readonly number[] {
  const radial = formulaFunction(zbl.text(numberOf(a) ?? Number.NaN, numberOf(b) ?? Number.NaN), [])
  const { heap } = kernels()
  return heap.scope(() => {
    const count = distances.length
    const [x, f, df] = [heap.f64(count), heap.f64(count), heap.f64(count)]
    x.set(distances)
    radial.evaluate(count, x, heap.f64(0), f, df)
    return Array.from(f, (value) => rounded(value, 8))
  })
}

/**
 * Knots of V₃, evenly spaced from three pieces below the closest distance of the data: with the first three B-splines zero, V₃ vanishes
 * smoothly below it, where V₂ alone repels, and is free from it on.
 */
function threeBodyKnots(closest: number, end: number, spacing: number): readonly number[] {
  demandBelow(closest, end, "threeBodyCutoff")
  const pieces = Math.max(FEWEST_PIECES, Math.round((end - closest) / spacing))
  const start = Math.max(0, closest - (3 * (end - closest)) / pieces)
  return Array.from({ length: pieces + 4 }, (_, k) => rounded(start + ((end - start) * k) / (pieces + 3), 8))
}

function demandBelow(closest: number, cutoff: number, path: string): void {
  if (closest < 0.95 * cutoff) return
  throw new SpecFailure(`the closest atoms of the data are ${rounded(closest, 4)} Å apart, hardly within the cutoff of ${cutoff} Å`, {
    path: [path],
    advice: "choose a longer cutoff",
  })
}
