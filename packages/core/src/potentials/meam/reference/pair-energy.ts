import { combine, embed } from "../model/combination.ts"
import { coordination, smoothStep, type SeenShell } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"
import { referenceCombination } from "./background.ts"
import { alloyScreening, atomicDensity, pairOf, referenceDensities, seconds, secondsOfOther, type ReferenceDensities } from "./densities.ts"
import { nuclearRepulsion } from "./nuclear.ts"
import { roseEnergy } from "./rose.ts"

/** Densities below which there is nothing. */
const NOTHING = 1e-14
/** Terms of the series of second neighbours' second neighbours. */
const TERMS = 10

/**
 * φ(r) of elements a ≤ b: what the embedding energies leave of the Rose energy of their reference structure, second neighbours and theirs
 * allowed for (B.-J. Lee, M. I. Baskes, doi:10.1103/PhysRevB.62.8564), with nuclear repulsion below a* = −1 where the pair has it.
 *
 * @param background of each element, from `backgrounds`
 */
export function pairEnergy(model: MeamModel, background: readonly number[], a: number, b: number, r: number): number {
  const pair = pairOf(model, a, b)
  const value = pair.second ? withSeconds(model, background, a, b, r) : firstNeighbours(model, background, a, b, r)
  if (!pair.nuclear) return value
  const reduced = pair.alpha * (r / pair.nearest - 1)
  if (reduced >= -1) return value
  const repulsion = nuclearRepulsion(r, model.elements[a].charge, model.elements[b].charge)
  if (reduced <= -3) return repulsion
  const part = smoothStep((reduced + 3) / 2)
  return part * value + (1 - part) * repulsion
}

function withSeconds(model: MeamModel, background: readonly number[], a: number, b: number, r: number): number {
  const { lattice } = pairOf(model, a, b)
  const value = firstNeighbours(model, background, a, b, r)
  const shell = seconds(model, a, b)
  if (lattice !== "b1" && lattice !== "b2" && lattice !== "l12" && lattice !== "dia") {
    return value + series(model, background, a, b, r, shell, coordination(lattice))
  }
  // Second neighbours are of one element: their pair energies, with their own second neighbours.
  const further = shell.ratio * r
  const [aa, bb] = [alike(model, background, a, further), alike(model, background, b, further)]
  if (lattice === "l12") {
    const [ofA, ofB] = alloyScreening(model, a, b)
    return value - 0.75 * ofA * aa - 0.25 * ofB * bb
  }
  const other = secondsOfOther(model, a, b)
  const twice = 2 * coordination(lattice)
  return value - ((shell.count * shell.screening) / twice) * aa - ((other.count * other.screening) / twice) * bb
}

/** φ of one element, second neighbours allowed for. */
function alike(model: MeamModel, background: readonly number[], a: number, r: number): number {
  const { lattice } = pairOf(model, a, a)
  return firstNeighbours(model, background, a, a, r) + series(model, background, a, a, r, seconds(model, a, a), coordination(lattice))
}

/** Σ (−Z₂S/Z₁)ⁿ φ(ratioⁿ r) for n ≥ 1. */
function series(
  model: MeamModel,
  background: readonly number[],
  a: number,
  b: number,
  r: number,
  { count, screening, ratio }: SeenShell,
  first: number,
): number {
  if (!(screening > 0)) return 0
  let sum = 0
  for (let n = 1; n <= TERMS; n++) {
    const term = ((-count * screening) / first) ** n * firstNeighbours(model, background, a, b, r * ratio ** n)
    // Further terms would be zero too.
    if (Math.abs(term) < 1e-20) break
    sum += term
  }
  return sum
}

/** φ of a reference structure in which only first neighbours interact. */
function firstNeighbours(model: MeamModel, background: readonly number[], a: number, b: number, r: number): number {
  if (r === 0) return 0
  const densities = referenceDensities(model, a, b, r)
  if (densities.a[0] <= NOTHING && densities.b[0] <= NOTHING) return 0
  const pair = pairOf(model, a, b)
  const [ofA, ofB] = embedded(model, background, a, b, r, densities)
  const energy = roseEnergy(r, pair, model.roseForm)
  const number = coordination(pair.lattice)
  const firstOf = (c: number, at: number): number => firstNeighbours(model, background, c, c, at)
  switch (pair.lattice) {
    case "c11":
      return pairOf(model, a, a).lattice === "dia"
        ? (3 * energy - ofB - 2 * ofA - 5 * firstOf(a, r)) / number
        : (3 * energy - ofA - 2 * ofB - 5 * firstOf(b, r)) / number
    case "l12":
      return energy / 3 - ofA / 4 - ofB / 12 - alike(model, background, a, r)
    case "ch4":
      return (5 * energy - ofA - 4 * ofB) / 4
    case "zig": {
      if (a === b) return (2 * energy - ofA - ofB) / number
      const apart = 2 * pair.angle.sine * r
      const [aa, bb] = [alternating(model, a, b), alternating(model, b, a)]
      return (2 * energy - ofA - ofB - aa * firstOf(a, apart) - bb * firstOf(b, apart)) / number
    }
    case "tri": {
      if (a === b) return (3 * energy - 2 * ofA - ofB) / number
      const apart = 2 * pair.angle.sine * r
      return (3 * energy - 2 * ofA - ofB - alternating(model, a, b) * firstOf(a, apart)) / number
    }
    default:
      return (2 * energy - ofA - ofB) / number
  }
}

