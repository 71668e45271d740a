/** One strength that was tried. */
export interface RidgePoint {
  readonly lambda: number
  /** What is minimised: N χ²/(N − γ)², −curvature of the L-curve, Σ_p ln held-out error, or −2 ln evidence. */
  readonly criterion: number
  /** χ² of the data, Σ ‖r + J x‖² factor²/σ² */
  readonly chiSquared: number
  /** ‖G x + g‖² of the penalties at λ = 1. */
  readonly penaltySquared: number
  /** γ: unknowns that the data determine. */
  readonly effectiveParameters: number
}
