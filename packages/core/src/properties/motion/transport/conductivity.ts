import { boltzmann } from "../../../units/constants.ts"
import { correlation } from "../correlation/correlation.ts"
import { matterWithHeat } from "./matter-with-heat.ts"
import { greenKubo, type GreenKuboRecord } from "./viscosity.ts"

/** Follows fluxes of heat. */
export interface Conductivity {
  /** @param flux of energy, `[3]` [eV Å/fs], and of the mass of each element but one */
  add(flux: Float64Array): void
  /** Thermal conductivity [eV/(fs Å K)]. */
  record(volume: number, temperature: number): GreenKuboRecord
}

/**
 * Thermal conductivity by Green and Kubo, `κ = 1/(3 V k_B T²) ∫₀^∞ ⟨J(0)·J(t)⟩ dt`, where among several elements J is the flux of energy
 * less what goes with matter: κ is then `1/(T² (Λ⁻¹)_EE)` of the Onsager coefficients Λ of energy and masses, whatever the zero of
 * the energy of each element.
 *
 * R. Bertossa, F. Grasselli, L. Ercole and S. Baroni, doi:10.1103/PhysRevLett.122.255901.
 *
 * @param interval between frames [fs]
 */
export function conductivity(options: { readonly interval: number; readonly lags: number; readonly stride?: number }): Conductivity {
  const rows: Float64Array[] = []
  return Object.freeze({
    add: (flux: Float64Array): void => void rows.push(flux.slice()),
    record(volume: number, temperature: number) {
      const along = matterWithHeat(rows, options)
      const products = correlation({ ...options, size: 3, parts: [{ from: 0, to: 3, scale: 1 / 3 }] })
      for (const flux of rows) {
        products.add((row) => {
          for (let c = 0; c < 3; c++) {
            row[c] = flux[c]
            for (let a = 0; a < along.length; a++) row[c] -= along[a] * flux[3 + 3 * a + c]
          }
        })
      }
      return greenKubo(products.record()[0], 1 / (volume * boltzmann * temperature ** 2))
    },
  })
}
