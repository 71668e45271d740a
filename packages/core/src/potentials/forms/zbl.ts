import type { PairForm } from "./form.ts"

/** e²/(4πε₀) [eV Å] as LAMMPS has it in metal units, so that its `zbl` gives the same digits (CODATA 2018: 14.399645478). */
const COULOMB = 14.399645

/**
 * Ziegler–Biersack–Littmark universal screened repulsion of two nuclei, without parameters:
 * φ = Z_a Z_b e²/(4πε₀ r) Σ c_k exp(−d_k r/a), a = 0.4685 Å / (Z_a^0.23 + Z_b^0.23).
 */
export const zbl: PairForm = {
  name: "zbl",
  doc: "Z_a Z_b e²/(4πε₀ r) Σ c_k exp(−d_k r/a), a = 0.4685 Å/(Z_a^0.23 + Z_b^0.23)",
  source: "doi:10.1007/978-1-4615-8103-1_3",
  text(a, b) {
    const screening = `((${a}^0.23 + ${b}^0.23)/0.4685)`
    const terms = [
      [0.02817, 0.20162],
      [0.28022, 0.4029],
      [0.50986, 0.94229],
      [0.18175, 3.1998],
    ].map(([c, d]) => `${c}*exp(-${d}*${screening}*r)`)
    return `${COULOMB * a * b}/r*(${terms.join(" + ")})`
  },
  parameters: [],
}
