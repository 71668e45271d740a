/**
 * The electrostatic energy of charges p in the field of charges q of one structure, E(p, q) = ½ pᵀ M q, with its derivatives.
 *
 * M is symmetric and depends on positions only, so that E(q, q) is the energy, and E(2·1_a, q) its derivative with respect to the charge
 * of all atoms a: both are one sum.
 */
export interface ChargeResponse {
  /** [e], `[n]` */
  readonly p: Float64Array
  /** Shares of the atoms, symmetric in p and q, added to: `[n]` [eV]. */
  readonly energies: Float64Array
  /** −∂E/∂R, added to: `[3n]` [eV/Å]. */
  readonly forces: Float64Array
  /** −∂E/∂ε, added to: Voigt xx yy zz yz xz xy, `[6]` [eV]. */
  readonly virial: Float64Array
}

/** A response to be summed up, from zero. */
export function chargeResponse(p: Float64Array): ChargeResponse {
  return { p, energies: new Float64Array(p.length), forces: new Float64Array(3 * p.length), virial: new Float64Array(6) }
}
