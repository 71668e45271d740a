import type { SymmetricCouplings } from "../coupling/symmetric-couplings.ts"
import type { AceCentre } from "../model.ts"
import type { AceFunction, OneParticle } from "./basis-function.ts"

/** The basis of one species of centre, and which function is which. */
export interface CentreBasis {
  readonly centre: AceCentre
  readonly functions: readonly AceFunction[]
}

/**
 * Spells out classes of factors as products of one-particle functions: one function for each independent coupling of each class, their
 * monomials shared.
 *
 * @param species of the centre
 * @param first index in θ of its first function
 */
export function centreBasis(
  species: number,
  first: number,
  classes: readonly (readonly OneParticle[])[],
  couplings: SymmetricCouplings,
): CentreBasis {
  const { starts, ...particles } = oneParticleFunctions(classes)
  const base = particles.species.length + 1
  const monomials = new Map<number, number>()
  const [factorOffsets, factors] = [[0], new Array<number>()]
  const [offsets, members, coefficients] = [[0], new Array<number>(), new Array<number>()]
  const functions: AceFunction[] = []
  for (const one of classes) {
    const from = one.map((particle) => starts.get(labelOf(particle)) ?? 0)
    const invariants = couplings.invariants(
      one.map(({ l }) => l),
      from,
    )
    invariants.forEach((terms, j) => {
      terms.m.forEach((m, t) => {
        const product = m.map((value, v) => from[v] + one[v].l + value)
        const key = product.reduce((sum, factor) => sum * base + factor + 1, 0)
        let monomial = monomials.get(key)
        if (monomial === undefined) {
          monomial = monomials.size
          monomials.set(key, monomial)
          factors.push(...product)
          factorOffsets.push(factors.length)
        }
        members.push(monomial)
        coefficients.push(terms.coefficients[t])
      })
      offsets.push(members.length)
      functions.push(Object.freeze({ centre: species, factors: one, coupling: j + 1 }))
    })
  }
  const centre: AceCentre = Object.freeze({
    ...particles,
    monomials: { offsets: Int32Array.from(factorOffsets), factors: Int32Array.from(factors) },
    functions: { offsets: Int32Array.from(offsets), monomials: Int32Array.from(members), coefficients: Float64Array.from(coefficients) },
    first,
  })
  return Object.freeze({ centre, functions: Object.freeze(functions) })
}

function labelOf({ species, n, l }: OneParticle): string {
  return `${species},${n},${l}`
}

/** All factors that occur, by species, n and l, with their 2l + 1 functions; `starts` has the first one of each. */
function oneParticleFunctions(classes: readonly (readonly OneParticle[])[]) {
  const kinds = new Map(classes.flat().map((particle) => [labelOf(particle), particle]))
  const sorted = [...kinds.values()].sort((p, q) => p.species - q.species || p.n - q.n || p.l - q.l)
  const starts = new Map<string, number>()
  const [species, radial, harmonic] = [new Array<number>(), new Array<number>(), new Array<number>()]
  for (const particle of sorted) {
    starts.set(labelOf(particle), species.length)
    for (let h = particle.l ** 2; h < (particle.l + 1) ** 2; h++) {
      species.push(particle.species)
      radial.push(particle.n - 1)
      harmonic.push(h)
    }
  }
  return { starts, species: Uint8Array.from(species), radial: Int32Array.from(radial), harmonic: Int32Array.from(harmonic) }
}
