import { coordination, shapeFactors } from "../model/lattice.ts"
import { combine } from "../model/combination.ts"
import type { MeamModel } from "../model/model.ts"
import { atomicDensity, pairOf, seconds } from "./densities.ts"

/** Density of an atom of each element in its own reference structure at equilibrium, by which densities are divided. */
export function backgrounds(model: MeamModel): readonly number[] {
  return model.elements.map((element, a) => {
    const plain = element.density * coordination(element.lattice)
    if (model.plainBackground) return plain
    const shell = seconds(model, a, a)
    const further = pairOf(model, a, a).second
      ? shell.count * shell.screening * atomicDensity(element, 0, shell.ratio * element.nearest)
      : 0
    return (plain + further) * referenceCombination(model, a, element.weights)
  })
}

/** G of the reference structure of element a with weights t; 1 for functions that are not scaled by it. */
export function referenceCombination(model: MeamModel, a: number, weights: readonly number[]): number {
  const { combination, lattice, angle } = model.elements[a]
  if (combination <= 0) return 1
  const shape = shapeFactors(lattice, angle)
  const gamma = shape.reduce((sum, factor, l) => sum + factor * weights[l], 0) / coordination(lattice) ** 2
  const out = { value: 1, slope: 0 }
  combine(gamma, combination, model.smoothing, out)
  return out.value
}
