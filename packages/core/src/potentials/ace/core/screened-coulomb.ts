/** e²/4πε₀ [eV Å] and the constants of the screening function, as ML-PACE has them. */
export const COULOMB = 14.399645351950543
const SCREENING = [
  [0.18175, 3.1998],
  [0.50986, 0.94229],
  [0.28022, 0.4029],
  [0.02817, 0.20162],
] as const

/** Φ(r/a) of J. F. Ziegler, J. P. Biersack and U. Littmark (The Stopping and Range of Ions in Matter, 1985), and two derivatives by r. */
export function screening(r: number, length: number): { readonly value: number; readonly slope: number; readonly curvature: number } {
  let [value, slope, curvature] = [0, 0, 0]
  for (const [share, decay] of SCREENING) {
    const k = decay / length
    const part = share * Math.exp(-k * r)
    value += part
    slope -= k * part
    curvature += k * k * part
  }
  return { value, slope, curvature }
}

/** a = 0.4685 Å / (Z₁^0.23 + Z₂^0.23) of two atomic numbers. */
export function screeningLength(first: number, second: number): number {
  return 0.4685 / (first ** 0.23 + second ** 0.23)
}
