import { embeddedAtoms, type EmbeddedTables, type ForceTerm } from "@luthier/core"
import { shakenCrystal } from "./crystal.ts"
import type { Contest } from "./side-by-side.ts"

// Copper in the second-moment approximation: F. Cleri and V. Rosato, Phys. Rev. B 48, 22 (1993), table II,
// https://doi.org/10.1103/PhysRevB.48.22, faded out between 4.5 Å and the cutoff.
const copper = { A: 0.0855, xi: 1.224, p: 10.96, q: 2.278, r0: 2.556 }
const cutoff = 5.5
const fadeFrom = 4.5
const points = 2001
const step = cutoff / (points - 1)
const densityStep = 60 / (points - 1)

function fade(r: number): number {
  const u = Math.min(1, Math.max(0, (r - fadeFrom) / (cutoff - fadeFrom)))
  return 1 - u ** 3 * (10 - 15 * u + 6 * u * u)
}

const sample = (f: (x: number) => number, step: number): { step: number; values: number[] } => ({
  step,
  values: Array.from({ length: points }, (_, k) => f(k * step)),
})
const embedding = sample((rho) => -copper.xi * Math.sqrt(rho), densityStep)
const density = sample((r) => Math.exp(-2 * copper.q * (r / copper.r0 - 1)) * fade(r), step)
// Each pair of atoms counts A exp(…) twice, once for either atom.
const pair = sample((r) => r * 2 * copper.A * Math.exp(-copper.p * (r / copper.r0 - 1)) * fade(r), step)
const tables: EmbeddedTables = { cutoff, embedding: [embedding], densities: [[density]], pairs: [pair] }

/** The same as a file. */
export const copperSetfl: string = `Copper, second-moment approximation
https://doi.org/10.1103/PhysRevB.48.22

1 Cu
${points} ${densityStep} ${points} ${step} ${cutoff}
29 63.546 3.615 fcc
${[embedding, density, pair].map(({ values }) => values.join("\n")).join("\n")}
`

/** Copper on the tables that LAMMPS reads. */
export function copperTerm(): ForceTerm {
  return embeddedAtoms(tables)
}

/** Copper of 4 n³ atoms. */
export function copperCrystal(n: number): ReturnType<typeof shakenCrystal> {
  return shakenCrystal({ n, lattice: 3.615, shake: 0.1, number: 29, seed: 11 })
}

/** Copper, 32,000 atoms, against `eam/alloy`. */
export function embeddedCopper(rounds: number): Contest {
  return {
    name: "Embedded atoms",
    structure: copperCrystal(20),
    mass: 63.546,
    skin: 1,
    cutoff,
    term: copperTerm,
    pairStyle: "pair_style eam/alloy\npair_coeff * * copper.alloy Cu",
    files: { "copper.alloy": copperSetfl },
    rounds,
    target: 0.8,
    // Both interpolate the same tables in the same way.
    allowed: 1e-9,
  }
}