/** Z₂S/Z₁ of a-a neighbours in a chain or molecule of alternating elements, which b screens from C = 1. */
function alternating({ least, most, elements: { length: n } }: MeamModel, a: number, b: number): number {
  const at = (a * n + a) * n + b
  return smoothStep((1 - least[at]) / (most[at] - least[at]))
}

/** Embedding energies of both elements in their reference structure. */
function embedded(
  model: MeamModel,
  background: readonly number[],
  a: number,
  b: number,
  r: number,
  densities: ReferenceDensities,
): readonly [number, number] {
  const { lattice } = pairOf(model, a, b)
  const weights = averageWeights(model, a, b, r, densities)
  const out = { value: 0, slope: 0 }
  const energy = (c: number, density: number): number => {
    embed(density, model.elements[c].embedding, model.linearEmbedding, out)
    return out.value
  }
  if (lattice === "c11") {
    const [forA, forB] = layered(model, a, densities, weights)
    return [energy(a, forA), energy(b, forB)]
  }
  const reduced = (c: number, [total, ...squares]: readonly number[], t: readonly number[]): number => {
    const gamma = total < NOTHING ? 0 : squares.reduce((sum, square, l) => sum + t[l] * square, 0) / total ** 2
    combine(gamma, model.elements[c].combination, model.smoothing, out)
    const { density, lattice: own } = model.elements[c]
    const ground = model.mixedBackground ? density * coordination(own) * referenceCombination(model, c, t) : background[c]
    return (total / ground) * out.value
  }
  return [energy(a, reduced(a, densities.a, weights[0])), energy(b, reduced(b, densities.b, weights[1]))]
}

/** t of an atom of either element in their reference structure. */
function averageWeights(model: MeamModel, a: number, b: number, r: number, densities: ReferenceDensities): readonly (readonly number[])[] {
  const { lattice } = pairOf(model, a, b)
  const [ofA, ofB] = [model.elements[a].weights, model.elements[b].weights]
  if (model.averaging === 2) return [ofA, ofB]
  const mixed = (shareA: number, shareB: number): readonly number[] => ofA.map((t, l) => (t * shareA + ofB[l] * shareB) / (shareA + shareB))
  if (lattice === "c11") {
    const both = mixed(densities.a[0], densities.b[0])
    return [both, both]
  }
  if (lattice === "l12") {
    const [byA, byB] = [atomicDensity(model.elements[a], 0, r), atomicDensity(model.elements[b], 0, r)]
    return [mixed(8 * byA, 4 * byB), ofA]
  }
  // All neighbours are of the other element.
  return [ofB, ofA]
}

/** Densities in a C11b crystal; which element stands in pairs is told by which of them is diamond by itself. */
function layered(
  model: MeamModel,
  a: number,
  { a: byA, b: byB }: ReferenceDensities,
  weights: readonly (readonly number[])[],
): readonly [number, number] {
  const number = coordination("c11")
  const paired = (t: readonly number[]): number =>
    Math.sqrt(
      ((number / 2) * (byA[0] + byB[0])) ** 2 +
        t[0] * (byA[1] - byB[1]) ** 2 +
        (t[1] / 6) * (byA[2] + byB[2]) ** 2 +
        (121 / 40) * t[2] * (byA[3] - byB[3]) ** 2,
    )
  const single = (by: readonly number[], t: readonly number[]): number => Math.sqrt((number * by[0]) ** 2 + (2 / 3) * t[1] * by[2] ** 2)
  return pairOf(model, a, a).lattice === "dia"
    ? [paired(weights[0]), single(byA, weights[0])]
    : [single(byB, weights[1]), paired(weights[1])]
}
