import type { Structure } from "../../atoms/structure.ts"
import { fire } from "../../dynamics/minimise/fire.ts"
import type { Point } from "../point.ts"
import { aside } from "./aside.ts"
import { distance, elasticBand, highestBetween } from "./elastic-band.ts"
import { saddleBy } from "./saddle.ts"

/** How a path of least energy is looked for. */
export interface PathOptions {
  /** Of a bond [eV/Å²]: springs are as stiff, and forces are small beside it. */
  readonly stiffness: number
  /** How far atoms start aside of straight lines, at random [Å]: what is symmetric would stay on ridges on which no path of least energy runs. */
  readonly aside: number
  /** The minimum next to a structure. */
  settled(structure: Structure): Structure
}

/** A path from one minimum to another. */
export interface LeastEnergyPath {
  /** Both ends included. */
  readonly images: readonly Structure[]
  /** [eV] */
  readonly energies: readonly number[]
  /** Length of the path up to each image [Å]. */
  readonly places: readonly number[]
  /** Change of the energy along the path at each image [eV/Å]. */
  readonly slopes: readonly number[]
  /** Numbers of the images that are minima: the ends, and wells between them. */
  readonly wells: readonly number[]
  /** By how much saddles may be higher than the highest images beside them [eV]: 0 where they are at rest. */
  readonly unsure: number
}

/** Between two minima. */
const IMAGES = 5
/** Steps of a band, and forces in units of the stiffness [Å] that end them. */
const [STEPS, ROUGH] = [250, 0.03]
/** Longest step of a coordinate [Å]. */
const LONGEST = 0.1
/** Wells are looked for between wells so many times, and the part around a saddle looked at more closely so many times. */
const [SPLITS, ZOOMS] = [2, 5]
/** A well between its neighbours is deeper than this [eV], and farther from the ends than this [Å]. */
const [DEEP, APART] = [1e-3, 0.2]
/** Part of the way to the next image from which a minimum is looked for. */
const ONWARD = 0.1

/**
 * The path of least energy between two minima that share a cell, with its saddles, by the nudged elastic band. Where an image comes to lie
 * in a well, the path goes by way of its minimum, found exactly; and from each minimum to the next the highest image goes to the saddle.
 */
export function leastEnergyPath(point: Point, first: Structure, end: Structure, options: PathOptions): LeastEnergyPath {
  const last = centredAs(end, first)
  return pathAlong(point, [first, last], options, SPLITS)
}

/** The path of least energy that images lead to, the first and the last of them minima. */
function pathAlong(point: Point, along: readonly Structure[], options: PathOptions, splits: number): LeastEnergyPath {
  const [first, last] = [along[0], along[along.length - 1]]
  const path = relaxed(point, first, last, aside(spread(along), options.aside), options.stiffness)
  const by = (well: Structure): LeastEnergyPath =>
    joined(pathAlong(point, [first, well], options, splits - 1), pathAlong(point, [well, last], options, splits - 1))
  const hollow = hollowOf(path)
  const well = splits > 0 && hollow !== undefined ? wellBy(path, hollow, path, options) : undefined
  if (well) return by(well)
  // All the way downhill: the upper end is the highest place.
  if (isDownhill(path)) return path
  const { whole, fallen } = overSaddle(point, path, options.stiffness, ZOOMS)
  if (splits === 0 || !fallen) return { ...whole, wells: [0, whole.images.length - 1] }
  const other = wellBy(fallen, lowestOf(fallen), path, options)
  return other ? by(other) : pathAlong(point, [first, ...fallen.images.slice(1, -1), last], options, splits - 1)
}

/** Images that forces across the path and springs along it have brought near the path of least energy. */
function relaxed(point: Point, first: Structure, last: Structure, start: Float64Array, stiffness: number): LeastEnergyPath {
  const band = elasticBand(point, first, last, stiffness)
  const gradientAt = (x: Float64Array) => ({ value: 0, gradient: band.pulled(x).forces.map((force) => -force) })
  const { x } = fire(gradientAt, start, { tolerance: ROUGH * stiffness, longest: LONGEST, stiffness: 6 * stiffness, evaluations: STEPS })
  const images = band.structures(x)
  const { energies, slopes } = band.pulled(x)
  return { images, energies, places: placesOf(images), slopes, wells: [0, images.length - 1], unsure: 0 }
}

/** A path over its saddle, and a part of it that fell into a well beside it, where one did. */
interface OverSaddle {
  readonly whole: LeastEnergyPath
  readonly fallen?: LeastEnergyPath | undefined
}

/**
 * The path with its highest image at the saddle. Where it does not get there, for the path bends more than its images show, the part around
 * it gets images of its own (P. Maragakis et al., doi:10.1063/1.1495401).
 */
