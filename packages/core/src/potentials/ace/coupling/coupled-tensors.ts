import { realCoupling, type CouplingElement } from "./real-coupling.ts"

/** A sparse tensor over m₁ … m_N; the key of an element packs its indices, see `packed`. */
type Tensor = ReadonlyMap<number, number>

/** Values of m a packed index can take: |m| ≤ 15. */
const BASE = 32

/** Packs m₁ … m_N into one number, the first in the highest place. */
export function packed(m: readonly number[]): number {
  return m.reduce((key, value) => key * BASE + value + BASE / 2, 0)
}

/** m₁ … m_N of a packed index. */
export function unpacked(key: number, count: number): number[] {
  const m = Array.from({ length: count }, () => 0)
  let rest = key
  for (let k = count - 1; k >= 0; k--) {
    m[k] = (rest % BASE) - BASE / 2
    rest = Math.floor(rest / BASE)
  }
  return m
}

/** Finds the invariant tensors of l₁ … l_N, remembering the parts they share. */
export interface Couplings {
  /** Orthonormal tensors T with Σ T Π Y_{l_k m_k} invariant under rotations and reflections: all there are, before permutations. */
  tensors(l: readonly number[]): readonly Tensor[]
}

/**
 * Generalised Clebsch–Gordan tensors of real harmonics: l₁ and l₂ are coupled to L₂, L₂ and l₃ to L₃, … and the last to the harmonic that
 * is left, one tensor for each way through the intermediate L. R. Drautz, doi:10.1103/PhysRevB.99.014104; G. Dusson et al.,
 * doi:10.1016/j.jcp.2022.110946.
 */
export function createCouplings(): Couplings {
  const triples = new Map<string, readonly CouplingElement[]>()
  const chains = new Map<string, readonly Tensor[]>()

  const triple = (l1: number, l2: number, l3: number): readonly CouplingElement[] => {
    const key = `${l1},${l2},${l3}`
    const found = triples.get(key) ?? realCoupling(l1, l2, l3)
    triples.set(key, found)
    return found
  }

  /** Tensors over m₁ … m_N and M that turn like Y_LM. */
  const chain = (l: readonly number[], L: number): readonly Tensor[] => {
    if (l.length === 1) return l[0] === L ? [identity(L)] : []
    const key = `${l.join(",")}:${L}`
    const known = chains.get(key)
    if (known) return known
    const [last, before] = [l[l.length - 1], l.slice(0, -1)]
    const found: Tensor[] = []
    for (let inner = Math.abs(L - last); inner <= L + last; inner++) {
      const elements = triple(inner, last, L)
      for (const tensor of chain(before, inner)) found.push(contracted(tensor, elements, inner, L))
    }
    chains.set(key, found)
    return found
  }

  return Object.freeze({
    tensors(l: readonly number[]): readonly Tensor[] {
      if (l.reduce((sum, value) => sum + value, 0) % 2 !== 0) return []
      if (l.length === 1) return l[0] === 0 ? [new Map([[packed([0]), 1]])] : []
      const last = l[l.length - 1]
      // Turning like Y_LM, contracted with the last harmonic, and normalised to one.
      return chain(l.slice(0, -1), last).map((tensor) => new Map([...tensor].map(([key, value]) => [key, value / Math.sqrt(2 * last + 1)])))
    },
  })
}

function identity(l: number): Tensor {
  return new Map(Array.from({ length: 2 * l + 1 }, (_, k) => [packed([k - l, k - l]), 1]))
}

/** Σ_M T(…, M) √(2L + 1) W(M, m, M′) over the old M of size `inner`; the new tensor has the indices …, m, M′. */
function contracted(tensor: Tensor, elements: readonly CouplingElement[], inner: number, L: number): Tensor {
  const byFirst = Array.from({ length: 2 * inner + 1 }, () => new Array<CouplingElement>())
  for (const element of elements) byFirst[element.m[0] + inner].push(element)
  const out = new Map<number, number>()
  const scale = Math.sqrt(2 * L + 1)
  for (const [key, value] of tensor) {
    const old = (key % BASE) - BASE / 2
    const rest = Math.floor(key / BASE)
    for (const { m, value: coupling } of byFirst[old + inner]) {
      const at = (rest * BASE + m[1] + BASE / 2) * BASE + m[2] + BASE / 2
      out.set(at, (out.get(at) ?? 0) + scale * value * coupling)
    }
  }
  for (const [key, value] of out) if (Math.abs(value) < 1e-14) out.delete(key)
  return out
}
