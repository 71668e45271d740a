import type { PlacedMeam } from "../spec/place.ts"
import { combine, functionPoint } from "./combination.ts"
import { coordination, secondShell, shapeFactors, smoothSlope, smoothStep, type HalfAngle } from "./lattice.ts"
import { pairOf, type MeamElement, type MeamModel, type MeamPair } from "./model.ts"
import { constant, parameterQuantity, product, quantityOf, scaled, type Quantity } from "./quantity.ts"

/** The model of a spec at θ: A E_c is a product, 3/5 t⁽³⁾ is added to t⁽¹⁾ as far as it is augmented, ρ_b follows from the rest. */
export function buildModel(placed: PlacedMeam, theta: Float64Array): MeamModel<Quantity> {
  const { atoms, pairs, screening, options } = placed
  const of = (columns: Readonly<Record<string, number>>, name: string): Quantity => parameterQuantity(theta, columns[name])
  const zero = constant(0)
  const elements = atoms.map(({ columns, angle, ...atom }): MeamElement<Quantity> => {
    const [t1, t2, t3] = [of(columns, "t1"), of(columns, "t2"), of(columns, "t3")]
    const share = 0.6 * options.augmentation
    return {
      ...atom,
      angle: halfAngle(angle),
      nearest: of(columns, "re"),
      beta: [of(columns, "b0"), of(columns, "b1"), of(columns, "b2"), of(columns, "b3")],
      weights: [
        quantityOf(t1.value + share * t3.value, [
          [t1, 1],
          [t3, share],
        ]),
        t2,
        t3,
      ],
      embedding: product(of(columns, "asub"), of(columns, "Ec")),
      density: of(columns, "rho0"),
      background: zero,
    }
  })
  const model: MeamModel<Quantity> = {
    elements,
    pairs: pairs.map(({ columns, angle, ...pair }): MeamPair<Quantity> => ({
      ...pair,
      angle: halfAngle(angle),
      nearest: of(columns, "re"),
      cohesive: of(columns, "Ec"),
      alpha: of(columns, "alpha"),
      attraction: of(columns, "attrac"),
      repulsion: of(columns, "repuls"),
    })),
    least: screening.map((columns) => of(columns, "Cmin")),
    most: screening.map((columns) => of(columns, "Cmax")),
    options,
  }
  return { ...model, elements: elements.map((element, a) => ({ ...element, background: background(model, a) })) }
}

function halfAngle(degrees: number): HalfAngle {
  const half = (degrees * Math.PI) / 360
  return { sine: Math.sin(half), cosine: Math.cos(half) }
}

/** Second neighbours of a reference structure that are seen through their screens. */
export interface SeenShell {
  readonly count: number
  /** Their distance over that of the first neighbours. */
  readonly ratio: number
  /** What is left of each after screening, 0 … 1. */
  readonly screening: Quantity
}

/** Second neighbours of element a in the reference structure of a and b, which b screens. */
export function seconds(model: MeamModel<Quantity>, a: number, b: number): SeenShell {
  const { lattice, angle } = pairOf(model, Math.min(a, b), Math.max(a, b))
  const { count, ratio, screeners, ellipse } = secondShell(lattice, angle)
  return { count, ratio, screening: count === 0 ? constant(0) : screened(model, a, b, ellipse, screeners) }
}

/** Screening of a pair of elements a by `screeners` elements b on an ellipse. */
export function screened(
  { least, most, elements }: MeamModel<Quantity>,
  a: number,
  b: number,
  ellipse: number,
  screeners: number,
): Quantity {
  const at = (a * elements.length + a) * elements.length + b
  const [low, high] = [least[at], most[at]]
  const range = high.value - low.value
  const place = (ellipse - low.value) / range
  const step = smoothStep(place)
  const slope = (screeners * step ** (screeners - 1) * smoothSlope(place)) / range
  return quantityOf(step ** screeners, [
    [low, slope * (place - 1)],
    [high, -slope * place],
  ])
}

/** Density of an atom of an element in its own reference structure at equilibrium, by which densities are divided. */
function background(model: MeamModel<Quantity>, a: number): Quantity {
  const { elements, options } = model
  const { density, beta, weights, combination, lattice, angle } = elements[a]
  const number = coordination(lattice)
  if (options.plainBackground) return scaled(density, number)
  let further = constant(0)
  if (pairOf(model, a, a).second) {
    const { count, ratio, screening } = seconds(model, a, a)
    const decay = count * Math.exp(-beta[0].value * (ratio - 1))
    further = quantityOf(screening.value * decay, [
      [screening, decay],
      [beta[0], -(ratio - 1) * screening.value * decay],
    ])
  }
  const all = product(density, quantityOf(number + further.value, [[further, 1]]))
  if (combination <= 0) return all
  const shape = shapeFactors(lattice, angle).map((factor) => factor / number ** 2)
  const gamma = shape.reduce((sum, factor, l) => sum + factor * weights[l].value, 0)
  const point = functionPoint()
  combine(gamma, combination, options.smoothing, point)
  return product(
    all,
    quantityOf(
      point.value,
      weights.map((t, l) => [t, point.slope * shape[l]] as const),
    ),
  )
}
