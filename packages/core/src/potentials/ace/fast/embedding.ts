/**
 * How the energy of an atom depends on its densities ρ_p = Σ_k θ_k B_k, the sum over the functions of density p: E = F(ρ_1 … ρ_P). Without
 * an embedding an atom has one density, its energy.
 */
export interface AceEmbedding {
  readonly densities: number
  /** Density that each function contributes to, by its index in θ. */
  readonly densityOf: Uint8Array
  /**
   * Energies and slopes ∂E/∂ρ of `count` ≤ 4 atoms of one species (an index into the elements of the model). Density and slope p of atom a
   * stand at 4 p + a, its energy at a.
   */
  evaluate(species: number, count: number, densities: Float64Array, energies: Float64Array, slopes: Float64Array): void
}
