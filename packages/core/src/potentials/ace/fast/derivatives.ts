import { ROW } from "./channels.ts"
import type { CompiledCentre } from "./compiled-centre.ts"
import { NodeTable, pairUse } from "./products.ts"

/** Bytes of the gradients of one sum in a block: x, y and z of four neighbours. */
export const SUM = 96

/** Sums of weighted nodes, CSR by its ends. */
export interface NodeSums {
  readonly ends: Int32Array
  /** Byte offsets. */
  readonly nodes: Int32Array
  readonly coefficients: Float64Array
}

/** Derivatives of the functions by the sums over neighbours of one species. */
export interface SpeciesDerivatives extends NodeSums {
  /** Entries of function k: `offsets[k] … offsets[k + 1]`; one function more than there are has none. */
  readonly offsets: Int32Array
  /** Byte offset of each entry's sum in a block of gradients. */
  readonly places: Int32Array
}

/** How functions and their derivatives by the sums are made of product nodes. */
export interface DerivativePlan {
  readonly nodes: number
  /** Byte offsets of the factors of each product. */
  readonly pairs: Int32Array
  /** B_k, one entry a function. */
  readonly functions: NodeSums
  /** D_ka = ∂B_k/∂A_a, by species of the neighbour. */
  readonly species: readonly SpeciesDerivatives[]
}

/** Plans B_k = Σ_t c_kt M_t and D_ka = Σ_t c_kt ∂M_t/∂A_a with products shared between all of them. Norms are in the coefficients. */
export function planDerivatives({ model, functions, sums, channels, place, norms }: CompiledCentre): DerivativePlan {
  const { offsets, factors } = model.monomials
  const count = offsets.length - 1
  const monomials = Array.from({ length: count }, (_, t) =>
    Array.from(factors.subarray(offsets[t], offsets[t + 1]), (a) => place[a]).toSorted((a, b) => a - b),
  )
  const popular = pairUse(monomials)
  const table = new NodeTable(sums)
  const nodeOf = (list: readonly number[]): number => ROW * table.of(list, popular)
  const whole = monomials.map(nodeOf)
  // Each sum in a monomial once, with what remains; a sum that comes twice counts twice.
  const partial = monomials.map((list) =>
    [...new Set(list)].map((a) => {
      const at = list.indexOf(a)
      return { sum: a, times: list.filter((b) => b === a).length, node: nodeOf([...list.slice(0, at), ...list.slice(at + 1)]) }
    }),
  )
  const { offsets: first, monomials: terms, coefficients } = model.functions
  const values = new NodeSumList()
  const lists = channels.map(() => ({ sums: new NodeSumList(), offsets: [0], places: new Array<number>() }))
  for (let k = 0; k < functions; k++) {
    const bySum = new Map<number, [number, number][]>()
    for (let e = first[k]; e < first[k + 1]; e++) {
      const t = terms[e]
      const coefficient = coefficients[e] * norms[t]
      values.add(whole[t], coefficient)
      for (const { sum, times, node } of partial[t]) {
        const list = bySum.get(sum) ?? []
        bySum.set(sum, list)
        list.push([node, times * coefficient])
      }
    }
    values.close()
    const found = [...bySum].toSorted(([a], [b]) => a - b)
    channels.forEach((one, z) => {
      if (one) {
        for (const [sum, list] of found) {
          if (sum < one.firstSum || sum >= one.firstSum + one.sums) continue
          for (const [node, coefficient] of list) lists[z].sums.add(node, coefficient)
          lists[z].sums.close()
          lists[z].places.push(SUM * (sum - one.firstSum))
        }
      }
      lists[z].offsets.push(lists[z].places.length)
    })
  }
  for (const { offsets, places } of lists) offsets.push(places.length)
  return {
    nodes: table.size,
    pairs: table.pairs(),
    functions: values.finish(),
    species: lists.map((list) => ({
      ...list.sums.finish(),
      offsets: Int32Array.from(list.offsets),
      places: Int32Array.from(list.places),
    })),
  }
}

class NodeSumList {
  readonly #ends: number[] = []
  readonly #nodes: number[] = []
  readonly #coefficients: number[] = []

  add(node: number, coefficient: number): void {
    this.#nodes.push(node)
    this.#coefficients.push(coefficient)
  }

  /** Ends an entry. */
  close(): void {
    this.#ends.push(this.#nodes.length)
  }

  finish(): NodeSums {
    return {
      ends: Int32Array.from(this.#ends),
      nodes: Int32Array.from(this.#nodes),
      coefficients: Float64Array.from(this.#coefficients),
    }
  }
}
