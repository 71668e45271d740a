import { residualSquared } from "../../../linalg/triangle/measures.ts"
import { type NormalEquations, normalEquations, seenFrom, steadied, type WeightedTriangle } from "../normal-equations.ts"
import type { LinearComponent, LinearSystem } from "../system.ts"

/** The data of one property: its weighted rows to train on, its plain rows to be tested on, by fold. */
export interface FoldedProperty {
  readonly property: string
  /** All rows, weighted with factor²/σ². */
  readonly total: NormalEquations
  /** Σ factor²/σ² ‖r‖² about zero, whatever the origin. */
  readonly variation: number
  /** σ/factor of all rows, in the mean of their weights. */
  readonly scale: number
  /** By fold; null where a fold holds nothing of this property. */
  readonly folds: readonly (FoldForms | null)[]
}

/** The data of a property in one fold. */
interface FoldForms {
  /** Times `heldWeight` it is weighted like the total, of which it is a part. */
  readonly held: NormalEquations
  readonly heldWeight: number
  /** As for σ = 1 and factor 1; the same object as `held` where all components are weighted alike. */
  readonly plain: NormalEquations
}

/** Number of folds of a system: of the component that has most. */
export function foldCount({ components }: LinearSystem): number {
  return components.reduce((count, { folds }) => Math.max(count, folds.length), 1)
}

/** Properties of a system in the order they appear in. */
export function propertiesOf({ components }: LinearSystem): readonly string[] {
  return [...new Set(components.filter(({ factor }) => factor > 0).map(({ property }) => property))]
}

/** What was prepared of a system, for as long as it is in use: matrices that no σ and no origin change, and all for the last of them. */
interface Prepared {
  readonly plain: Map<string, Float64Array>
  last?: { readonly sigmas: Float64Array; readonly origin: Float64Array; readonly forms: readonly FoldedProperty[] }
}

const prepared = new WeakMap<LinearSystem, Prepared>()

/**
 * Prepares cross-validation: the quadratic forms of each property in each fold. Components of a single fold are always trained on. Where
 * all components of a property are weighted alike, weighted and plain rows share one matrix. Matrices are kept with the system, so that
 * other σ and origins do not take their products again.
 *
 * @param origin `[n]`: the unknown is the step from there, best the solution of all data
 */
export function foldedForms(system: LinearSystem, sigmas: Float64Array, origin: Float64Array): readonly FoldedProperty[] {
  const kept = prepared.get(system) ?? { plain: new Map<string, Float64Array>() }
  prepared.set(system, kept)
  if (kept.last && equal(kept.last.sigmas, sigmas) && equal(kept.last.origin, origin)) return kept.last.forms
  const forms = formsAt(system, sigmas, origin, kept.plain)
  kept.last = { sigmas: sigmas.slice(), origin: origin.slice(), forms }
  return forms
}

function equal(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k])
}

function formsAt(system: LinearSystem, sigmas: Float64Array, origin: Float64Array, matrices: Map<string, Float64Array>): FoldedProperty[] {
  const n = system.columns.length
  const count = foldCount(system)
  return propertiesOf(system).map((property) => {
    const own = system.components.filter((one) => one.property === property && one.factor > 0)
    const weights = own.map(({ factor, pool }) => (factor / sigmas[pool]) ** 2)
    const alike = weights.every((weight) => weight === weights[0])
    const folds = Array.from({ length: count }, (_, fold): FoldForms | null => {
      const plainParts = partsOf(own, count, fold, () => 1)
      if (plainParts.every(({ triangle }) => triangle.rows === 0)) return null
      const plain = formsOf(n, plainParts, origin, matrices.get(`${property} ${fold}`))
      matrices.set(`${property} ${fold}`, plain.matrix)
      const weighted = () =>
        formsOf(
          n,
          partsOf(own, count, fold, (c) => weights[c]),
          origin,
        )
      return alike ? { held: plain, heldWeight: weights[0], plain } : { held: weighted(), heldWeight: 1, plain }
    })
    const always = own.flatMap(({ folds: all }, c) => (all.length === 1 && count > 1 ? [{ triangle: all[0], weight: weights[c] }] : []))
    const sizes = own.map(({ folds: all }) =>
      all.map((triangle) => ({ square: residualSquared(triangle), rows: triangle.rows })).reduce(added),
    )
    const variation = sizes.reduce((sum, { square }, c) => sum + weights[c] * square, 0)
    const rows = sizes.reduce((sum, size) => sum + size.rows, 0)
    const scale = Math.sqrt(rows / sizes.reduce((sum, size, c) => sum + weights[c] * size.rows, 0))
    return { property, total: totalOf(formsOf(n, always, origin), folds), variation, scale, folds }
  })
}

function added(a: Size, b: Size): Size {
  return { square: a.square + b.square, rows: a.rows + b.rows }
}

interface Size {
  readonly square: number
  readonly rows: number
}

function totalOf(always: NormalEquations, folds: readonly (FoldForms | null)[]): NormalEquations {
  const matrix = always.matrix
  const vector = always.vector
  let { square, rows } = always
  for (const fold of folds) {
    if (!fold) continue
    for (let at = 0; at < matrix.length; at++) matrix[at] += fold.heldWeight * fold.held.matrix[at]
    for (let k = 0; k < vector.length; k++) vector[k] += fold.heldWeight * fold.held.vector[k]
    square += fold.heldWeight * fold.held.square
    rows += fold.held.rows
  }
  return { n: always.n, matrix, vector, square, rows }
}

function partsOf(components: readonly LinearComponent[], count: number, fold: number, weight: (c: number) => number): WeightedTriangle[] {
  return components.flatMap(({ folds }, c) =>
    fold < folds.length && (folds.length > 1 || count === 1) ? [{ triangle: folds[fold], weight: weight(c) }] : [],
  )
}

function formsOf(n: number, parts: readonly WeightedTriangle[], origin: Float64Array, matrix?: Float64Array): NormalEquations {
  if (!matrix) return seenFrom(steadied(normalEquations(n, parts)), parts, origin)
  const rows = parts.reduce((sum, { triangle }) => sum + triangle.rows, 0)
  return seenFrom({ n, matrix, vector: new Float64Array(n), square: 0, rows }, parts, origin)
}