function overSaddle(point: Point, path: LeastEnergyPath, stiffness: number, zooms: number): OverSaddle {
  const top = highestBetween(path.energies)
  const [before, image, after] = [top - 1, top, top + 1].map((k) => path.images[k])
  const saddle = saddleBy(point, [before, image, after], stiffness)
  const beside = Math.max(path.energies[top - 1], path.energies[top + 1])
  if (saddle && saddle.energy >= beside) {
    const at = <T>(all: readonly T[], one: T): readonly T[] => all.map((own, k) => (k === top ? one : own))
    return {
      whole: { ...path, images: at(path.images, saddle.structure), energies: at(path.energies, saddle.energy), slopes: at(path.slopes, 0) },
    }
  }
  if (zooms === 0) return { whole: { ...path, unsure: path.energies[top] - beside } }
  const closer = relaxed(point, before, after, spread([before, image, after]), stiffness)
  // What was the highest place slid off a ridge: there is a lower way.
  if (isDownhill(closer)) return { whole: { ...path, unsure: Infinity }, fallen: closer }
  const { whole, fallen } = overSaddle(point, closer, stiffness, zooms - 1)
  return { whole: joined(joined(partOf(path, 0, top - 1), whole), partOf(path, top + 1, path.images.length - 1)), fallen }
}

/** Whether no image between the ends is higher than both. */
function isDownhill({ energies }: LeastEnergyPath): boolean {
  return energies[highestBetween(energies)] <= Math.max(energies[0], energies[energies.length - 1])
}

/** Images evenly along the straight lines from one structure to the next, `[images × 3N]`. */
function spread(along: readonly Structure[]): Float64Array {
  const size = along[0].positions.length
  const places = placesOf(along)
  const out = new Float64Array(IMAGES * size)
  for (let k = 0, at = 0; k < IMAGES; k++) {
    const place = (places[places.length - 1] * (k + 1)) / (IMAGES + 1)
    while (places[at + 1] < place) at++
    const part = (place - places[at]) / (places[at + 1] - places[at])
    for (let c = 0; c < size; c++) out[k * size + c] = (1 - part) * along[at].positions[c] + part * along[at + 1].positions[c]
  }
  return out
}

/** Length of the straight lines up to each image [Å]. */
function placesOf(images: readonly Structure[]): readonly number[] {
  const places = [0]
  for (let k = 1; k < images.length; k++) places.push(places[k - 1] + distance(images[k].positions, images[k - 1].positions))
  return places
}

/** Number of the image in the deepest hollow between the ends. */
function hollowOf({ energies }: LeastEnergyPath): number | undefined {
  let lowest: number | undefined
  for (let k = 1; k + 1 < energies.length; k++) {
    const hollow = energies[k] < energies[k - 1] - DEEP && energies[k] < energies[k + 1] - DEEP
    if (hollow && (lowest === undefined || energies[k] < energies[lowest])) lowest = k
  }
  return lowest
}

function lowestOf({ energies }: LeastEnergyPath): number {
  let lowest = 1
  for (let k = 2; k + 1 < energies.length; k++) if (energies[k] < energies[lowest]) lowest = k
  return lowest
}

/** The minimum beside an image of a part of a path, where it is neither end of the path. */
function wellBy(part: LeastEnergyPath, at: number, { images }: LeastEnergyPath, { settled }: PathOptions): Structure | undefined {
  const [image, next] = [part.images[at], part.images[at + 1]]
  // A little onward, for half way between equal ends saddles look like minima.
  const onward = { ...image, positions: image.positions.map((x, c) => (1 - ONWARD) * x + ONWARD * next.positions[c]) }
  const minimum = settled(onward)
  const ends = [images[0], images[images.length - 1]]
  return ends.some(({ positions }) => distance(positions, minimum.positions) < APART) ? undefined : minimum
}

/** Images from one to another, as a path of their own. */
function partOf({ images, energies, places, slopes }: LeastEnergyPath, from: number, to: number): LeastEnergyPath {
  const cut = <T>(all: readonly T[]): readonly T[] => all.slice(from, to + 1)
  return {
    images: cut(images),
    energies: cut(energies),
    places: cut(places).map((place) => place - places[from]),
    slopes: cut(slopes),
    wells: [],
    unsure: 0,
  }
}

/** One path after the other, the image that they share there once. */
function joined(before: LeastEnergyPath, after: LeastEnergyPath): LeastEnergyPath {
  const at = before.images.length - 1
  return {
    images: [...before.images, ...after.images.slice(1)],
    energies: [...before.energies, ...after.energies.slice(1)],
    places: [...before.places, ...after.places.slice(1).map((place) => before.places[at] + place)],
    // An end of one of them knows its slope where it was between others.
    slopes: [...before.slopes, ...after.slopes.slice(1)],
    wells: [...new Set([...before.wells, ...after.wells.map((well) => at + well)])],
    unsure: Math.max(before.unsure, after.unsure),
  }
}

/**
 * A structure moved as a whole so that its atoms have the mean position of another: tangents of the path then hold no motion of all atoms
 * together. With it forces across the path would push images away from each other, along a direction in which nothing holds them.
 */
function centredAs(structure: Structure, other: Structure): Structure {
  const atoms = structure.numbers.length
  const shift = [0, 0, 0]
  structure.positions.forEach((x, k) => (shift[k % 3] += (other.positions[k] - x) / atoms))
  return { ...structure, positions: structure.positions.map((x, k) => x + shift[k % 3]) }
}
