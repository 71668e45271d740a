import { kernels } from "../../kernels/kernels.ts"
import { angleNumbers, anglesOf, type Angles } from "../many-body/angles.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { bondNumbers, type Neighbourhoods } from "../many-body/neighbourhoods.ts"
import type { PointValues } from "../many-body/points.ts"
import type { CoordinationModel } from "./model.ts"

/** `valuesAt`, or `derivativesAt`. */
type Sampler<V> = (functions: readonly BoundFunction[], which: Int32Array, n: number, x: Float64Array, theta: Float64Array) => V

/** One function of every bond, or every angle, with its values. */
export interface Piece<V> {
  readonly numbers: Int32Array
  readonly at: V
}

/** All functions of some neighbourhoods. */
export interface Pieces<V> {
  readonly bonds: Neighbourhoods
  readonly angles: Angles
  /** By bond. */
  readonly repulsion: Piece<V>
  readonly attraction: Piece<V>
  readonly weakening: Piece<V>
  readonly decay: Piece<V>
  readonly coordination: Piece<V>
  /** By angle. */
  readonly angle: Piece<V>
  readonly stiffness: Piece<V>
  readonly shift: Piece<V>
}

/** Evaluates all functions; inside a scope of the heap. */
export function piecesOf<V extends PointValues>(
  model: CoordinationModel,
  bonds: Neighbourhoods,
  theta: Float64Array,
  sample: Sampler<V>,
): Pieces<V> {
  const { functions, elements } = model
  const { heap } = kernels()
  const { centres, distances, edges, first } = bonds
  const angles = anglesOf(bonds, elements, model.angle, model.stiffness, model.shift)
  const ofBonds = (table: Int32Array, x: Float64Array): Piece<V> => {
    const numbers = bondNumbers(bonds, elements, table)
    return { numbers, at: sample(functions, numbers, edges.length, x, theta) }
  }
  const ofAngles = (table: Int32Array, x: Float64Array): Piece<V> => {
    const numbers = angleNumbers(angles, table)
    return { numbers, at: sample(functions, numbers, angles.count, x, theta) }
  }
  const coordination = ofBonds(model.coordination, distances)
  const [zOfBond, zOfAngle] = [heap.f64(edges.length, "anything"), heap.f64(angles.count, "anything")]
  for (let i = 0; i < centres; i++) {
    let z = 0
    for (let e = first[i]; e < first[i + 1]; e++) z += coordination.at.f[e]
    zOfBond.fill(z, first[i], first[i + 1])
    zOfAngle.fill(z, angles.first[i], angles.first[i + 1])
  }
  const stiffness = ofAngles(model.stiffness, zOfAngle)
  const shift = ofAngles(model.shift, zOfAngle)
  const y = heap.f64(angles.count, "anything")
  for (let t = 0; t < angles.count; t++) y[t] = stiffness.at.f[t] * (angles.cosines[t] + shift.at.f[t]) ** 2
  return {
    ...{ bonds, angles, coordination, stiffness, shift },
    repulsion: ofBonds(model.repulsion, distances),
    attraction: ofBonds(model.attraction, distances),
    weakening: ofBonds(model.weakening, zOfBond),
    decay: ofBonds(model.decay, distances),
    angle: ofAngles(model.angle, y),
  }
}
