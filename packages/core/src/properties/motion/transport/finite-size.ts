import { faceDistances } from "../../../atoms/cell.ts"
import type { Cell } from "../../../atoms/structure.ts"
import { boltzmann } from "../../../units/constants.ts"
import type { Estimate } from "../correlation/estimate.ts"

/** Of a simple cubic lattice of images. */
const XI = 2.837297
/** Angles and edges that differ by less than this make a cube. */
const SAME = 0.01

/**
 * What a cubic cell of edge L takes from a diffusion coefficient, because a moving atom drags its images along, [Å²/fs]:
 *
 *     D(∞) = D(L) + ξ k_B T / (6 π η L),  ξ = 2.837297.
 *
 * `undefined` for a cell that is no cube. I.-C. Yeh and G. Hummer, doi:10.1021/jp0477147.
 *
 * @param viscosity η [eV fs/Å³]
 */
export function finiteSizeCorrection(viscosity: Estimate, temperature: number, cell: Cell): Estimate | undefined {
  const edge = faceDistances(cell)[0]
  const lengths = [...faceDistances(cell), ...[0, 1, 2].map((d) => Math.hypot(cell[3 * d], cell[3 * d + 1], cell[3 * d + 2]))]
  if (lengths.some((length) => Math.abs(length / edge - 1) > SAME)) return undefined
  const value = (XI * boltzmann * temperature) / (6 * Math.PI * viscosity.value * edge)
  return { value, error: viscosity.error === null ? null : (value * viscosity.error) / viscosity.value }
}
