/**
 * Weight (ν + 1)/(ν + z²) of a row whose residual is z times σ, under noise that follows Student's t distribution.
 *
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 */
export function studentWeight(z: number, degrees: number): number {
  return (degrees + 1) / (degrees + z * z)
}
