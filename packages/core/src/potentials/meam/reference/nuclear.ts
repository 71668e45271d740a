/** The screening function of Ziegler, Biersack and Littmark as MEAM has it, with rounded constants (eV Å and Å). */
const weights = [0.028171, 0.28022, 0.50986, 0.18175]
const decays = [0.20162, 0.4029, 0.94229, 3.1998]
const coulomb = 14.3997
const radius = 0.4685

/** Repulsion of two nuclei [eV] at r [Å]. */
export function nuclearRepulsion(r: number, a: number, b: number): number {
  const x = (r * (a ** 0.23 + b ** 0.23)) / radius
  const screening = weights.reduce((sum, weight, k) => sum + weight * Math.exp(-decays[k] * x), 0)
  return r > 0 ? (screening * coulomb * a * b) / r : screening
}
