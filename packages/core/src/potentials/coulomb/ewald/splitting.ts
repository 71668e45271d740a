/** How an Ewald sum is divided between real and reciprocal space. */
export interface Splitting {
  /** α of erfc(αr)/r [1/Å]. */
  readonly alpha: number
  /** Largest wave vector, with its 2π [1/Å]. */
  readonly waveCutoff: number
}

/**
 * The splitting by which neither sum errs by more than `accuracy`: what is left out of both falls as exp(−s²), with α = s/r_c and
 * k_c = 2αs (J. Kolafa, J. W. Perram, Mol. Simul. 9, 351 (1992), doi:10.1080/08927029208049126). It does not depend on the structure, so
 * that energies, forces and derivatives belong to one function.
 *
 * @param accuracy root mean square error of forces, relative to that between two elementary charges 1 Å apart (14.4 eV/Å)
 * @param cutoff r_c of the sum in real space [Å]
 */
export function splitting(accuracy: number, cutoff: number): Splitting {
  const s = Math.sqrt(Math.log(MARGIN / accuracy))
  const alpha = s / cutoff
  return { alpha, waveCutoff: 2 * alpha * s }
}

/** For charges of a few e, and a sum over many. */
const MARGIN = 30
