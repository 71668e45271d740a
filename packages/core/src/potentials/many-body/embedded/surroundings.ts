import { kernels } from "../../../kernels/kernels.ts"
import { angleList, type AngleList } from "../sums/angle-list.ts"
import type { BondList } from "../sums/bond-list.ts"
import type { FunctionPoints, PointEvaluator } from "../sums/function-points.ts"
import type { EmbeddedModel } from "./model.ts"

/** The functions of n at the bonds and angles of some centres. */
export interface Surroundings {
  readonly density: FunctionPoints | undefined
  readonly angular: { readonly angles: AngleList; readonly radial: FunctionPoints; readonly angle: FunctionPoints } | undefined
  /** Of ρ, and of angles, in n; with the factor s of the energy, if it has one. */
  readonly shares: readonly [number, number]
  /** Adds n of the centres, and its derivatives with respect to the vectors of bonds, 4 numbers a bond. */
  add(n: Float64Array, gradients: Float64Array): void
}

/** Evaluates the functions of n; inside a scope of the heap. */
export function surroundings(model: EmbeddedModel, bonds: BondList, theta: Float64Array, evaluate: PointEvaluator): Surroundings {
  const { angular, density, elements, functions, share = 1 } = model
  const factor = typeof model.energy === "number" ? model.energy : 1
  const [densityShare, angleShare] = [factor * share, factor]
  const { count, distances, kinds } = bonds
  const onBonds = (table: Int32Array): FunctionPoints => evaluate(functions, { count, x: distances, kinds, table }, theta)
  const sums = density && onBonds(density)
  const angles = angular && angleList(bonds, elements, angular.angle)
  const turns = angles &&
    angular && {
      ...{ angles, radial: onBonds(angular.radial) },
      angle: evaluate(functions, { count: angles.count, x: angles.cosines, kinds: angles.triplets, table: angular.angle }, theta),
    }
  return {
    ...{ density: sums, angular: turns, shares: [densityShare, angleShare] },
    add(n: Float64Array, gradients: Float64Array): void {
      const { exports } = kernels()
      const [list, to] = [bonds.record.byteOffset, [n.byteOffset, gradients.byteOffset]]
      if (sums) exports.addBondSums(list, sums.record.byteOffset, densityShare, ...to)
      if (!turns) return
      const records = [turns.angles, turns.radial, turns.angle].map((part) => part.record.byteOffset)
      exports.addAngleSums(list, ...records, angleShare, ...to)
    },
  }
}
