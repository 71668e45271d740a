import type { OneParticle } from "./basis-function.ts"

/** Which products a basis has. */
export interface BasisLimits {
  /** `degrees[ν − 1]` is the largest Σ_v (n_v + lWeight l_v) of products of ν factors; a product needs at least ν. */
  readonly degrees: readonly number[]
  readonly lWeight: number
}

/**
 * All multisets of ν factors (species, n, l) within the limits whose l can be coupled to an invariant: even sum, none larger than the
 * others together. Orders after each other; within an order, factors do not decrease.
 *
 * @param speciesCount species of neighbours
 */
export function enumerateClasses(speciesCount: number, limits: BasisLimits): readonly (readonly OneParticle[])[] {
  return limits.degrees.flatMap((degree, k) => classesOfOrder(k + 1, degree, speciesCount, limits.lWeight))
}

function classesOfOrder(order: number, degree: number, speciesCount: number, lWeight: number): (readonly OneParticle[])[] {
  const rest = degree - (order - 1)
  const particles: OneParticle[] = []
  for (let species = 0; species < speciesCount; species++) {
    for (let n = 1; n <= rest; n++) {
      // A factor alone is only invariant for l = 0.
      const maximumL = order === 1 ? 0 : Math.floor((rest - n) / lWeight + 1e-9)
      for (let l = 0; l <= maximumL; l++) particles.push(Object.freeze({ species, n, l }))
    }
  }
  const found: (readonly OneParticle[])[] = []
  const extend = (chosen: readonly OneParticle[], from: number, left: number): void => {
    if (chosen.length === order) {
      if (couples(chosen)) found.push(chosen)
      return
    }
    const reserve = order - chosen.length - 1
    for (let k = from; k < particles.length; k++) {
      const after = left - particles[k].n - lWeight * particles[k].l
      if (after >= reserve - 1e-9) extend([...chosen, particles[k]], k, after)
    }
  }
  extend([], 0, degree)
  return found
}

function couples(factors: readonly OneParticle[]): boolean {
  const sum = factors.reduce((total, { l }) => total + l, 0)
  return sum % 2 === 0 && factors.every(({ l }) => 2 * l <= sum)
}
