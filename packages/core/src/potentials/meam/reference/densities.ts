import { speciesPair } from "../../../graph/pair-segments.ts"
import { coordination, seenShell, shapeFactors, smoothStep, type SeenShell } from "../model/lattice.ts"
import type { MeamElement, MeamModel, MeamPair } from "../model/model.ts"

/** Partial densities of an atom: ρ⁽⁰⁾ and the squares ρ⁽¹⁾² … ρ⁽³⁾². */
type PartialDensities = [number, number, number, number]

/** Those of an atom of either element in a reference structure. */
export interface ReferenceDensities {
  readonly a: PartialDensities
  readonly b: PartialDensities
}

/** ρ₀ exp(−β⁽ˡ⁾ (r/rₑ − 1)) for l = 0 … 3. */
export function atomicDensity({ density, beta, nearest }: MeamElement, l: number, r: number): number {
  return density * Math.exp(-beta[l] * (r / nearest - 1))
}

/** The pair of elements a ≤ b of a model. */
export function pairOf({ pairs, elements }: MeamModel, a: number, b: number): MeamPair {
  return pairs[speciesPair(a, b, elements.length)]
}

/** Second neighbours of element a in the reference structure of a and b, which b screens. */
export function seconds(model: MeamModel, a: number, b: number): SeenShell {
  const { lattice, angle } = pairOf(model, a, b)
  const at = (a * model.elements.length + a) * model.elements.length + b
  return seenShell(lattice, angle, model.least[at], model.most[at])
}

/** Screening of second neighbours a-a and b-b of an L1₂ crystal a₃b: the former by two atoms of each element, the latter by four of a. */
export function alloyScreening({ least, most, elements: { length: n } }: MeamModel, a: number, b: number): readonly [number, number] {
  const screen = (i: number, k: number): number => {
    const at = (i * n + i) * n + k
    return smoothStep((1 - least[at]) / (most[at] - least[at]))
  }
  return [screen(a, a) ** 2 * screen(a, b) ** 2, screen(b, a) ** 4]
}

/** Partial densities in the reference structure of elements a ≤ b with nearest neighbours at r [Å]. */
export function referenceDensities(model: MeamModel, a: number, b: number, r: number): ReferenceDensities {
  const [first, second] = [model.elements[a], model.elements[b]]
  const { lattice, angle, second: withSeconds } = pairOf(model, a, b)
  const givenByA = [0, 1, 2, 3].map((l) => atomicDensity(first, l, r))
  const givenByB = [0, 1, 2, 3].map((l) => atomicDensity(second, l, r))
  const [atA, atB] = firstShell(model, lattice, angle, first, second, givenByA, givenByB)
  if (withSeconds) {
    if (lattice === "l12") {
      const [aa, bb] = alloyScreening(model, a, b)
      atA[0] += 6 * aa * atomicDensity(first, 0, Math.SQRT2 * r)
      atB[0] += 6 * bb * atomicDensity(second, 0, Math.SQRT2 * r)
    } else {
      const [ofA, ofB] = [seconds(model, a, b), secondsOfOther(model, a, b)]
      atA[0] += ofA.count * ofA.screening * atomicDensity(first, 0, ofA.ratio * r)
      atB[0] += ofB.count * ofB.screening * atomicDensity(second, 0, ofB.ratio * r)
    }
  }
  return { a: atA, b: atB }
}

/** Second neighbours of element b in the reference structure of a and b, which a screens. */
export function secondsOfOther(model: MeamModel, a: number, b: number): SeenShell {
  const { lattice, angle } = pairOf(model, a, b)
  const at = (b * model.elements.length + b) * model.elements.length + a
  return seenShell(lattice, angle, model.least[at], model.most[at])
}

function firstShell(
  model: MeamModel,
  lattice: MeamPair["lattice"],
  angle: MeamPair["angle"],
  first: MeamElement,
  second: MeamElement,
  byA: readonly number[],
  byB: readonly number[],
): readonly [PartialDensities, PartialDensities] {
  const shaped = (neighbours: number, by: readonly number[], shape: readonly number[]): PartialDensities => [
    neighbours * by[0],
    shape[0] * by[1] ** 2,
    shape[1] * by[2] ** 2,
    shape[2] * by[3] ** 2,
  ]
  const shape = shapeFactors(lattice, angle)
  const dimer = shapeFactors("dim", angle)
  switch (lattice) {
    // Two layers of different elements: the densities of each, which are put together elsewhere.
    case "c11":
      return [
        [byA[0], byA[1], byA[2], byA[3]],
        [byB[0], byB[1], byB[2], byB[3]],
      ]
    case "l12": {
      const total = 8 * byA[0] + 4 * byB[0]
      const [ta, tb] = [first.weights[1], second.weights[1]]
      let square = (8 / 3) * (byA[2] - byB[2]) ** 2
      if (model.averaging === 1) {
        square = (8 / 3) * (byA[2] * ta - byB[2] * tb) ** 2
        const squares = 8 * byA[0] * ta ** 2 + 4 * byB[0] * tb ** 2
        if (squares > 0) square *= total / squares
      }
      return [
        [total, 0, square, 0],
        [12 * byA[0], 0, 0, 0],
      ]
    }
    case "ch4":
      return [shaped(4, byB, shape), shaped(1, byA, dimer)]
    case "tri":
      return [shaped(1, byB, dimer), shaped(2, byA, shape)]
    default: {
      const count = coordination(lattice)
      return [shaped(count, byB, shape), shaped(count, byA, shape)]
    }
  }
}
