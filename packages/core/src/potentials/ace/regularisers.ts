import type { Regulariser } from "../regulariser.ts"
import type { AceFunction } from "./basis/basis-function.ts"
import type { AceSmoothness } from "./spec/ace-schema.ts"

/**
 * Algebraic smoothness: coefficients are expected to fall as 1/Γ_k with Γ_k = (1/ν) Σ_v (n_v^p + w l_v^p), whose smallest value is one. As the
 * radial functions are normalised over a gas of the density of the solid, a coefficient is of the order of an energy [eV], and so is
 * 1/√α. W. C. Witt et al., doi:10.1063/5.0158783.
 */
export function aceRegularisers(functions: readonly AceFunction[], smoothness: AceSmoothness): readonly Regulariser[] {
  const { exponent, lWeight, strengths } = smoothness
  const groups = new Map<string, number[]>()
  functions.forEach(({ factors }, k) => {
    const name = strengths === "one" ? "smoothness" : `smoothness of order ${factors.length}`
    const list = groups.get(name)
    if (list) list.push(k)
    else groups.set(name, [k])
  })
  return [...groups].map(([name, indices]) =>
    Object.freeze({
      name,
      doc: "coefficients of a cluster expansion fall with the degree of their functions",
      rows: indices.map((k) => ({ parameters: [k], coefficients: [steepness(functions[k], exponent, lWeight)] })),
    }),
  )
}

function steepness({ factors }: AceFunction, exponent: number, lWeight: number): number {
  const sum = factors.reduce((total, { n, l }) => total + n ** exponent + (l === 0 ? 0 : lWeight * l ** exponent), 0)
  return sum / factors.length
}
