import { ROW } from "./channels.ts"

/**
 * Monomials as products of two nodes each. Nodes are the one-particle sums, the number 1 (node `sums`), and products of two earlier
 * nodes, shared between the monomials that contain them (the recursion of Y. Lysogorskiy et al., npj Comput. Mater. 7, 97 (2021),
 * https://doi.org/10.1038/s41524-021-00559-9). The last product of a monomial, its leaf, is never stored.
 */
export interface ProductPlan {
  readonly sums: number
  /** Sums, the number 1 and products. */
  readonly nodes: number
  /** Byte offsets of the factors of each product. */
  readonly pairs: Int32Array
  /** Leaves by their first node: its byte offset, and how many leaves follow. */
  readonly rows: Int32Array
  /** Byte offset of the second node of each leaf. */
  readonly seconds: Int32Array
  /** Leaf of each monomial; equal monomials share one. */
  readonly leafOf: Int32Array
}

type Factors = readonly number[]

/** Plans the monomials, each a list of sums. */
export function planProducts(sums: number, monomials: readonly Factors[]): ProductPlan {
  const sorted = monomials.map((factors) => factors.toSorted((a, b) => a - b))
  const nodes = new NodeTable(sums)
  const popular = pairUse(sorted)
  const leaves = sorted.map((factors): [number, number] => {
    const [first, second] = splitOf(factors, popular)
    return [nodes.of(first, popular), nodes.of(second, popular)]
  })
  return { sums, nodes: nodes.size, pairs: nodes.pairs(), ...listLeaves(nodes.size, leaves) }
}

/** Nodes by the sums that they multiply. */
export class NodeTable {
  readonly #one: number
  readonly #known = new Map<string, number>()
  readonly #pairs: number[] = []

  constructor(sums: number) {
    this.#one = sums
  }

  get size(): number {
    return this.#one + 1 + this.#pairs.length / 2
  }

  of(factors: Factors, popular: Popularity): number {
    if (factors.length === 0) return this.#one
    if (factors.length === 1) return factors[0]
    const key = factors.join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const [a, b] = splitOf(factors, popular).map((part) => this.of(part, popular))
    this.#pairs.push(ROW * a, ROW * b)
    this.#known.set(key, this.size - 1)
    return this.size - 1
  }

  pairs(): Int32Array {
    return Int32Array.from(this.#pairs)
  }
}

export type Popularity = (a: number, b: number) => number

/** How many monomials of three and more factors can use each pair of sums; after a second round, how many would. */
export function pairUse(monomials: readonly Factors[]): Popularity {
  const long = monomials.filter(({ length }) => length > 2)
  let count = new Map<number, number>()
  const most = long.reduce((top, factors) => Math.max(top, ...factors), 0) + 1
  const popular: Popularity = (a, b) => count.get(a * most + b) ?? 0
  for (const factors of long) {
    for (let i = 0; i < factors.length; i++) {
      for (let j = i + 1; j < factors.length; j++) add(count, factors[i] * most + factors[j])
    }
  }
  for (let round = 0; round < 4; round++) {
    const chosen = new Map<number, number>()
    for (const factors of long) {
      for (const part of splitOf(factors, popular)) if (part.length === 2) add(chosen, part[0] * most + part[1])
    }
    count = chosen
  }
  return popular
}

function add(count: Map<number, number>, key: number): void {
  count.set(key, (count.get(key) ?? 0) + 1)
}

/** The two parts of a product: of the ways to make pairs, the one whose pairs serve most others. */
function splitOf(factors: Factors, popular: Popularity): [Factors, Factors] {
  const [a, b, c, d] = factors
  switch (factors.length) {
    case 0:
      return [[], []]
    case 1:
      return [[], factors]
    case 2:
      return [[a], [b]]
    case 3:
      return best([
        [popular(a, b), [a, b], [c]],
        [popular(a, c), [a, c], [b]],
        [popular(b, c), [b, c], [a]],
      ])
    case 4:
      return best([
        [popular(a, b) + popular(c, d), [a, b], [c, d]],
        [popular(a, c) + popular(b, d), [a, c], [b, d]],
        [popular(a, d) + popular(b, c), [a, d], [b, c]],
      ])
    default: {
      const half = factors.length >> 1
      return [factors.slice(0, half), factors.slice(half)]
    }
  }
}

function best(choices: readonly (readonly [number, Factors, Factors])[]): [Factors, Factors] {
  const [, first, second] = choices.reduce((most, choice) => (choice[0] > most[0] ? choice : most))
  return [first, second]
}

/** Leaves sorted by first node, the one of the two that more leaves have, then second. */
function listLeaves(nodes: number, leaves: readonly [number, number][]): Pick<ProductPlan, "rows" | "seconds" | "leafOf"> {
  const use = new Int32Array(nodes)
  for (const [a, b] of leaves) {
    use[a]++
    use[b]++
  }
  const keys = leaves.map(([a, b]) => (use[a] > use[b] || (use[a] === use[b] && a > b) ? a * nodes + b : b * nodes + a))
  const distinct = [...new Set(keys)].toSorted((a, b) => a - b)
  const rank = new Map(distinct.map((key, leaf) => [key, leaf]))
  const rows: number[] = []
  distinct.forEach((key, leaf) => {
    const first = Math.floor(key / nodes)
    if (leaf === 0 || first !== Math.floor(distinct[leaf - 1] / nodes)) rows.push(ROW * first, 1)
    else rows[rows.length - 1]++
  })
  return {
    rows: Int32Array.from(rows),
    seconds: Int32Array.from(distinct, (key) => ROW * (key % nodes)),
    leafOf: Int32Array.from(keys, (key) => rank.get(key) ?? 0),
  }
}
