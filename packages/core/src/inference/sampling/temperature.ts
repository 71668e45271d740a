/**
 * The natural temperature of a sloppy model, `T₀ = 2 C₀/N` for cost C₀ = ½‖r(x̂)‖² and N parameters: the one at which each of N stiff
 * directions costs as much on average as the misfit that no parameters can remove, so that the ensemble spans what the model gets wrong rather than
 * the noise of the data.
 *
 * Source: Frederiksen, Jacobsen, Brown & Sethna, DOI 10.1103/PhysRevLett.93.165501.
 */
export function naturalTemperature(cost: number, parameters: number): number {
  return (2 * cost) / parameters
}
