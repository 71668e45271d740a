import { faceDistances, inverse } from "./cell.ts"
import { reduceLattice } from "./reduce.ts"
import { elementsOf, symbolOf } from "./elements.ts"
import type { Structure } from "./structure.ts"

/** The shortest vector that leads from one atom to any periodic image of another. */
export interface MinimumImage {
  /** `[3]` [Å] */
  readonly vector: Float64Array
  /** [Å] */
  readonly distance: number
}

/** Finds minimum images in one structure; made once per cell, used for many pairs. */
export type MinimumImageFinder = (from: number, to: number) => MinimumImage

/**
 * Minimum images for any cell, however skewed, and any subset of periodic directions. The repeating vectors are reduced first
 * (after which the nearest image lies within one cell of the wrapped difference in each of them); of an atom and itself the
 * answer is zero.
 */
export function minimumImages(structure: Structure): MinimumImageFinder {
  const search = imageSearch(structure)
  const p = structure.positions
  return (from, to) => {
    const vector = Float64Array.of(p[3 * to] - p[3 * from], p[3 * to + 1] - p[3 * from + 1], p[3 * to + 2] - p[3 * from + 2])
    const squared = search.nearest(vector)
    return { vector, distance: Math.sqrt(squared) }
  }
}

/** The shortest distance of one pair of elements in a structure. */
export interface PairDistance {
  /** Atomic numbers, the smaller first. */
  readonly elements: readonly [number, number]
  /** [Å] */
  readonly distance: number
  /** Indices of two atoms that far apart; the same index twice for an atom and its own image. */
  readonly atoms: readonly [number, number]
}

/**
 * The shortest distance of every element pair present [Å], periodic images of an atom itself included, ordered by element.
 * Costs O(N²): meant for auditing training structures, not for large crystals.
 */
export function minimumDistances(structure: Structure): PairDistance[] {
  const { numbers, positions: p } = structure
  const search = imageSearch(structure)
  const elements = elementsOf(numbers)
  const kinds = elements.length
  const species = Int32Array.from(numbers, (number) => elements.indexOf(number))
  // Of pair (a ≤ b) at a × kinds + b: the least squared distance, and between which atoms.
  const least = new Float64Array(kinds * kinds).fill(Infinity)
  const atoms = new Int32Array(2 * kinds * kinds)
  const offer = (pair: number, i: number, j: number, squared: number) => {
    if (squared >= least[pair]) return
    least[pair] = squared
    atoms[2 * pair] = i
    atoms[2 * pair + 1] = j
  }
  const vector = new Float64Array(3)
  for (let i = 0; i < numbers.length; i++) {
    offer(species[i] * (kinds + 1), i, i, search.shortest)
    for (let j = i + 1; j < numbers.length; j++) {
      for (let c = 0; c < 3; c++) vector[c] = p[3 * j + c] - p[3 * i + c]
      const pair = Math.min(species[i], species[j]) * kinds + Math.max(species[i], species[j])
      offer(pair, i, j, search.nearest(vector, least[pair]))
    }
  }
  return Array.from(least, (squared, pair): PairDistance => ({
    elements: [elements[Math.floor(pair / kinds)], elements[pair % kinds]],
    distance: Math.sqrt(squared),
    atoms: [atoms[2 * pair], atoms[2 * pair + 1]],
  })).filter(({ distance }) => distance < Infinity)
}

/** `Al-Ni` of two atomic numbers, in the order of the numbers. */
export function pairName(elements: readonly [number, number]): string {
  const [a, b] = elements[0] <= elements[1] ? elements : [elements[1], elements[0]]
  return `${symbolOf(a)}-${symbolOf(b)}`
}

interface ImageSearch {
  /**
   * Shortens the vector in place to its nearest image and gives its squared length [Å²]; or stops early, with a longer image, once
   * none can be shorter than `unless` [Å²].
   */
  readonly nearest: (vector: Float64Array, unless?: number) => number
  /** Squared length of the shortest lattice vector [Å²]; Infinity when nothing repeats. */
  readonly shortest: number
}

function imageSearch(structure: Structure): ImageSearch {
  const lattice = reduceLattice(structure.cell, structure.pbc)
  const { basis, rank } = lattice
  const inv = inverse(basis)
  const heights = faceDistances(basis)
  // A vector shorter than half of every height is its own nearest image, and rounding finds it: so a rounded vector longer than that
  // has no image shorter than that.
  const safe = Math.min(Infinity, ...heights.subarray(0, rank)) ** 2 / 4
  const images = neighbourCells(basis, rank)
  let shortest = Infinity
  for (let m = 3; m < images.length; m += 3) shortest = Math.min(shortest, images[m] ** 2 + images[m + 1] ** 2 + images[m + 2] ** 2)
  const nearest = (v: Float64Array, unless = Infinity) => {
    for (let d = 0; d < rank; d++) {
      const shift = Math.round(v[0] * inv[d] + v[1] * inv[3 + d] + v[2] * inv[6 + d])
      if (shift !== 0) for (let c = 0; c < 3; c++) v[c] -= shift * basis[3 * d + c]
    }
    let least = v[0] * v[0] + v[1] * v[1] + v[2] * v[2]
    if (least <= safe || unless <= safe) return least
    let found = 0
    for (let m = 3; m < images.length; m += 3) {
      const squared = (v[0] + images[m]) ** 2 + (v[1] + images[m + 1]) ** 2 + (v[2] + images[m + 2]) ** 2
      if (squared < least) {
        least = squared
        found = m
      }
    }
    for (let c = 0; c < 3; c++) v[c] += images[found + c]
    return least
  }
  return { nearest, shortest }
}

/** The zero vector, then every combination of −1, 0 and 1 of the first `rank` basis vectors. */
function neighbourCells(basis: Float64Array, rank: number): Float64Array {
  const images: number[] = [0, 0, 0]
  const range = (d: number) => (d < rank ? [-1, 0, 1] : [0])
  for (const a of range(0)) {
    for (const b of range(1)) {
      for (const c of range(2)) {
        if (a === 0 && b === 0 && c === 0) continue
        for (let x = 0; x < 3; x++) images.push(a * basis[x] + b * basis[3 + x] + c * basis[6 + x])
      }
    }
  }
  return Float64Array.from(images)
}
