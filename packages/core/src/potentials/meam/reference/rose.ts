import type { MeamPair } from "../model/model.ts"

/**
 * Energy of a reference structure an atom, by its nearest-neighbour distance r:
 * `−E_c (1 + a + c a³) exp(−a)`, `a = α (r/rₑ − 1)`, with c = `attraction` for a ≥ 0 and `repulsion` below, times rₑ/r in form 0; in form 1
 * c = repulsion/r − attraction (J. H. Rose et al., doi:10.1103/PhysRevB.29.2963).
 */
export function roseEnergy(r: number, { nearest, cohesive, alpha, attraction, repulsion }: MeamPair, form: number): number {
  if (!(r > 0)) return 0
  const a = alpha * (r / nearest - 1)
  const side = a >= 0 ? attraction : repulsion
  const c = form === 1 ? repulsion / r - attraction : form === 2 ? side : (side * nearest) / r
  return -cohesive * (1 + a + c * a ** 3) * Math.exp(-a)
}
