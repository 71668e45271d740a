/**
 * Lines that define the energy `rose` of a reference structure, an atom, by its nearest-neighbour distance x:
 * `−E_c (1 + a + c a³) exp(−a)`, `a = α (x/rₑ − 1)`, with c = `attrac` for a ≥ 0 and `repuls` below, times rₑ/x in form 0; in form 1
 * c = repuls/x − attrac (J. H. Rose et al., doi:10.1103/PhysRevB.29.2963).
 */
export function roseFormula(form: number): readonly string[] {
  const side = "if(a >= 0, attrac, repuls)"
  const cubic = form === 1 ? "repuls/x - attrac" : form === 2 ? side : `${side}*re/x`
  return ["let a = alpha*(x/re - 1)", `let c = ${cubic}`, "let rose = -Ec*(1 + a + c*a^3)*exp(-a)"]
}

/** G(Γ) as in `combine`, of the text of Γ, which is repeated. */
export function combinationFormula(gamma: string, combination: number, smoothing: number): string {
  switch (combination) {
    case 1:
      return `exp(${gamma}/2)`
    case 3:
      return `2/(1 + exp(-${gamma}))`
    case -5:
      return `if(${gamma} >= -1, sqrt(1 + ${gamma}), -sqrt(-1 - ${gamma}))`
    default: {
      const from = -smoothing / (smoothing + 1)
      return `if(${gamma} < ${from}, sqrt((${from}/${gamma})^${smoothing}/${smoothing + 1}), sqrt(1 + ${gamma}))`
    }
  }
}
