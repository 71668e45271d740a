import type { Configuration } from "../../atoms/structure.ts"

/** A frame of one atom that sees nothing, not even its own images, within `cutoff` [Å]. */
export function isIsolatedAtom({ structure }: Configuration, cutoff: number): boolean {
  return structure.numbers.length === 1 && shortestTranslation(structure.cell, structure.pbc) >= cutoff
}

/**
 * Energies of free atoms by atomic number [eV], from the frames that are isolated atoms. Several frames of one element are averaged.
 */
export function isolatedAtomEnergies(configurations: Iterable<Configuration>, cutoff: number): Map<number, number> {
  const found = new Map<number, number[]>()
  for (const configuration of configurations) {
    const { energy, structure } = configuration
    if (energy === undefined || !isIsolatedAtom(configuration, cutoff)) continue
    const number = structure.numbers[0]
    found.set(number, [...(found.get(number) ?? []), energy])
  }
  return new Map([...found].map(([number, energies]) => [number, energies.reduce((sum, energy) => sum + energy, 0) / energies.length]))
}

/** Length of the shortest lattice vector among those with components −1, 0, 1 along periodic directions; ∞ if none is periodic. */
function shortestTranslation(cell: Float64Array | null, pbc: readonly boolean[]): number {
  if (!cell) return Infinity
  const steps = pbc.map((periodic) => (periodic ? [-1, 0, 1] : [0]))
  let shortest = Infinity
  for (const a of steps[0]) {
    for (const b of steps[1]) {
      for (const c of steps[2]) {
        if (a === 0 && b === 0 && c === 0) continue
        const [x, y, z] = [0, 1, 2].map((k) => a * cell[k] + b * cell[3 + k] + c * cell[6 + k])
        shortest = Math.min(shortest, Math.hypot(x, y, z))
      }
    }
  }
  return shortest
}
