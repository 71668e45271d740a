import { type ForceTerm, formulaPair, radialPairs } from "@luthier/core"
import { shakenCrystal } from "./crystal.ts"
import type { Contest } from "./side-by-side.ts"

// Argon: A. Rahman, Phys. Rev. 136, A405 (1964), https://doi.org/10.1103/PhysRev.136.A405 (ε = 120 k_B K, σ = 3.4 Å), at the reduced
// density 0.8442 that benchmarks of simulation codes share.
const eps = 0.010340799
const sigma = 3.4
const cutoff = 2.5 * sigma
const lattice = sigma * Math.cbrt(4 / 0.8442)

/** Argon as a user would write it: the formula, compiled. */
export function argonTerm(): ForceTerm {
  return radialPairs([{ species: [0, 0], cutoff, energy: formulaPair("4*eps*((sigma/r)^12 - (sigma/r)^6)", { eps, sigma }) }])
}

/** The same as a potential. */
export const argonSpec = {
  kind: "pair",
  elements: ["Ar"],
  cutoff,
  switch: "none",
  pairs: { "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: eps, sigma } } },
} as const

/** Argon of 4 n³ atoms. */
export function argon(n: number): ReturnType<typeof shakenCrystal> {
  return shakenCrystal({ n, lattice, shake: 0.15, number: 18, seed: 7 })
}

/** Lennard-Jones argon, 32,000 atoms, against `lj/cut`. */
export function lennardJones(rounds: number): Contest {
  return {
    name: "Lennard-Jones",
    structure: argon(20),
    mass: 39.948,
    skin: 0.3 * sigma,
    cutoff,
    term: argonTerm,
    pairStyle: `pair_style lj/cut ${cutoff}\npair_coeff * * ${eps} ${sigma}`,
    rounds,
    target: 0.5,
    allowed: 1e-10,
  }
}
