import type { AceFunction } from "./basis/basis-function.ts"
import { centreBasis } from "./basis/centre-basis.ts"
import { enumerateClasses, type BasisLimits } from "./basis/enumerate-classes.ts"
import { createSymmetricCouplings } from "./coupling/symmetric-couplings.ts"
import type { AceCentre, AceCore, AceModel, AceRadial } from "./model.ts"

/** A model whose functions are known by name. */
export interface AceBasis {
  readonly model: AceModel
  /** By index in θ. */
  readonly functions: readonly AceFunction[]
}

/**
 * The complete basis within limits, for every species of centre.
 *
 * @param elements atomic numbers
 * @param radial makes the radial functions of a centre and a neighbour (species), so many
 */
export function buildAceBasis(
  elements: readonly number[],
  limits: BasisLimits,
  radial: (centre: number, neighbour: number, count: number) => AceRadial,
  core?: AceCore,
): AceBasis {
  const couplings = createSymmetricCouplings()
  const classes = enumerateClasses(elements.length, limits)
  const particles = classes.flat()
  const count = particles.reduce((most, { n }) => Math.max(most, n), 0)
  const centres: AceCentre[] = []
  const functions: AceFunction[] = []
  for (const species of elements.keys()) {
    const one = centreBasis(species, functions.length, classes, couplings)
    centres.push(one.centre)
    functions.push(...one.functions)
  }
  const radials = elements.flatMap((_, a) => elements.map((_, b) => radial(a, b, count)))
  const model: AceModel = Object.freeze({
    elements,
    cutoff: radials.reduce((longest, { cutoff }) => Math.max(longest, cutoff), 0),
    maximumL: particles.reduce((most, { l }) => Math.max(most, l), 0),
    radials,
    centres,
    ...(core && { core }),
  })
  return Object.freeze({ model, functions: Object.freeze(functions) })
}
