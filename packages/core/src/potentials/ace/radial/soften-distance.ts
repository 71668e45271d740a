/**
 * Distances that never come close to zero: ρ(r) = r above `to`, constant below `from`, with ρ′ = 6u⁵ − 15u⁴ + 10u³ between them,
 * u = (r − from) / (to − from); three continuous derivatives.
 *
 * @param distance [Å]
 * @param from [Å]
 * @param to [Å]
 * @returns ρ [Å]
 */
export function softenedDistance(distance: number, from: number, to: number): number {
  if (distance >= to) return distance
  const u = Math.max(0, (distance - from) / (to - from))
  // ∫₀ᵘ (6t⁵ − 15t⁴ + 10t³) dt, one half at u = 1
  return 0.5 * (from + to) + (to - from) * u ** 4 * (2.5 + u * (u - 3))
}

/** dρ/dr of `softenedDistance`. */
export function softenedSlope(distance: number, from: number, to: number): number {
  if (distance >= to) return 1
  const u = Math.max(0, (distance - from) / (to - from))
  return u * u * u * (10 + u * (6 * u - 15))
}
