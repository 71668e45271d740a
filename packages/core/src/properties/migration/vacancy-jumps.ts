import type { Crystal } from "../crystal/crystal.ts"
import { bondGeometry } from "../phonons/bond.ts"
import { transpose, timesMatrix } from "../../atoms/cell.ts"
import { groupOf } from "../bulk/equilibrium.ts"

/** A way for a vacancy to go: to a neighbour, as a vector of the crystal as it was given. */
export interface VacancyJump {
  /** `basal`, `out of plane`; empty where there is only one. */
  readonly label: string
  /** The atom of the primitive cell that is missing at first. */
  readonly atom: number
  /** [Å] */
  readonly vector: Float64Array
}

/** Neighbours within this many times the nearest distance are jumped to. */
const REACH = 1.08

/**
 * Jumps of a vacancy to its nearest neighbours of the same element, one of each kind by symmetry.
 *
 * @param atom of the primitive cell that is missing
 */
export function vacancyJumps(crystal: Crystal, atom = 0): readonly VacancyJump[] {
  const { primitive } = crystal
  const geometry = bondGeometry(primitive)
  const vectors: { readonly second: number; readonly vector: Float64Array }[] = []
  for (let second = 0; second < primitive.numbers.length; second++) {
    for (let k = 0; k < 343; k++) {
      const shift = [(k % 7) - 3, (Math.floor(k / 7) % 7) - 3, Math.floor(k / 49) - 3] as const
      if (second === atom && shift.every((n) => n === 0)) continue
      if (primitive.numbers[second] === primitive.numbers[atom])
        vectors.push({ second, vector: geometry.vectorOf({ first: atom, second, shift }) })
    }
  }
  const lengthOf = (vector: Float64Array): number => Math.hypot(...vector)
  const nearest = Math.min(...vectors.map(({ vector }) => lengthOf(vector)))
  const close = vectors.filter(({ vector }) => lengthOf(vector) < REACH * nearest)
  const site = groupOf(primitive).filter(({ images }) => images[atom] === atom)
  const kinds: Float64Array[] = []
  for (const { second, vector } of close) {
    // A jump and its way back are one, where symmetry exchanges its ends.
    const back = groupOf(primitive).filter(({ images }) => images[second] === atom)
    const images = [
      ...site.map(({ rotation }) => timesMatrix(vector, transpose(rotation))),
      ...back.map(({ rotation }) => timesMatrix(vector, transpose(rotation)).map((x) => -x)),
    ]
    if (!kinds.some((kind) => images.some((image) => Math.hypot(...image.map((x, c) => x - kind[c])) < 1e-6 * nearest))) kinds.push(vector)
  }
  if (kinds.length === 1) return [{ label: "", atom, vector: kinds[0] }]
  const flat = (vector: Float64Array): boolean => Math.abs(vector[2]) < 1e-6 * nearest
  const named = kinds.filter(flat).length === 1 && kinds.length === 2
  return kinds.map((vector, k) => ({ label: named ? (flat(vector) ? "basal" : "out of plane") : `jump ${k + 1}`, atom, vector }))
}
