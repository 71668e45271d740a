import type { Component } from "./components.ts"

/** The product Z = (U^a_{ja} ⊗ U^b_{jb})_j of two matrices; ja ≥ jb, and a ≤ b where both are equal. */
interface CoupledProduct {
  readonly ja: number
  readonly jb: number
  readonly j: number
  readonly a: number
  readonly b: number
}

/** A part of ∂B_k/∂U^channel_j: `factor × Z` of a product. */
interface ProductUse {
  readonly component: number
  readonly product: number
  /** Channel of the matrix that the derivative is with respect to. */
  readonly channel: number
  readonly factor: number
}

/** The products that components need, their derivatives included. */
export interface ProductList {
  readonly products: readonly CoupledProduct[]
  /** The product within each component: B_k = `scale` × Re Σ (U_j)* Z. */
  readonly own: readonly { readonly product: number; readonly scale: number }[]
  readonly uses: readonly ProductUse[]
}

/**
 * B is linear in each of its three matrices, and Σ U³* (U¹ ⊗ U²)_j / (j + 1) is the same whichever of the three stands alone. Hence the
 * derivative with respect to each of them is a product of the two others: of `U³_j`, Z; of `U¹_{j₁}`, (j+1)/(j₁+1) (U³_j ⊗ U²_{j₂})_{j₁}; of
 * `U²_{j₂}` likewise. With `normalised` components (divided by j + 1) the factors are 1/(j+1), 1/(j₁+1), 1/(j₂+1).
 *
 * A. P. Thompson et al., doi:10.1016/j.jcp.2014.12.018, eq. 14–16.
 */
export function productList(components: readonly Component[], normalised: boolean): ProductList {
  const numbers = new Map<string, number>()
  const products: CoupledProduct[] = []
  const numberOf = (first: readonly [j: number, channel: number], second: readonly [j: number, channel: number], j: number): number => {
    const inOrder = first[0] > second[0] || (first[0] === second[0] && first[1] <= second[1])
    const [[ja, a], [jb, b]] = inOrder ? [first, second] : [second, first]
    const key = [ja, jb, j, a, b].join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, products.length)
    return products.push(Object.freeze({ ja, jb, j, a, b })) - 1
  }
  const uses = new Map<string, ProductUse>()
  const own = components.map(({ j1, j2, j, channels: [c1, c2, c3] }, component) => {
    const add = (product: number, channel: number, factor: number): void => {
      const key = [component, product, channel].join()
      uses.set(key, Object.freeze({ component, product, channel, factor: factor + (uses.get(key)?.factor ?? 0) }))
    }
    const product = numberOf([j1, c1], [j2, c2], j)
    const scale = normalised ? 1 / (j + 1) : 1
    add(product, c3, scale)
    add(numberOf([j, c3], [j2, c2], j1), c1, (scale * (j + 1)) / (j1 + 1))
    add(numberOf([j, c3], [j1, c1], j2), c2, (scale * (j + 1)) / (j2 + 1))
    return Object.freeze({ product, scale })
  })
  return Object.freeze({ products, own, uses: [...uses.values()] })
}
