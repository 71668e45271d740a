import { COULOMB } from "../coulomb-constant.ts"
import { screened, shiftedForce } from "../screening/screened.ts"
import type { ChargeSum } from "./charge-sum.ts"
import { addSelf, addShortRange } from "./short-range.ts"

/**
 * Electrostatics within a cutoff, for any periodicity: with g(r) = erfc(αr)/r and e²/(4πε₀) = 1,
 *
 *     E = Σ_{i<j} q_i q_j [g(r) − g(r_c) − g′(r_c)(r − r_c)] − Σ_i q_i² [α/√π + (g(r_c) − r_c g′(r_c))/2]
 *
 * C. J. Fennell, J. D. Gezelter, J. Chem. Phys. 124, 234104 (2006), doi:10.1063/1.2206581; the charges by themselves as LAMMPS
 * `pair_style coul/dsf` has them.
 *
 * @param damping α [1/Å]
 * @param cutoff r_c [Å]
 */
export function dampedShiftedForce(damping: number, cutoff: number): ChargeSum {
  const bare = screened(damping)
  bare.at(cutoff, 0, 0)
  const self = -(COULOMB * damping) / Math.sqrt(Math.PI) - (bare.value - cutoff * bare.slope) / 2
  const interaction = shiftedForce(bare, cutoff)
  return {
    cutoff,
    add(graph, s, q, responses) {
      addShortRange(graph, s, cutoff, interaction, q, responses)
      addSelf(self, q, responses)
    },
  }
}
