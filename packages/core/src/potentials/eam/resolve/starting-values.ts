import type { RadialFunction } from "../../functions/radial.ts"
import { closePackedDistances } from "../close-packed.ts"
import { sample } from "../sample.ts"

/**
 * The second-moment model that everything starts from, at the nearest-neighbour distance d of a close-packed crystal:
 * φ = B exp(−p(r/d − 1)), √f ∝ exp(−q(r/d − 1)), F = −A √ρ with ρ = 1 in the crystal. Equilibrium asks 6 B p = A q.
 *
 * F. Cleri, V. Rosato, doi:10.1103/PhysRevB.48.22.
 */
const start = Object.freeze({ A: 3, p: 10, q: 2.5, B: (3 * 2.5) / (6 * 10) })

/** φ of the starting model at r, brought to zero at the cutoff. */
export function startingPair(r: number, neighbour: number, cutoff: number): number {
  return start.B * Math.exp(-start.p * (r / neighbour - 1)) * fade(r, cutoff)
}

/** f of the starting model at r, not yet scaled, brought to zero at the cutoff. */
export function startingDensity(r: number, neighbour: number, cutoff: number): number {
  return Math.exp(-2 * start.q * (r / neighbour - 1)) * fade(r, cutoff)
}

/** F of the starting model. */
export function startingEmbedding(rho: number): number {
  return rho > 0 ? -start.A * Math.sqrt(rho) : 0
}

/** Falls smoothly from 1 at 0.6 × cutoff to 0 at the cutoff. */
function fade(r: number, cutoff: number): number {
  const u = Math.min(1, Math.max(0, (r / cutoff - 0.6) / 0.4))
  return 1 - u * u * u * (10 - u * (15 - 6 * u))
}

/** Density at an atom of a close-packed (fcc) crystal with nearest neighbours at `neighbour` [Å], at the layout's values. */
export function closePackedDensity(density: RadialFunction, neighbour: number): number {
  const values = density.parameters.map((parameter) => parameter.value)
  return sample(density, values, closePackedDistances(neighbour, density.end)).f.reduce((sum, value) => sum + value, 0)
}
