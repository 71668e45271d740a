/** Weights and places of the central difference of fourth order: `f′ ≈ Σ weight f(place h)/h`, error `h⁴ f⁗′/30`. */
export const stencil: readonly (readonly [place: number, weight: number])[] = [
  [-2, 1 / 12],
  [-1, -2 / 3],
  [1, 2 / 3],
  [2, -1 / 12],
]

/**
 * Step of differences of exact forces and stresses along strains. Their functions of distance change over some 1/15 of it: truncation
 * (15 h)⁴/30 and rounding 10⁻¹⁴/h are both some 10⁻¹¹ of the value.
 */
export const STRAIN_STEP = 4e-4

/** The same along displacements [Å], a strain of a bond of 2.5 Å. */
export const DISPLACEMENT_STEP = 1e-3
