/** A number that follows from the parameters of a potential, with its derivatives. */
export interface Quantity {
  readonly value: number
  /** ∂value/∂θ by column of θ; what is not there is zero. */
  readonly slopes: ReadonlyMap<number, number>
}

const none: ReadonlyMap<number, number> = new Map()

/** A number that no parameter changes. */
export function constant(value: number): Quantity {
  return { value, slopes: none }
}

/** Parameter θ[column] itself. */
export function parameterQuantity(theta: Float64Array, column: number): Quantity {
  return { value: theta[column], slopes: new Map([[column, 1]]) }
}

/** A function of other quantities by its value and its partial derivatives. */
export function quantityOf(value: number, partials: readonly (readonly [Quantity, number])[]): Quantity {
  const slopes = new Map<number, number>()
  for (const [quantity, partial] of partials) {
    if (partial === 0) continue
    for (const [column, slope] of quantity.slopes) slopes.set(column, (slopes.get(column) ?? 0) + partial * slope)
  }
  return { value, slopes }
}

/** `factor × quantity` */
export function scaled(quantity: Quantity, factor: number): Quantity {
  return quantityOf(factor * quantity.value, [[quantity, factor]])
}

/** Product of two quantities. */
export function product(first: Quantity, second: Quantity): Quantity {
  return quantityOf(first.value * second.value, [
    [first, second.value],
    [second, first.value],
  ])
}

/** `quantityⁿ` for a whole n ≥ 1. */
export function power(quantity: Quantity, n: number): Quantity {
  return quantityOf(quantity.value ** n, [[quantity, n * quantity.value ** (n - 1)]])
}
