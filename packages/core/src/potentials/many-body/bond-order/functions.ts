import { kernels } from "../../../kernels/kernels.ts"
import type { BondList } from "../sums/bond-list.ts"
import type { FunctionPoints, PointEvaluator } from "../sums/function-points.ts"
import { inKernelMemory, record } from "../sums/record.ts"
import type { BondOrderModel } from "./model.ts"
import { termList } from "./term-list.ts"

/** Addresses of the terms of ζ, of all functions, and of how far bonds reach: arguments of kernels. */
export type BondOrderArguments = readonly [terms: number, points: number, bondReach: number]

/** Evaluates all functions of some bonds; inside a scope of the heap. */
export function bondOrderFunctions(
  model: BondOrderModel,
  bonds: BondList,
  theta: Float64Array,
  evaluate: PointEvaluator,
): BondOrderArguments {
  const { heap, exports } = kernels()
  const { elements, functions } = model
  const { count, distances, kinds } = bonds
  const [bondReach, angleReach] = [model.bondReach(theta), model.angleReach(theta)].map((reach) => inKernelMemory(reach))
  const onBonds = (table: Int32Array, x = distances): FunctionPoints => evaluate(functions, { count, x, kinds, table }, theta)
  const terms = termList(bonds, elements, bondReach, angleReach)
  const onTerms = (table: Int32Array, x: Float64Array): FunctionPoints =>
    evaluate(functions, { count: terms.count, x, kinds: terms.triplets, table }, theta)
  const screenOfBonds = tableOfBonds(model.screen, elements)
  const [repulsion, attraction] = [onBonds(model.repulsion), onBonds(model.attraction)]
  const screen = screenOfBonds ? onBonds(screenOfBonds) : onTerms(model.screen, terms.distances)
  const [angle, asymmetry] = [onTerms(model.angle, terms.cosines), onTerms(model.asymmetry, terms.differences)]
  const zeta = heap.f64(count, "anything")
  const others = [screen, angle, asymmetry].map((part) => part.record)
  const points = record(repulsion.record, attraction.record, 0, ...others, screenOfBonds ? 0 : 1)
  exports.sumOrders(count, terms.record.byteOffset, points.byteOffset, zeta.byteOffset)
  points[2] = onBonds(model.order, zeta).record.byteOffset
  return [terms.record.byteOffset, points.byteOffset, bondReach.byteOffset]
}

/** The functions of centre a and neighbour c, at a × n + c, where they are the same whatever the bond's other end. */
function tableOfBonds(table: Int32Array, elements: number): Int32Array | undefined {
  const ofBonds = Int32Array.from({ length: elements ** 2 }, (_, k) => table[Math.floor(k / elements) * elements ** 2 + (k % elements)])
  const alike = table.every((k, t) => k === ofBonds[Math.floor(t / elements ** 2) * elements + (t % elements)])
  return alike ? ofBonds : undefined
}
