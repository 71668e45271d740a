import type { ForceConstants } from "../../phonons/force-constants.ts"
import type { WaveMesh } from "../../phonons/wave-mesh.ts"

/** In words, what force constants were found by. */
export function usedSpace({ space: { atoms, copies, length, displacements, step } }: Pick<ForceConstants, "space">): string {
  const times = displacements === 1 ? "one displacement" : `${displacements} displacements`
  return `force constants of ${times} by ±${step} and ±${2 * step} Å, in a cell of ${atoms} atoms (${copies.join(" × ")} smallest cells), its shortest vector ${length.toFixed(1)} Å`
}

/** In words, the waves that sums run over. */
export function usedMesh(divisions: readonly number[], { weights }: Pick<WaveMesh, "weights">, what: string): string {
  const kinds = weights.length === 1 ? "one" : `${weights.length}`
  return `${what} on a mesh of ${divisions.join(" × ")} waves with Γ in it, ${kinds} of them different by symmetry`
}
